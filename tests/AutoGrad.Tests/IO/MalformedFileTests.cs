using System.Text.Json;
using AutoGrad.IO;

namespace AutoGrad.Tests.IO;

/// <summary>Readers take good files and refuse broken ones with the one exception they document, at once and without much memory.</summary>
[NonParallelizable]
public class MalformedFileTests
{
    private const long MostBytes = 64 << 20;

    private static IEnumerable<TestCaseData> Cases => MalformedFiles.Of("safetensors", "npy", "idx", "idxgz").Select(f => new TestCaseData(f).SetArgDisplayNames(f.ToString()));

    [TestCaseSource(nameof(Cases))]
    public void A_file_is_read_rightly_or_refused(MalformedFile file)
    {
        var path = MalformedFiles.Unpack(file.Name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (tensors, refusal) = Read(file.Format, path);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(new FileInfo(path).Length + MostBytes, file.Reason);
        if (file.Expect == "accept") refusal.ShouldBeNull(file.Reason);
        if (file.Expect == "reject") refusal.ShouldNotBeNull(file.Reason);
        refusal?.Message.ShouldStartWith(path);
        Read(file.Format, path).Refusal?.Message.ShouldBe(refusal?.Message);
        if (tensors is not null && file.Values is { } values) Check(tensors, values);
    }

    private static (IReadOnlyDictionary<string, Tensor>? Tensors, InvalidDataException? Refusal) Read(string format, string path)
    {
        try
        {
            return format switch
            {
                "safetensors" => (SafeTensors.Load(path), null),
                "npy" => (new Dictionary<string, Tensor> { [""] = Npy.Load(path) }, null),
                _ => (new Dictionary<string, Tensor> { [""] = Idx.Load(path) }, null),
            };
        }
        catch (InvalidDataException e)
        {
            return (null, e);
        }
    }

    private static void Check(IReadOnlyDictionary<string, Tensor> tensors, JsonElement values)
    {
        if (values.ValueKind == JsonValueKind.Array)
        {
            Elements(tensors[""]).ShouldBe(values.EnumerateArray().Select(v => v.GetDouble()));
            return;
        }
        foreach (var tensor in values.EnumerateObject())
            Elements(tensors[tensor.Name]).Select(BitConverter.DoubleToInt64Bits).ShouldBe(tensor.Value.EnumerateArray().Select(v => BitConverter.DoubleToInt64Bits(v.GetDouble())));
    }

    private static double[] Elements(Tensor tensor) => tensor.To(DType.Float64).ToArray<double>();
}
