using AutoGrad.Tests.Architecture;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>A line of the op reference. Nothing in it is written for it: the texts are those of the sources, the rest is observed on the op table's rows.</summary>
/// <param name="Member">The public function.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Gradient">Its rule; for a function made of other ops, which.</param>
/// <param name="Orders">How often it can be differentiated.</param>
/// <param name="Forward">How its tangent is pushed in forward mode.</param>
/// <param name="Batches">How it runs inside Vmap.</param>
/// <param name="DTypes">The element types it takes.</param>
/// <param name="Torch">PyTorch's names for it.</param>
internal sealed record OpEntry(LibraryMember Member, string Formula, string Gradient, string Orders, string Forward, string Batches, string DTypes, string Torch)
{
    /// <summary>Every public function that the op table runs.</summary>
    public static IReadOnlyList<OpEntry> All => s_all.Value;

    private static readonly Lazy<OpEntry[]> s_all = new(() =>
    {
        var rows = OpTable.OpTable.Rows.ToLookup(r => Base(r.Name));
        return [.. from member in LibraryMember.All where rows.Contains(member.Name) select Of(member, [.. rows[member.Name].Select(RowFacts.Of)])];
    });

    /// <summary>The function a row belongs to: its name without the qualifier.</summary>
    public static string Base(string row) => row.Split('(')[0];

    /// <summary>The ops that public functions are made of and that are no public function themselves: name, formula, gradient.</summary>
    public static IReadOnlyList<(string Name, string Formula, string Gradient)> Parts
    {
        get
        {
            _ = All;
            return [.. s_parts.Values.OrderBy(p => p.Name, StringComparer.Ordinal)];
        }
    }

    private static readonly Dictionary<string, (string Name, string Formula, string Gradient)> s_parts = [];

    private static OpEntry Of(LibraryMember member, RowFacts[] facts)
    {
        // its own ops are those that run alone for it
        var alone = facts.Where(f => f.Ops.Count > 0 && f.Ops.All(op => FileOf(op) == member.File)).SelectMany(f => f.Ops).DistinctBy(op => op.GetType()).ToArray();
        var own = alone.Select(op => XmlText.FormulaOf(ClassOf(op))).Distinct().ToArray();
        var order = facts.Max(f => f.Order);
        string[] parts = own.Length > 0 ? [] : [.. facts.SelectMany(f => f.Ops).DistinctBy(op => op.GetType()).Select(op => PartName(op, member)).Distinct()];
        return new(member,
            own.Length > 0 ? string.Join("<br>", own.Select(f => f.Formula)) : member.Summary,
            own.Length > 0 ? string.Join("<br>", own.Select(f => f.Gradient)) : parts.Length == 0 ? "none" : $"that of its parts: {string.Join(", ", parts)}",
            order == 0 ? "none" : order == RowFacts.Tried ? "all" : $"{order}",
            order == 0 ? "none" : TransformFacts.ForwardOf(facts.SelectMany(f => f.Ops)), TransformFacts.BatchesOf(OpTable.OpTable.Rows.Where(r => Base(r.Name) == member.Name)),
            DTypesOf(facts), string.Join(", ", TorchNames.Of(member.Name).Select(name => $"`{name}`").DefaultIfEmpty("none")));
    }

    // the public function whose rule it is, or the op's class, which then has a line at the end of the page
    private static string PartName(Op op, LibraryMember member)
    {
        if (op.Name != member.Name && LibraryMember.All.Any(m => m.Name == op.Name)) return op.Name;
        var name = ClassOf(op).Name[..^"Op".Length];
        var (formula, gradient) = XmlText.FormulaOf(ClassOf(op));
        s_parts[name] = (name, formula, gradient);
        return name;
    }

    private static string DTypesOf(RowFacts[] facts)
    {
        var accepted = facts.SelectMany(f => f.DTypes).ToHashSet();
        if (accepted.Count == Enum.GetValues<DType>().Length) return "every";
        var named = new List<string>();
        if (accepted.Contains(DType.Float32) && accepted.Contains(DType.Float64)) named.Add("floats");
        if (accepted.Contains(DType.Int32) && accepted.Contains(DType.Int64)) named.Add("integers");
        if (accepted.Contains(DType.Bool)) named.Add("Bool");
        named.AddRange(accepted.Where(d => !(named.Contains("floats") && d.IsFloating) && !(named.Contains("integers") && d.IsInteger) && d != DType.Bool).Order().Select(d => d.ToString()));
        return string.Join(", ", named);
    }

    private static Microsoft.CodeAnalysis.INamedTypeSymbol ClassOf(Op op) => LibraryCompilation.Compilation.GetTypeByMetadataName(op.GetType().FullName!)!;

    private static string FileOf(Op op) => ClassOf(op).Locations[0].SourceTree!.FilePath;
}
