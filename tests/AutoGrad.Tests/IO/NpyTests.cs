using System.Buffers.Binary;
using System.Text;
using AutoGrad.IO;

namespace AutoGrad.Tests.IO;

public class NpyTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-npy-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string Write(string header, byte version = 1, params byte[] data)
    {
        var (text, path) = (Encoding.Latin1.GetBytes(header), PathOf("written.npy"));
        var length = new byte[version == 1 ? 2 : 4];
        length[0] = (byte)text.Length;
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data]);
        return path;
    }

    private static IEnumerable<Tensor> Samples =>
    [
        Tensor.From([1.5f, -0f, float.NaN], [3]), Tensor.From([1 / 3.0, double.MinValue], [2, 1]), Tensor.From([int.MinValue, 7]), Tensor.From([long.MaxValue, -7], [1, 2]),
        Tensor.From([true, false]), Tensor.Scalar(2.5), Tensor.Zeros([0, 3]), Tensor.Arange(24).Reshape(2, 3, 4),
    ];

    [TestCaseSource(nameof(Samples))]
    public void Every_element_type_and_rank_comes_back(Tensor tensor)
    {
        Npy.Save(PathOf("x.npy"), tensor);
        var loaded = Npy.Load(PathOf("x.npy"));
        (loaded.DType, loaded.Shape).ShouldBe((tensor.DType, tensor.Shape));
        loaded.To(DType.Float64).ToArray<double>().ShouldBe(tensor.To(DType.Float64).ToArray<double>());
    }

    [Test]
    public void The_header_is_as_NumPy_writes_it()
    {
        Npy.Save(PathOf("x.npy"), Tensor.Zeros([3]));
        var bytes = File.ReadAllBytes(PathOf("x.npy"));
        bytes.Length.ShouldBe(128 + 12);
        Encoding.Latin1.GetString(bytes, 10, 118).ShouldBe("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }".PadRight(117) + "\n");
        BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)).ShouldBe((ushort)118);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Every_version_is_read(byte version) =>
        Npy.Load(Write("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }\n", version, 5, 0, 0, 0)).ToArray<int>().ShouldBe([5]);

    [Test]
    public void Fortran_order_becomes_row_major()
    {
        var x = Npy.Load(Write("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", 1, 1, 4, 2, 5, 3, 6));
        x.Shape.ShouldBe(new Shape(2, 3));
        x.ToArray<int>().ShouldBe([1, 2, 3, 4, 5, 6]);
        x.Mutate<int>()[0] = 9;      // it is data, not a result
        x.ToArray<int>()[0].ShouldBe(9);
    }

    [TestCase(">i2", new byte[] { 0xFF, 0xFE }, -2.0)]
    [TestCase(">u4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFE }, 4294967294.0)]
    [TestCase(">f4", new byte[] { 0xC0, 0x20, 0, 0 }, -2.5)]
    [TestCase(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 0 }, 256.0)]
    [TestCase("<f2", new byte[] { 0x00, 0xC1 }, -2.5)]
    [TestCase("|i1", new byte[] { 0x80 }, -128.0)]
    public void Big_endian_and_narrow_types_are_converted_exactly(string descr, byte[] data, double value) =>
        Npy.Load(Write($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}", 1, data)).To(DType.Float64).ToArray<double>().ShouldBe([value]);

    [TestCase("<c16")]
    [TestCase("<u8")]
    [TestCase("|O")]
    public void Types_that_tensors_cannot_hold_are_refused_by_name(string descr) =>
        Should.Throw<InvalidDataException>(() => Npy.Load(Write($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}", 1, new byte[16]))).Message.ShouldContain(descr);

    [Test]
    public void A_missing_file_is_named() => Should.Throw<FileNotFoundException>(() => Npy.Load(PathOf("none.npy"))).Message.ShouldContain("none.npy");
}
