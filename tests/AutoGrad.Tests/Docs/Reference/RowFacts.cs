using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>What running a row of the op table shows: which ops it records, how often it can be differentiated, which element types it takes.</summary>
/// <param name="Ops">The ops on the tape in the order they ran; those that only rename axes do not count where others ran.</param>
/// <param name="Order">How often it was differentiated, at most <see cref="Tried"/>.</param>
/// <param name="DTypes">The element types it accepts.</param>
internal sealed record RowFacts(IReadOnlyList<Op> Ops, int Order, IReadOnlyCollection<DType> DTypes)
{
    /// <summary>One order more than the tests compare with central differences.</summary>
    public const int Tried = 3;

    public static RowFacts Of(OpRow row)
    {
        var samples = row.Inputs().Where(x => x.Length > 0 && x.All(t => t.Size > 0)).ToArray();
        if (samples.Length == 0) return new([], 0, []);
        var ops = new SortedDictionary<long, Op>();
        foreach (var sample in samples)
            foreach (var y in row.Run(TensorCopies.Of(sample, grad: true))) Collect(y.Node, ops, []);
        var computing = ops.Values.Where(op => op.Name != "Reshape").ToArray();
        return new(computing.Length > 0 ? computing : [.. ops.Values], Differentiable(row, samples[0]), [.. Enum.GetValues<DType>().Where(d => Accepts(row, samples[0], d))]);
    }

    private static int Differentiable(OpRow row, Tensor[] sample)
    {
        var x = TensorCopies.Of(sample, grad: true);
        var inputs = x.Where(t => t.DType.IsFloating).ToArray();
        var y = row.Run(x).Where(t => t.RequiresGrad).ToArray();
        if (y.Length == 0) return 0;
        for (var order = 0; order < Tried && y.Length > 0; order++)
        {
            try
            {
                y = [.. Autodiff.Gradient(y, inputs, Array.ConvertAll(y, t => Tensor.OnesLike(t)), createGraph: true, unused: UnusedInputs.Zeros).Where(t => t.RequiresGrad)];
            }
            catch (NotSupportedException)
            {
                return order;
            }
        }
        return Tried;
    }

    private static bool Accepts(OpRow row, Tensor[] sample, DType dtype)
    {
        var replaced = sample.Any(t => t.DType.IsFloating) ? (Func<Tensor, bool>)(t => t.DType.IsFloating) : t => t.DType == sample[0].DType;
        try
        {
            row.Run(Array.ConvertAll(sample, t => replaced(t) ? Converted(t, dtype) : t));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private static Tensor Converted(Tensor x, DType dtype) => x.DType == dtype ? x : dtype == DType.Bool ? x > 0 : dtype.IsFloating ? x.To(dtype) : TensorCopies.Rounded(x.To(DType.Float64), dtype);

    private static void Collect(Node? start, SortedDictionary<long, Op> ops, HashSet<Node> visited)
    {
        var waiting = new Stack<Node?>([start]);
        while (waiting.TryPop(out var node))
        {
            if (node is not OpNode op || !visited.Add(node)) continue;
            ops[op.Order] = op.Op!;
            for (var i = 0; i < op.Count; i++) waiting.Push(op.Parent(i));
        }
    }
}
