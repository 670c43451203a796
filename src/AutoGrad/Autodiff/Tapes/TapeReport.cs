using System.Globalization;
using System.Text;

namespace AutoGrad;

/// <summary>What a result was computed by, and what is kept for its backward pass; made by <see cref="Tape.Report"/>.</summary>
public sealed class TapeReport
{
    internal TapeReport(Tensor loss)
    {
        var (ops, counted) = (new List<TapeOp>(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        foreach (var node in TapeNodes.Behind([loss]))
        {
            if (node is OutputNode) continue;
            var saved = new List<TapeSaved>();
            foreach (var kept in node.KeptWithOwn)
            {
                var elements = KeptElements.Of(kept);
                saved.Add(new TapeSaved(elements.Shape, elements.DType, elements.Bytes, elements.IsOthers || !counted.Add(elements.Key)));
            }
            ops.Add(new TapeOp(node.Op!.Name, ModuleOf(node), node.Shape, node.DType, saved));
        }
        ops.Reverse();
        (Ops, PeakBytes) = (ops, PeakPrediction.Of(loss));
        foreach (var op in ops) SavedBytes += op.Bytes;
    }

    /// <summary>The recorded ops, oldest first.</summary>
    public IReadOnlyList<TapeOp> Ops { get; }

    /// <summary>Bytes the graph keeps alive: each saved tensor once; parameters and data, which live without it, not at all.</summary>
    public long SavedBytes { get; }

    /// <summary>The most bytes that saved tensors and gradients will take at a time in the backward pass, predicted.</summary>
    public long PeakBytes { get; }

    /// <summary>Ops and their saved bytes by module, in order of first use; empty names what ran outside of modules or unwatched.</summary>
    public IReadOnlyList<TapeGroup> ByModule() => Grouped(op => op.Module);

    /// <summary>Ops and their saved bytes by kind of op, in order of first use.</summary>
    public IReadOnlyList<TapeGroup> ByOp() => Grouped(op => op.Op);

    /// <summary>A table by module and one by op.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Ops.Count} ops, {SavedBytes:N0} bytes saved, backward peak {PeakBytes:N0} bytes\n");
        Table(text, "module", ByModule());
        Table(text, "op", ByOp());
        return text.ToString();
    }

    private List<TapeGroup> Grouped(Func<TapeOp, string> key)
    {
        var groups = new OrderedDictionary<string, TapeGroup>(StringComparer.Ordinal);
        foreach (var op in Ops)
        {
            var before = groups.TryGetValue(key(op), out var group) ? group : new TapeGroup(key(op), 0, 0);
            groups[key(op)] = before with { Ops = before.Ops + 1, Bytes = before.Bytes + op.Bytes };
        }
        return [.. groups.Values];
    }

    private static void Table(StringBuilder text, string title, IReadOnlyList<TapeGroup> groups)
    {
        var width = title.Length;
        foreach (var group in groups) width = Math.Max(width, group.Name.Length);
        text.Append($"{title.PadRight(width)}   ops         bytes\n");
        foreach (var (name, ops, bytes) in groups)
            text.Append(CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "-" : name).PadRight(width)} {ops,5} {bytes,13:N0}\n");
    }

    private static string ModuleOf(OpNode node)
    {
        if (TapeRecord.Find(node) is { } record) return record.Module;
        if (node is not MultiOutputNode many) return "";
        foreach (var output in many.Outputs)
            if (output is not null && TapeRecord.Find(output) is { } noted) return noted.Module;
        return "";
    }
}

/// <summary>One recorded op.</summary>
/// <param name="Op">Its name.</param>
/// <param name="Module">The module it ran in, if it was watched.</param>
/// <param name="Shape">The shape of its result; of the first, where there are several.</param>
/// <param name="DType">The element type of its result.</param>
/// <param name="Saved">What it keeps for its rule.</param>
public sealed record TapeOp(string Op, string Module, Shape Shape, DType DType, IReadOnlyList<TapeSaved> Saved)
{
    /// <summary>Bytes that it, before any other op, keeps alive.</summary>
    public long Bytes
    {
        get
        {
            var sum = 0L;
            foreach (var saved in Saved) sum += saved.IsShared ? 0 : saved.Bytes;
            return sum;
        }
    }
}

/// <summary>One saved tensor.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Bytes">What it takes in memory, as it is stored.</param>
/// <param name="IsShared">It is alive without this op: a parameter, data, or saved by a later op too, which counts it.</param>
public sealed record TapeSaved(Shape Shape, DType DType, long Bytes, bool IsShared);

/// <summary>Ops that belong together.</summary>
/// <param name="Name">The module or the op.</param>
/// <param name="Ops">How many.</param>
/// <param name="Bytes">The bytes they keep.</param>
public sealed record TapeGroup(string Name, int Ops, long Bytes);
