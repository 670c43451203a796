using System.Globalization;

namespace AutoGrad.Tests.Fuzz;

/// <summary>The library's operations in random expressions, against central differences and against a second evaluation.</summary>
public class FuzzTests
{
    private const int Usual = 2000;

    private static readonly FuzzCandidate[] s_candidates = [.. FuzzCandidates.All, .. LossCandidates.All];

    // op classes that no candidate can reach, and why
    private static readonly Dictionary<string, string> s_unreached = new()
    {
        ["ClipGradientNormOp"] = "its gradient is not its derivative, on purpose",
        ["ClipGradientOp"] = "its gradient is not its derivative, on purpose",
        ["IdentityOp"] = "it only carries hooks and stand-ins",
        ["JointOp"] = "the rule is the user's own: Autodiff.Custom, checkpoints",
        ["ReverseGradientOp"] = "its gradient is not its derivative, on purpose",
        ["StraightThroughOp"] = "its gradient is not its derivative, on purpose",
    };

    private static IEnumerable<TestCaseData> Candidates => s_candidates.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    /// <summary>More graphs: dotnet test -c Release -e AUTOGRAD_FUZZ_GRAPHS=100000 --filter TestCategory=Fuzz.</summary>
    [Test]
    [Category("Fuzz")]
    public void Random_graphs_agree_with_differences_and_with_a_second_evaluation()
    {
        var (first, count) = (Asked("AUTOGRAD_FUZZ_FIRST", 0), Asked("AUTOGRAD_FUZZ_GRAPHS", Usual));
        var dual = new DualCheck();
        var report = GradCheck.Fuzz(s_candidates, new FuzzOptions { Seed = 1, First = first, Count = count, FurtherCheck = dual.Check });
        TestContext.Out.WriteLine($"{report} {dual.Compared} evaluated twice.");
        report.ThrowIfFailed();
        report.Graphs.ShouldBe(count);
        if (count < Usual) return;      // a failure, looked at alone
        report.Inconclusive.ShouldBeLessThan(count / 100);
        dual.Compared.ShouldBeGreaterThan(count * 3 / 4);
        s_candidates.Select(c => c.Name).Except(report.Uses.Keys).ShouldBeEmpty();
    }

    [TestCaseSource(nameof(Candidates))]
    public void A_candidate_alone_agrees_with_the_second_evaluation(FuzzCandidate candidate)
    {
        var dual = new DualCheck();
        var report = GradCheck.Fuzz([candidate], new FuzzOptions { Seed = 2, Count = 12, MaxCalls = 2, FurtherCheck = dual.Check });
        report.ThrowIfFailed();
        report.Inconclusive.ShouldBe(0);
        (dual.Compared > 0).ShouldBe(!DualCheck.Uncovered.ContainsKey(candidate.Name), "it has a hyper-dual form, or DualCheck.Uncovered says why not");
    }

    [Test]
    public void Names_are_unique() => s_candidates.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    [Test]
    public void Every_differentiable_op_class_is_reached()
    {
        var (reached, known) = (new HashSet<Type>(), new HashSet<Type>());
        foreach (var candidate in s_candidates)
            GradCheck.Fuzz([candidate], new FuzzOptions { Seed = 3, Count = 6, MaxCalls = 1, FurtherCheck = graph => Walk(graph.Run, [.. graph.Inputs], reached) });
        foreach (var row in OpTable.OpTable.Rows.Where(r => r.Order > 0))
            foreach (var x in row.Inputs()) Walk(row.Run, x, known);
        var missing = known.Where(t => t.Assembly == typeof(Op).Assembly).Except(reached).Select(t => t.Name).Order().ToArray();
        missing.ShouldBe([.. s_unreached.Keys.Order()], customMessage: "a candidate must reach each op class that a row of the op table records, or s_unreached says why it cannot");
    }

    private static int Asked(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;

    // the tapes of values and of gradients
    private static string? Walk(Func<Tensor[], Tensor[]> run, Tensor[] original, HashSet<Type> types)
    {
        var x = OpTable.TensorCopies.Of(original, grad: true);
        var y = run(x).Where(t => t.RequiresGrad).ToArray();
        var floating = x.Where(t => t.DType.IsFloating).ToArray();
        if (y.Length == 0 || floating.Length == 0) return null;
        var gradients = Autodiff.Gradient(y, floating, [.. y.Select(t => Tensor.OnesLike(t).WithGrad())], createGraph: true, unused: UnusedInputs.Zeros);
        var (waiting, visited) = (new Stack<Node?>(y.Concat(gradients).Select(t => t!.Node)), new HashSet<Node>());
        while (waiting.TryPop(out var node))
        {
            if (node is not OpNode op || !visited.Add(node)) continue;
            types.Add(op.Op!.GetType());
            for (var i = 0; i < op.Count; i++) waiting.Push(op.Parent(i));
        }
        return null;
    }
}
