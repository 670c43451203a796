namespace AutoGrad.Tests.OpTable;

public sealed partial class OpTableTests
{
    private static IEnumerable<TestCaseData> Differentiable => Cases(r => r.Order > 0);

    private static IEnumerable<TestCaseData> DifferentiableInFloat32 => Cases(r => r.Order > 0 && !double.IsNaN(r.Float32Tolerance));

    private static IEnumerable<TestCaseData> TwiceDifferentiable => Cases(r => r.Order > 1);

    [TestCaseSource(nameof(Differentiable))]
    public void First_derivatives_equal_central_differences(OpRow row) => Check(row, order: 1);

    [TestCaseSource(nameof(TwiceDifferentiable))]
    public void Second_derivatives_equal_central_differences(OpRow row) => Check(row, order: 2);

    [TestCaseSource(nameof(Differentiable))]
    public void Gradients_have_the_shape_and_type_of_their_inputs(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            var x = TensorCopies.Of(original, grad: true);
            var y = row.Run(x);
            for (var k = 0; k < y.Length; k++)
                if (y[k].RequiresGrad) y[k].Backward(Tensor.Ones(y[k].Shape, y[k].DType), retainGraph: true);
            foreach (var t in x)
            {
                if (t.Grad is not { } grad) continue;
                grad.Shape.ShouldBe(t.Shape, Describe(row, x));
                grad.DType.ShouldBe(t.DType, Describe(row, x));
            }
        }
    }

    [TestCaseSource(nameof(Differentiable))]
    public void Fused_gradients_equal_rules_and_repeat_to_the_bit(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            var x = TensorCopies.Of(original, grad: true);
            var (fused, again, rule) = (Pull(row, x, row.Run(x)), Pull(row, x, row.Run(x)), Pull(row, x, row.Run(x), createGraph: true));
            for (var i = 0; i < fused.Length; i++)
            {
                Expect.SameBits(again[i], fused[i], $"{Describe(row, x)}: gradient {i}, computed again");
                Expect.Close(NdArray.Of(fused[i]), NdArray.Of(rule[i]), 1e-12, $"{Describe(row, x)}: fused gradient {i} against the rule");
            }
        }
    }

    [TestCaseSource(nameof(DifferentiableInFloat32))]
    public void Float32_gradients_agree_with_float64(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            var (x, narrow) = (TensorCopies.Of(original, grad: true), TensorCopies.Of(original, grad: true, DType.Float32));
            var (dx, dn) = (Pull(row, x, row.Run(x)), Pull(row, narrow, row.Run(narrow)));
            dn.Length.ShouldBe(dx.Length);
            for (var i = 0; i < dx.Length; i++)
            {
                var expected = NdArray.Of(dx[i]);
                var scale = expected.Data.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
                Expect.Close(NdArray.Of(dn[i]), expected, 10 * row.Float32Tolerance * Math.Max(1, scale), $"{Describe(row, x)} in float32, gradient {i}");
            }
        }
    }

    private static void Check(OpRow row, int order)
    {
        foreach (var x in row.Inputs())
        {
            if (!x.Any(t => t.DType.IsFloating)) continue;
            var report = GradCheck.Run(row.Run, x, new() { Order = order, Name = Describe(row, x) });
            if (!report.Passed) throw new ShouldAssertException(report.ToString());
        }
    }

    /// <summary>The gradients of the floating inputs, with the same upstream gradients every time; zeros where nothing flows.</summary>
    private static Tensor[] Pull(OpRow row, Tensor[] x, Tensor[] y, bool createGraph = false)
    {
        var inputs = x.Where(t => t.DType.IsFloating).ToArray();
        var outputs = y.Where(t => t.RequiresGrad).ToArray();
        if (row.Order == 0 || inputs.Length == 0 || outputs.Length == 0) return [];
        var sampler = new Sampler(5);
        var upstream = outputs.Select(t => TensorCopies.As(sampler.Floats(t.Shape.ToArray(), 0.5, 1.5), t.DType)).ToArray();
        return Autodiff.Gradient(outputs, inputs, upstream, retainGraph: true, createGraph, UnusedInputs.Zeros);
    }
}
