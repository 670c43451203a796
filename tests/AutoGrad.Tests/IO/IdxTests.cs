using System.IO.Compression;
using AutoGrad.IO;
using AutoGrad.Nn;

namespace AutoGrad.Tests.IO;

public class IdxTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-idx-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string Write(byte[] content, bool compress = false)
    {
        var path = Path.Combine(_folder, "data");
        using Stream file = compress ? new GZipStream(File.Create(path), CompressionMode.Compress) : File.Create(path);
        file.Write(content);
        return path;
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Bytes_are_read_as_whole_numbers_or_as_asked(bool compress)
    {
        var path = Write([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 253, 254, 255], compress);
        var images = Idx.Load(path);
        (images.DType, images.Shape).ShouldBe((DType.Int32, new Shape(2, 3)));
        images.ToArray<int>().ShouldBe([0, 1, 2, 253, 254, 255]);
        Idx.Load(path, DType.Float32).ToArray<float>().ShouldBe([0, 1, 2, 253, 254, 255]);
        Idx.Load(path, DType.Int64).ToArray<long>().ShouldBe([0, 1, 2, 253, 254, 255]);
    }

    [Test]
    public void A_label_that_is_no_class_loads_and_the_loss_refuses_it()
    {
        var labels = Idx.Load(MalformedFiles.Unpack(MalformedFiles.Of("idx").Single(f => f.Name.Contains("label_range")).Name), DType.Int64);
        labels.ToArray<long>().ShouldBe([1, 11, 3]);
        Should.Throw<ArgumentException>(() => Loss.CrossEntropy(Tensor.Zeros([3, 10]), labels)).Message.ShouldContain("11");
    }

    [Test]
    public void A_missing_file_is_named() => Should.Throw<FileNotFoundException>(() => Idx.Load(Path.Combine(_folder, "none-idx3-ubyte"))).Message.ShouldContain("none-idx3-ubyte");

    [Test]
    public void MNIST_is_read()
    {
        if (Environment.GetEnvironmentVariable("AUTOGRAD_DATA") is not { Length: > 0 } folder || !File.Exists(Path.Combine(folder, "t10k-images-idx3-ubyte.gz")))
        {
            Assert.Inconclusive("MNIST's files are not here: AUTOGRAD_DATA names no folder that has them.");
            return;
        }
        var images = Idx.Load(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), DType.Float32);
        var labels = Idx.Load(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"), DType.Int64);
        images.Shape.ShouldBe(new Shape(labels.Size, 28, 28));
        labels.AsSpan<long>()[..10].ToArray().ShouldBe([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
        images.Max().Item<float>().ShouldBe(255);
    }
}
