// Saves one state after another over the same file until it is killed, and prints the number of each: the victim of SaveUnderFireTests. Or trains.
using System.Globalization;
using AutoGrad;
using AutoGrad.IO;

if (args[0] == "train") return TrainingRun.Run(args[1]);

const int tensors = 32, elements = 8192;

var path = args[0];
try
{
    for (var version = int.Parse(args[1], CultureInfo.InvariantCulture); ; version++)
    {
        var weights = new Dictionary<string, Tensor>();
        for (var i = 0; i < tensors; i++) weights.Add($"layer{i}", Tensor.Full([elements], version, DType.Int32));
        var state = new TrainingState();
        state.Add("model", weights);
        state.Add("random", new Generator((ulong)version));
        state.Metadata["version"] = version.ToString(CultureInfo.InvariantCulture);
        state.Save(path);
        Console.Out.WriteLine(version);
        Console.Out.Flush();
    }
}
catch (IOException e)
{
    Console.Out.WriteLine(e.Message);
    return 3;
}
