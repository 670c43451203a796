using AutoGrad.Tests.Docs;

namespace AutoGrad.Tests.Fuzz;

/// <summary>The fuzzer finds mistakes that are planted among the library's operations, and makes them small.</summary>
public class WrongCandidateTests
{
    private const string CubeSource = """
        sealed class WrongCubeOp() : UnaryOp("WrongCube", Saves.Inputs)
        {
            protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
            {
                for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i] * x[i];
            }

            protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Square();
        }
        """;

    private static readonly FuzzCandidate s_cube = FuzzCandidate.Unary("Cube", x => new WrongCubeOp().Apply(x));

    private static IEnumerable<TestCaseData> Wrong =>
    [
        Case("forgotten factor", s_cube, FuzzFault.Gradient),
        Case("wrong sign", FuzzCandidate.Unary("Sine", x => new WrongSineOp().Apply(x)), FuzzFault.Gradient),
        Case("missing broadcast", FuzzCandidate.Binary("Weighted", (x, y) => new WrongProductOp().Apply(x, y)), FuzzFault.Gradient),
        Case("cut path", FuzzCandidate.Unary("Swish", x => x * x.Sigmoid().Detach()), FuzzFault.Gradient),
        Case("second order only", FuzzCandidate.Unary("Square", x => new WrongSquareOp().Apply(x)), FuzzFault.Gradient),
        Case("wrong values", FuzzCandidate.Unary("Half", x => x * 0.5, reference: x => x / 3), FuzzFault.Value),
        Case("no finite values", FuzzCandidate.Unary("Root", x => (x - 5).Sqrt()), FuzzFault.NotFinite),
        Case("an exception", FuzzCandidate.Unary("Rows", x => x.Reshape(7, -1)), FuzzFault.Threw),
        Case("by another evaluation", FuzzCandidate.Unary("Tanh", x => x.Sinh() / x.Cosh() + 0.001), FuzzFault.FurtherCheck),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void A_planted_mistake_is_found_and_shrunk_to_one_call(FuzzCandidate wrong, FuzzFault fault)
    {
        var others = FuzzCandidates.All.Where(c => c.Name != wrong.Name);
        var report = GradCheck.Fuzz([wrong, .. others], new FuzzOptions { Seed = 4, Count = 2000, FurtherCheck = fault == FuzzFault.FurtherCheck ? new DualCheck().Check : null });
        report.Passed.ShouldBeFalse();
        var failure = report.Failure!;
        failure.Fault.ShouldBe(fault, report.ToString());
        failure.Graph.Calls.ShouldBe(1, report.ToString());
        failure.Graph.Nodes[^1].Candidate.ShouldBe(wrong);
        if (fault is not (FuzzFault.Threw or FuzzFault.FurtherCheck)) failure.Graph.Inputs.Sum(x => x.Size).ShouldBeLessThanOrEqualTo(wrong.Name == "Weighted" ? 3 : 1, report.ToString());
        report.ToString().ShouldContain(failure.Snippet);
        Should.Throw<FuzzException>(report.ThrowIfFailed).Message.ShouldBe(report.ToString());
    }

    [Test]
    public void The_snippet_of_a_failure_compiles_and_fails_in_the_same_way()
    {
        var failure = GradCheck.Fuzz([s_cube, .. FuzzCandidates.All], new FuzzOptions { Seed = 5, Count = 2000 }).Failure!;
        failure.Original.Calls.ShouldBeGreaterThan(1);
        failure.Snippet.ShouldContain("new WrongCubeOp().Apply(x[0])");
        var thrown = Should.Throw<GradCheckException>(() => SnippetRunner.Run(SnippetRunner.Compile($"{failure.Snippet}\n{CubeSource}")));
        thrown.Message.ShouldBe(failure.Message);
        SnippetRunner.Run(SnippetRunner.Compile($"{failure.Snippet}\n{CubeSource.Replace("g * saved", "g * 3 * saved")}")).ShouldBeEmpty();
    }

    [Test]
    public void The_snippet_of_a_wrong_value_prints_it()
    {
        var half = FuzzCandidate.Unary("Half", x => x * 0.5, low: 1, high: 2, reference: x => x / 3);
        var failure = GradCheck.Fuzz([half], new FuzzOptions { Seed = 11, Count = 1, MaxCalls = 1 }).Failure!;
        failure.Snippet.ShouldContain($"// {failure.Message}\n");
        SnippetRunner.Run(SnippetRunner.Compile(failure.Snippet)).Trim().ShouldBe((failure.Graph.Inputs[0] * 0.5).ToString());
    }

    [Test]
    public void Every_candidate_has_a_snippet_that_compiles_and_passes()
    {
        var programs = FuzzCandidates.All.Select((candidate, k) =>
        {
            FuzzGraph? graph = null;
            GradCheck.Fuzz([candidate], new FuzzOptions { Seed = 6, Count = 1, MaxCalls = 1, FurtherCheck = g => { graph = g; return null; } });
            return $"static void Check{k}()\n{{\n{graph}}}\nCheck{k}();\n";
        });
        SnippetRunner.Run(SnippetRunner.Compile(string.Concat(programs))).ShouldBeEmpty();
    }

    private static TestCaseData Case(string name, FuzzCandidate candidate, FuzzFault fault) => new TestCaseData(candidate, fault).SetArgDisplayNames(name);

    private sealed class WrongCubeOp() : UnaryOp("WrongCube", Saves.Inputs)
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i] * x[i];
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Square();
    }

    private sealed class WrongSineOp() : UnaryOp("WrongSine", Saves.Inputs)
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++) y[i] = T.Sin(x[i]);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => -g * saved.X().Cos();
    }

    private sealed class WrongSquareOp() : UnaryOp("WrongSquare", Saves.Inputs)
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i];
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * 2 * saved.X().Detach();
    }

    // broadcasts by itself, and gives the second operand only the first of what it is due
    private sealed class WrongProductOp() : NaryOp("WrongProduct", Saves.Inputs)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0] * x[1];

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var gradient = g * saved.X(1 - input);
            var shape = saved.ShapeOf(input);
            while (gradient.Rank > shape.Rank) gradient = gradient.Select(0, 0);
            for (var axis = 0; axis < shape.Rank; axis++)
                if (shape[axis] != gradient.Shape[axis]) gradient = gradient.Narrow(axis, 0, 1);
            return gradient;
        }
    }
}
