using System.Globalization;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Evaluates a graph a second time, over hyper-dual numbers in plain C#, and compares values, first and second derivatives.</summary>
internal sealed class DualCheck
{
    private const double Tolerance = 1e-8;

    /// <summary>Candidates that are compared with central differences only.</summary>
    public static IReadOnlyDictionary<string, string> Uncovered { get; } = new Dictionary<string, string>
    {
        ["Qr"] = "the signs of the columns are the library's choice",
        ["Qr(R)"] = "the signs of the rows are the library's choice",
        ["Qr(complete)"] = "the signs of the columns are the library's choice",
        ["Eigvalsh"] = "an iteration has no hyper-dual form",
        ["Eigh(vectors)"] = "an iteration has no hyper-dual form",
        ["Svdvals"] = "an iteration has no hyper-dual form",
        ["Svd(vectors)"] = "an iteration has no hyper-dual form",
        ["BatchNorm(planes)"] = "BatchNorm(training) covers the formula; this reaches the kernel for larger planes",
        ["Lstm"] = "LstmCell covers a step; the steps are covered by the op table",
        ["Gru"] = "GruCell covers a step; the steps are covered by the op table",
        ["Rnn"] = "RnnTanhCell covers a step; the steps are covered by the op table",
    };

    private static readonly Dictionary<string, Func<DualArray[], int[], DualArray>> s_functions = new(
        [.. DualReductions.All, .. DualViews.All, .. DualProducts.All, .. DualWindows.All, .. DualLinearAlgebra.All, .. DualLosses.All, .. DualPointwise.All.Select(p => KeyValuePair.Create(p.Key, Pointwise(p.Value)))]);

    public static bool Covers(string candidate) => s_functions.ContainsKey(candidate);

    /// <summary>How many graphs were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>What differs; null if nothing does, or if a candidate has no hyper-dual form or stands at a jump.</summary>
    public string? Check(FuzzGraph graph)
    {
        if (graph.Nodes.Any(n => n.Candidate is { } c && !Covers(c.Name))) return null;
        var random = new Random(graph.Nodes.Count);
        var (along, across) = (graph.Inputs.Select(x => Draw(x.Size, random)).ToArray(), graph.Inputs.Select(x => Draw(x.Size, random)).ToArray());
        if (Evaluate(graph, along, across) is not { } expected) return null;
        Compared++;

        var leaves = graph.Inputs.Select(x => x.Detach().Clone().WithGrad()).ToArray();
        var outputs = graph.Run(leaves);
        var (first, second, scale) = (0.0, 0.0, (First: 1.0, Second: 1.0));
        var upstream = new Tensor[outputs.Length];
        for (var k = 0; k < outputs.Length; k++)
        {
            var (y, e) = (outputs[k].ToArray<double>(), expected[k]);
            if (!outputs[k].Shape.Extents.SequenceEqual(e.Extents)) return $"output {k} has shape {outputs[k].Shape}, the second evaluation [{string.Join(", ", e.Extents)}].";
            var weights = Draw(y.Length, random);
            upstream[k] = Tensor.From(weights, outputs[k].Shape);
            for (var i = 0; i < y.Length; i++)
            {
                if (Differ(y[i], e.Data[i].V, 1)) return Text($"value {i} of output {k}", y[i], e.Data[i].V);
                var (a, c) = (weights[i] * e.Data[i].A, weights[i] * e.Data[i].C);
                (first, second) = (first + a, second + c);
                scale = (scale.First + Math.Abs(a), scale.Second + Math.Abs(c));
            }
        }
        var recorded = Enumerable.Range(0, outputs.Length).Where(k => outputs[k].RequiresGrad).ToArray();
        if (recorded.Length == 0) return first == 0 ? null : Text("the first derivative", 0, first);
        var gradients = Autodiff.Gradient([.. recorded.Select(k => outputs[k])], leaves, [.. recorded.Select(k => upstream[k])], createGraph: true, unused: UnusedInputs.Zeros);
        var slope = Tensor.Zeros([], DType.Float64);
        for (var i = 0; i < leaves.Length; i++) slope += (gradients[i]! * Tensor.From(along[i], leaves[i].Shape)).Sum();
        if (Differ(slope.Item<double>(), first, scale.First)) return Text("the first derivative", slope.Item<double>(), first);
        var bend = 0.0;
        if (slope.RequiresGrad)
        {
            var products = Autodiff.Gradient([slope], leaves, unused: UnusedInputs.Zeros);
            for (var i = 0; i < leaves.Length; i++) bend += products[i]!.ToArray<double>().Zip(across[i], (g, v) => g * v).Sum();
        }
        return Differ(bend, second, scale.Second) ? Text("the second derivative", bend, second) : null;
    }

    private static DualArray[]? Evaluate(FuzzGraph graph, double[][] along, double[][] across)
    {
        var (values, input) = (new DualArray[graph.Nodes.Count], 0);
        for (var i = 0; i < values.Length; i++)
        {
            var node = graph.Nodes[i];
            if (node.Candidate is { } candidate)
            {
                DualArray[] operands = [.. node.Operands.Select(o => values[o])];
                if (DualJumps.AreNear(candidate.Name, operands)) return null;
                values[i] = s_functions[candidate.Name](operands, [.. node.Settings]);
                continue;
            }
            var x = node.Value!.ToArray<double>();
            values[i] = new DualArray([.. x.Select((v, j) => new HyperDual(v, along[input][j], across[input][j]))], node.Value.Shape.Extents.ToArray());
            input++;
        }
        return [.. graph.Outputs.Select(o => values[o])];
    }

    private static Func<DualArray[], int[], DualArray> Pointwise(Func<HyperDual[], HyperDual> f) =>
        (x, _) => DualArray.Build(DualArray.BroadcastExtents(x), i => f(Array.ConvertAll(x, a => a.Broadcast(i))));

    private static bool Differ(double actual, double expected, double scale) => !(Math.Abs(actual - expected) <= Tolerance * Math.Max(scale, Math.Abs(expected)));

    private static string Text(string what, double actual, double expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, by the second evaluation {expected:R}.");

    private static double[] Draw(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => (0.5 + random.NextDouble() / 2) * (random.Next(2) == 0 ? 1 : -1))];
}
