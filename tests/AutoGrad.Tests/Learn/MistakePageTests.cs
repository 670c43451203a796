using AutoGrad.Nn;
using AutoGrad.Tests.Architecture;
using AutoGrad.Training;

namespace AutoGrad.Tests.Learn;

/// <summary>Messages lead to the page that explains them. The pages' own programs and messages are checked with the rest of the documentation.</summary>
public class MistakePageTests
{
    private static readonly string s_folder = Path.Combine(Lesson.Folder, "mistakes");

    private static IEnumerable<TestCaseData> Mistakes()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        TestCaseData Of(string page, Action mistake) => new TestCaseData(page, mistake).SetArgDisplayNames(page);
        yield return Of("shape-mismatch", () => Tensor.Ones([2]).MatMul(Tensor.Ones([3])));
        yield return Of("mixed-types", () => _ = x + Tensor.Ones([2]));
        yield return Of("gradient-is-null", () => Tensor.Ones([]).Backward());
        yield return Of("gradient-is-null", () => x.Detach().Sum().Backward());
        yield return Of("not-a-scalar", () => x.Exp().Backward());
        yield return Of("backward-twice", () =>
        {
            var y = x.Square().Sum();
            y.Backward();
            y.Backward();
        });
        yield return Of("changed-in-place", () => x.Fill(1));
        yield return Of("changed-in-place", () => x.Exp().Fill(1));
        yield return Of("changed-in-place", () =>
        {
            var data = Tensor.From([1.0, 2.0]);
            var y = (x * data).Sum();
            data.Fill(1);
            y.Backward();
        });
        yield return Of("not-registered", () => new Forgetful().Call(Tensor.Ones([1, 2])));
        yield return Of("loss-is-nan", () =>
        {
            using (Anomaly.Detect()) (x - 3).Log();
        });
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_message_leads_to_its_page(string page, Action mistake)
    {
        var thrown = Should.Throw<Exception>(mistake);
        thrown.Message.ShouldContain($". See docs/learn/mistakes/{page}.md.");
        thrown.HelpLink.ShouldBe($"docs/learn/mistakes/{page}.md");
        File.Exists(Path.Combine(SourceTree.Root, thrown.HelpLink!)).ShouldBeTrue();
    }

    [Test]
    public void A_training_that_diverged_leads_to_its_page() =>
        new TrainingDivergedException("loss", double.NaN, 1, 2, null, 0).ShouldSatisfyAllConditions(
            e => e.Message.ShouldEndWith("See docs/learn/mistakes/loss-is-nan.md."), e => e.HelpLink.ShouldBe("docs/learn/mistakes/loss-is-nan.md"));

    [Test]
    public void Inside_a_module_its_path_comes_last() =>
        Should.Throw<ShapeMismatchException>(() => new Linear(2, 3).Call(Tensor.Ones([4]))).Message.ShouldEndWith("not 4. See docs/learn/mistakes/shape-mismatch.md. In module Linear.");

    [Test]
    public void Every_page_is_in_the_index_and_leads_back()
    {
        var index = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        foreach (var path in Directory.EnumerateFiles(s_folder, "*.md").Where(path => Path.GetFileName(path) != "README.md"))
        {
            index.ShouldContain($"({Path.GetFileName(path)})");
            var page = File.ReadAllText(path);
            foreach (var part in new[] { "**What you see.**", "**What happened", "**The fix", "[All mistakes](README.md)", "```text" }) page.ShouldContain(part);
        }
    }

    [Test]
    public void Every_link_of_the_lessons_leads_to_a_file()
    {
        var links = from file in SourceTree.Files("*.md", "docs/learn")
                    from match in System.Text.RegularExpressions.Regex.Matches(file.Text, @"\]\((?<to>[^)#\s]+)(#[^)]*)?\)")
                    select (file.Path, To: match.Groups["to"].Value);
        links.ShouldNotBeEmpty();
        links.Where(link => !File.Exists(Path.Combine(SourceTree.Root, Path.GetDirectoryName(link.Path)!, link.To))).ShouldBeEmpty();
    }

    private sealed class Forgetful : Layer
    {
        private readonly Linear _first = new(2, 3);

        protected override Tensor Forward(Tensor x) => _first.Call(x);
    }
}
