namespace AutoGrad.Tests.Fuzz;

/// <summary>What the report says, and what is refused.</summary>
public class FuzzReportTests
{
    [Test]
    public void The_same_seed_makes_the_same_graphs_and_each_can_be_made_alone()
    {
        string[] Graphs(FuzzOptions options)
        {
            var graphs = new List<string>();
            GradCheck.Fuzz(FuzzCandidates.All, options with { FurtherCheck = graph => { graphs.Add(graph.ToString()); return null; } }).ThrowIfFailed();
            return [.. graphs];
        }

        var all = Graphs(new FuzzOptions { Seed = 7, Count = 40 });
        Graphs(new FuzzOptions { Seed = 7, Count = 40 }).ShouldBe(all);
        Graphs(new FuzzOptions { Seed = 7, First = 33, Count = 1 }).ShouldBe([all[33]]);
        all.Distinct().Count().ShouldBe(40);
        Graphs(new FuzzOptions { Seed = 8, Count = 40 }).Intersect(all).ShouldBeEmpty();
    }

    [Test]
    public void A_kink_at_the_sample_is_inconclusive_not_passed_in_silence()
    {
        // inputs have four decimals, where this wave has its corners
        var wave = FuzzCandidate.Unary("Wave", x => ((x * 1e4) - (x * 1e4).Round() + 1e-9).Abs());
        var report = GradCheck.Fuzz([wave], new FuzzOptions { Seed = 9, Count = 20, MaxCalls = 1 });
        report.Passed.ShouldBeTrue(report.ToString());
        report.Inconclusive.ShouldBe(20);
    }

    [Test]
    public void A_report_says_what_was_done()
    {
        var report = GradCheck.Fuzz([FuzzCandidate.Unary("Square", x => x.Square(), reference: x => x * x), FuzzCandidate.Binary("Product", (x, y) => x * y, reference: (x, y) => x * y)],
            new FuzzOptions { Seed = 10, Count = 30 });
        report.Passed.ShouldBeTrue(report.ToString());
        (report.Seed, report.Graphs, report.Inconclusive, report.Failure).ShouldBe((10, 30, 0, null));
        report.Uses.Keys.ShouldBe(["Fit", "Product", "Square"]);
        report.Calls.ShouldBe(report.Uses.Values.Sum());
        report.Comparisons.ShouldBeGreaterThan(30);
        report.ToString().ShouldStartWith("GradCheck.Fuzz passed: seed 10, 30 graphs, ");
        Should.NotThrow(report.ThrowIfFailed);
    }

    [Test]
    public void Bad_arguments_are_refused()
    {
        Should.Throw<ArgumentNullException>(() => GradCheck.Fuzz(null!));
        Should.Throw<ArgumentException>(() => GradCheck.Fuzz([])).ParamName.ShouldBe("candidates");
        Should.Throw<ArgumentException>(() => GradCheck.Fuzz([new FuzzCandidate("Never", (x, _) => x[0], (_, _) => null)])).ParamName.ShouldBe("candidates");
        Should.Throw<ArgumentException>(() => FuzzCandidate.Unary(" ", x => x));
        Should.Throw<ArgumentException>(() => FuzzCandidate.Unary("Log", x => x.Log(), low: 2, high: 1));
        Should.Throw<ArgumentException>(() => FuzzCandidate.Unary("Log", x => x.Log(), low: 0, high: double.PositiveInfinity));
        Should.Throw<ArgumentNullException>(() => FuzzCandidate.Unary("None", null!));
        Should.Throw<ArgumentNullException>(() => new FuzzCall(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => new FuzzOptions { Count = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new FuzzOptions { First = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new FuzzOptions { MaxCalls = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new FuzzCandidate("Light", (x, _) => x[0], (_, _) => new FuzzCall([])) { Weight = 0 });
    }

    [Test]
    public void A_graph_runs_on_other_inputs_of_its_shapes()
    {
        FuzzGraph? graph = null;
        GradCheck.Fuzz([FuzzCandidate.Unary("Square", x => x.Square())], new FuzzOptions { Seed = 12, Count = 1, MaxCalls = 1, FurtherCheck = g => { graph = g; return null; } });
        var x = graph!.Inputs.ShouldHaveSingleItem();
        graph.Run([x * 3]).ShouldHaveSingleItem().ToArray<double>().ShouldBe((x * 3).Square().ToArray<double>());
        Should.Throw<ArgumentException>(() => graph.Run([])).ParamName.ShouldBe("inputs");
        Should.Throw<ShapeMismatchException>(() => graph.Run([x.Unsqueeze(0)]));
    }

    [Test]
    public void A_result_of_another_type_is_a_failure() =>
        GradCheck.Fuzz([FuzzCandidate.Unary("Narrow", x => x.To(DType.Float32))], new FuzzOptions { Count = 1 }).Failure!.Message.ShouldContain("Narrow returned Float32");

    [Test]
    public void A_function_in_any_form_is_written_out()
    {
        static Tensor Named(Tensor x, Tensor y) => x - y;
        FuzzCandidate[] forms =
        [
            FuzzCandidate.Unary("Expression", static x => x.Max() + x),
            FuzzCandidate.Binary("Block", (x, y) => { return x + y; }),
            FuzzCandidate.Binary("Named", Named),
            new("Array", (x, a) => Tensor.Concat(x, a[0]).Sum() + a.Length, (shape, _) => shape.Rank == 0 ? null : new FuzzCall([-1], shape)),
        ];
        var texts = forms.Select(f => f.Code.Call(["t1", "t2"], [-1])).ToArray();
        texts.ShouldBe(["t1.Max() + t1", "new Func<Tensor, Tensor, Tensor>((x, y) => { return x + y; })(t1, t2)", "Named(t1, t2)", "Tensor.Concat(new Tensor[] { t1, t2 }, -1).Sum() + new int[] { -1 }.Length"]);
    }
}
