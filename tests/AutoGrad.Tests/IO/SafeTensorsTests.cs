using System.Buffers.Binary;
using System.Text;
using AutoGrad.IO;
using AutoGrad.Nn;

namespace AutoGrad.Tests.IO;

public class SafeTensorsTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-safetensors-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string Write(string header, params byte[] data)
    {
        var (text, length) = (Encoding.UTF8.GetBytes(header), new byte[8]);
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        var path = PathOf("written.safetensors");
        File.WriteAllBytes(path, [.. length, .. text, .. data]);
        return path;
    }

    private static Dictionary<string, Tensor> OneOfEach() => new()
    {
        ["truth"] = Tensor.From([true, false, true]),
        ["whole"] = Tensor.From([int.MinValue, -1, int.MaxValue]),
        ["long"] = Tensor.From([long.MinValue, 5, long.MaxValue], [3, 1]),
        ["single"] = Tensor.From([float.NaN, -0f, float.Epsilon, float.NegativeInfinity], [2, 2]),
        ["double"] = Tensor.From([double.MaxValue, -0.0, 1 / 3.0]),
        ["scalar"] = Tensor.Scalar(3.25),
        ["empty"] = Tensor.Zeros([2, 0, 3]),
        ["größe/日本 \"quoted\"\n"] = Tensor.From([1f]),
        [""] = Tensor.From([2f]),
    };

    [Test]
    public void Every_element_type_comes_back_bit_for_bit()
    {
        var (path, tensors) = (PathOf("all.safetensors"), OneOfEach());
        SafeTensors.Save(path, tensors, new Dictionary<string, string> { ["note"] = "größer", ["empty"] = "" });
        var loaded = SafeTensors.Load(path);
        loaded.Keys.ShouldBe(tensors.Keys);
        foreach (var (name, tensor) in tensors)
        {
            (loaded[name].DType, loaded[name].Shape).ShouldBe((tensor.DType, tensor.Shape), name);
            BitsOf(loaded[name]).ShouldBe(BitsOf(tensor), name);
        }
        loaded.Metadata.ShouldBe(new Dictionary<string, string> { ["note"] = "größer", ["empty"] = "" }, ignoreOrder: true);
    }

    [Test]
    public void The_same_tensors_give_the_same_bytes_and_elements_are_aligned()
    {
        SafeTensors.Save(PathOf("a"), OneOfEach());
        SafeTensors.Save(PathOf("b"), SafeTensors.Load(PathOf("a")));
        var bytes = File.ReadAllBytes(PathOf("a"));
        File.ReadAllBytes(PathOf("b")).ShouldBe(bytes);
        (BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8).ShouldBe(0);
    }

    [Test]
    public void A_large_tensor_is_read_and_written_in_pieces()
    {
        var tensor = Tensor.Randn([300, 501], generator: new Generator(1));
        SafeTensors.Save(PathOf("large"), new Dictionary<string, Tensor> { ["x"] = tensor });
        SafeTensors.Load(PathOf("large"))["x"].ToArray<float>().ShouldBe(tensor.ToArray<float>());
    }

    [Test]
    public void A_model_is_saved_and_loaded_in_a_line_each()
    {
        Sequential Model(ulong seed) => [new Linear(3, 4, generator: new Generator(seed)), new BatchNorm1d(4)];
        var (model, other) = (Model(1), Model(2));
        SafeTensors.Save(PathOf("model"), model.StateDictionary());
        other.LoadState(SafeTensors.Load(PathOf("model")));
        other.StateDictionary().Select(t => BitsOf(t.Value)).ShouldBe(model.StateDictionary().Select(t => BitsOf(t.Value)));
    }

    [Test]
    public void A_state_that_does_not_fit_is_refused_with_all_its_faults_and_nothing_is_loaded()
    {
        Sequential model = [new Linear(3, 4, generator: new Generator(1)), new Linear(4, 2, generator: new Generator(1))];
        var before = model.StateDictionary().Select(t => BitsOf(t.Value)).ToArray();
        var state = model.StateDictionary().ToDictionary(t => t.Key, t => Tensor.ZerosLike(t.Value));
        state.Remove("0.Bias");
        state["extra"] = Tensor.Zeros([1]);
        state["1.Weight"] = Tensor.Zeros([2, 5]);
        state["1.Bias"] = Tensor.Zeros([2], DType.Float64);
        SafeTensors.Save(PathOf("wrong"), state);
        var message = Should.Throw<ArgumentException>(() => model.LoadState(SafeTensors.Load(PathOf("wrong")))).Message;
        foreach (var part in new[] { "missing: 0.Bias", "unexpected: extra", "another shape: 1.Weight is [2, 4], the state has [2, 5]", "another element type: 1.Bias" }) message.ShouldContain(part);
        model.StateDictionary().Select(t => BitsOf(t.Value)).ShouldBe(before);
    }

    [TestCase("U8", 1, new byte[] { 0xFF }, 255.0)]
    [TestCase("I8", 1, new byte[] { 0xFF }, -1.0)]
    [TestCase("U16", 2, new byte[] { 0xFE, 0xFF }, 65534.0)]
    [TestCase("I16", 2, new byte[] { 0xFE, 0xFF }, -2.0)]
    [TestCase("U32", 4, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, 4294967295.0)]
    [TestCase("F16", 2, new byte[] { 0x00, 0xC1 }, -2.5)]
    [TestCase("BF16", 2, new byte[] { 0x20, 0xC0 }, -2.5)]
    public void Narrower_types_are_widened_exactly(string type, int size, byte[] data, double value) =>
        SafeTensors.Load(Write($$"""{"a":{"dtype":"{{type}}","shape":[1],"data_offsets":[0,{{size}}] } }""", data))["a"].To(DType.Float64).ToArray<double>().ShouldBe([value]);

    [TestCase("U64", 8)]
    [TestCase("C64", 8)]
    [TestCase("F8_E4M3", 1)]
    public void Types_that_tensors_cannot_hold_are_refused_by_name(string type, int size) =>
        Should.Throw<InvalidDataException>(() => SafeTensors.Load(Write($$"""{"a":{"dtype":"{{type}}","shape":[1],"data_offsets":[0,{{size}}] } }""", new byte[size]))).Message.ShouldContain($"'{type}'");

    [Test]
    public void A_missing_file_is_named() => Should.Throw<FileNotFoundException>(() => SafeTensors.Load(PathOf("none.safetensors"))).Message.ShouldContain("none.safetensors");

    [Test]
    public void A_folder_is_no_file() => Should.Throw<FileNotFoundException>(() => SafeTensors.Load(_folder));

    [Test]
    public void Names_the_format_does_not_allow_are_refused_and_the_old_file_stays()
    {
        SafeTensors.Save(PathOf("old"), new Dictionary<string, Tensor> { ["x"] = Tensor.From([1f]) });
        foreach (var name in new[] { "__metadata__", "half \ud800 pair" })
            Should.Throw<ArgumentException>(() => SafeTensors.Save(PathOf("old"), new Dictionary<string, Tensor> { [name] = Tensor.From([2f]) }));
        SafeTensors.Load(PathOf("old"))["x"].ToArray<float>().ShouldBe([1]);
    }

    [Test]
    public void A_missing_name_is_answered_with_those_that_are_there() =>
        Should.Throw<KeyNotFoundException>(() => new NamedTensors(OneOfEach())["weight"]).Message.ShouldContain("truth, whole");

    private static string BitsOf(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => string.Join(' ', tensor.ToArray<float>().Select(BitConverter.SingleToInt32Bits)),
        DType.Float64 => string.Join(' ', tensor.ToArray<double>().Select(BitConverter.DoubleToInt64Bits)),
        DType.Int32 => string.Join(' ', tensor.ToArray<int>()),
        DType.Int64 => string.Join(' ', tensor.ToArray<long>()),
        _ => string.Join(' ', tensor.ToArray<bool>()),
    };
}
