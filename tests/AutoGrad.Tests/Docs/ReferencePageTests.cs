using AutoGrad.Conformance.Cases;
using AutoGrad.Tests.Architecture;
using AutoGrad.Tests.Docs.Reference;

namespace AutoGrad.Tests.Docs;

/// <summary>The generated pages are those that the sources give now. UPDATE_DOCS=1 writes them.</summary>
public class ReferencePageTests
{
    [TestCase("ops.md")]
    [TestCase("from-pytorch.md")]
    public void A_generated_page_is_up_to_date(string name)
    {
        var path = Path.Combine(SourceTree.Root, "docs", name);
        var text = name == "ops.md" ? OpReferencePage.Text() : FromPyTorchPage.Text();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, text);
        var stale = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (stale == text) return;
        var (was, now) = (stale.Split('\n'), text.Split('\n'));
        throw new ShouldAssertException($"docs/{name} is stale: run UPDATE_DOCS=1 dotnet test tests/AutoGrad.Tests -c Release --filter ReferencePage\n" +
            string.Join('\n', was.Except(now).Select(l => "- " + l).Concat(now.Except(was).Select(l => "+ " + l)).Take(20)));
    }

    [Test]
    public void Every_line_of_the_op_reference_is_complete()
    {
        foreach (var e in OpEntry.All)
            foreach (var cell in new[] { e.Formula, e.Gradient, e.Orders, e.Forward, e.Batches, e.DTypes, e.Torch }) cell.ShouldNotBeNullOrWhiteSpace(e.Member.Name);
        foreach (var (name, formula, gradient) in OpEntry.Parts) (formula.Length * gradient.Length).ShouldBeGreaterThan(0, $"{name}Op: its summary must say \"formula;  gradient\"");
        foreach (var e in OpEntry.All.Where(e => e.Orders != "none")) e.Gradient.ShouldNotBe("none", e.Member.Name);
    }

    [Test]
    public void Every_public_operation_has_a_row_in_the_op_table()
    {
        string[] without = ["Conversion", "Creation", "Random"];        // made of data, not of tensors
        var known = OpEntry.All.Select(e => e.Member.Name).ToHashSet();
        LibraryMember.All.Where(m => !without.Contains(m.Family) && !known.Contains(m.Name)).Select(m => m.Name).ShouldBeEmpty();
    }

    [Test]
    public void Every_op_of_the_oracle_is_on_the_page_for_PyTorch_users()
    {
        string[] noName = ["graph", "program", "inplace", "getitem"];
        var page = FromPyTorchPage.Text().Split('`').Select(word => TorchNames.Key(word.Split('.')[^1])).ToHashSet();
        CaseFile.Public.SelectMany(CaseFile.ReadPublic).Where(c => c is not TrainingCase).Select(c => c.Op).Distinct().Except(noName).Where(op => !page.Contains(TorchNames.Key(op))).ShouldBeEmpty();
    }

    [Test]
    public void Every_row_of_the_op_table_names_a_public_operation()
    {
        string[] ofTheEngine = ["Custom", "Checkpoint", "Identity"];        // functions of functions, and what carries a hook
        OpTable.OpTable.Rows.Select(r => OpEntry.Base(r.Name)).Distinct().Except(LibraryMember.All.Select(m => m.Name)).Except(ofTheEngine).ShouldBeEmpty();
    }
}
