using System.Text;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>docs/ops.md. A further column is a property of <see cref="OpEntry"/> and a line of <see cref="s_columns"/>.</summary>
internal static class OpReferencePage
{
    private static readonly (string Title, Func<OpEntry, string> Cell)[] s_columns =
    [
        ("C#", e => string.Join("<br>", e.Member.Calls.Select(call => $"`{call.Replace("|", "\\|")}`"))),
        ("computes", e => e.Formula),
        ("gradient", e => e.Gradient),
        ("orders", e => e.Orders),
        ("forward mode", e => e.Forward),
        ("batches", e => e.Batches),
        ("elements", e => e.DTypes),
        ("conventions", e => e.Member.Remarks),
        ("PyTorch", e => e.Torch),
    ];

    public static string Text()
    {
        var page = new StringBuilder();
        page.Append("""
            # Operations

            Every operation, by family. In the formulas x is the tensor the method is called on, y (with two operands z) is the result,
            g the gradient that arrives from above, and dx the gradient that goes on to x.

            - **orders**: how often the operation can be differentiated; *all* where the rule is made of operations that can be
              differentiated to all orders themselves. The first and second order of every operation are compared with central
              differences. *none*: the result carries no gradient.
            - **forward mode**: *rule*: the tangent comes from a rule of the op, the op itself where it is linear, or its gradient rule where
              it works element by element; otherwise from two pullbacks of the ops that are named.
            - **batches**: inside `Vmap`, *at once*: each op takes the whole batch; *loop*: the ops that are named run on one sample after
              another; *by sample*: the whole function does, since the values of a sample decide what is computed.
            - **elements**: *floats* are Float32 and Float64, *integers* Int32 and Int64.
            - **conventions**: what holds at special points: ties, kinks, zeros, NaN.
            - **PyTorch**: its names for the operation, where `F` is `torch.nn.functional`. [From PyTorch](from-pytorch.md) has the way from
              its names to these.

            This page is generated from the sources and from the op table of the tests; CONTRIBUTING.md says how.

            """);
        var families = OpEntry.All.GroupBy(e => e.Member.Family).OrderBy(f => f.Key, StringComparer.Ordinal).ToArray();
        page.Append($"\n{string.Join(" · ", families.Select(f => f.Key).Append("Parts").Select(f => $"[{f}](#{f.ToLowerInvariant()})"))}\n");
        foreach (var family in families)
        {
            page.Append($"\n## {family.Key}\n\n| {string.Join(" | ", s_columns.Select(c => c.Title))} |\n|{string.Concat(s_columns.Select(_ => "---|"))}\n");
            foreach (var entry in family.OrderBy(e => e.Member.Name, StringComparer.Ordinal)) page.Append($"| {string.Join(" | ", s_columns.Select(c => c.Cell(entry)))} |\n");
        }
        page.Append("\n## Parts\n\nWhat other operations are made of, and is not public by itself.\n\n| op | computes | gradient |\n|---|---|---|\n");
        foreach (var (name, formula, gradient) in OpEntry.Parts) page.Append($"| {name} | {formula} | {gradient} |\n");
        return page.ToString().ReplaceLineEndings("\n");
    }
}
