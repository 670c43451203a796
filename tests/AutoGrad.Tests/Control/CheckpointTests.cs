namespace AutoGrad.Tests.Control;

/// <summary>Functions that are run again instead of remembered.</summary>
public class CheckpointTests
{
    private static readonly Tensor s_outer = Tensor.From([0.7, -0.2, 1.5]).WithGrad();

    [Test]
    public void Gradients_have_the_same_bits_random_numbers_included()
    {
        static (double[] Y, double[] Dx, double[] Dw) Run(bool checkpoint)
        {
            var generator = new Generator(7);
            var x = Tensor.Linspace(-1, 1, 64, DType.Float64).WithGrad();
            var w = Tensor.Linspace(0.5, 2, 64, DType.Float64).WithGrad();
            Tensor Piece(Tensor t) => ((t * w).Tanh().Dropout(0.3, true, generator) * w).Sigmoid().Dropout(0.5, true, generator);
            var y = x;
            for (var i = 0; i < 4; i++) y = checkpoint ? Autodiff.Checkpoint(Piece, y) : Piece(y);
            var before = generator.State;
            (y * y).Sum().Backward();
            generator.State.ShouldBe(before);
            return (y.ToArray<double>(), x.Grad!.ToArray<double>(), w.Grad!.ToArray<double>());
        }
        var (plain, again) = (Run(false), Run(true));
        again.Y.ShouldBe(plain.Y);
        again.Dx.ShouldBe(plain.Dx);
        again.Dw.ShouldBe(plain.Dw);
    }

    [Test]
    public void Pieces_inside_pieces()
    {
        static double[] Run(Func<Func<Tensor, Tensor>, Tensor, Tensor> call)
        {
            var generator = new Generator(3);
            var x = Tensor.Linspace(-1, 1, 16, DType.Float64).WithGrad();
            Tensor Layer(Tensor t) => (t * 1.1 + 0.1).Sin().Dropout(0.2, true, generator);
            Tensor Inner(Tensor t) => call(Layer, call(Layer, t));
            Tensor Outer(Tensor t) => call(Inner, call(Inner, t)) * t;
            call(Outer, call(Outer, x)).Sum().Backward();
            return x.Grad!.ToArray<double>();
        }
        Run(Autodiff.Checkpoint).ShouldBe(Run((f, x) => f(x)));
    }

    [Test]
    public void Several_inputs_and_outputs_and_tensors_from_outside()
    {
        var (a, b) = (Tensor.From([1.0, -2.0, 0.5]).WithGrad(), Tensor.From([0.3, 0.4, 2.0]).WithGrad());
        GradCheck.Run(t =>
        {
            var shared = t[0] * t[1];
            var y = Autodiff.CheckpointMany(x => [x[0] * shared.Tanh(), x[1] * x[0], x[0].ArgMax(), x[1].Sin() + shared], t[0], t[0] * t[1]);
            return [y[0] + shared, y[1], y[3]];
        }, [a, b], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        GradCheck.Run(t => Autodiff.Checkpoint(x => Autodiff.Checkpoint(z => z.Exp() * z, x * x), t[0]), [a], new GradCheckOptions { Order = 3 }).ThrowIfFailed();
    }

    [Test]
    public void An_input_that_another_was_computed_from_is_not_counted_twice()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * x;
        var z = Autodiff.CheckpointMany(t => [t[0] * t[1]], x, y)[0];
        var first = Autodiff.Gradient(z, x, createGraph: true);
        first.Item<double>().ShouldBe(12);
        Autodiff.Gradient(first, x).Item<double>().ShouldBe(12);
        GradCheck.Run(t => Autodiff.CheckpointMany(s => [s[0] * s[1] * t[0]], t[0], t[0])[0], [x], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Test]
    public void A_parameter_used_inside_gets_its_gradient_though_no_input_needs_one()
    {
        var y = Autodiff.Checkpoint(t => t * s_outer, Tensor.From([1.0, 2.0, 3.0]));
        Autodiff.Gradient(y.Sum(), s_outer).ToArray<double>().ShouldBe([1.0, 2.0, 3.0]);
        Autodiff.Checkpoint(t => t * 2, Tensor.From([1.0])).RequiresGrad.ShouldBeFalse();
        using (GradMode.NoGrad()) Autodiff.Checkpoint(t => t * s_outer, s_outer).RequiresGrad.ShouldBeFalse();
        var same = Autodiff.Checkpoint(t => t, s_outer);
        Autodiff.Gradient(same.Sum(), s_outer).ToArray<double>().ShouldBe([1.0, 1.0, 1.0]);
    }

    [Test]
    public void A_function_that_changes_is_found_out()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var factor = 3.0;
        var y = Autodiff.Checkpoint(t => t * factor, x);
        factor = 4;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("computed something else");
        var bias = Tensor.From([1.0]).WithGrad();
        y = Autodiff.Checkpoint(t => t * t + bias, x);
        using (GradMode.NoGrad()) bias.Mutate<double>()[0] = 2;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("Change no parameter");
        var generator = new Generator(1);
        var draws = 1;
        y = Autodiff.Checkpoint(t => { for (var i = 0; i < draws; i++) t = t + Tensor.Randn([1], DType.Float64, generator) * 0; return t; }, x);
        draws = 2;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("random numbers");
        x.Grad.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => Autodiff.Checkpoint(_ => null!, x)).Message.ShouldContain("null");
    }

    [Test]
    public void Backward_twice_over_a_retained_graph()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = Autodiff.Checkpoint(t => t * t * t, x);
        y.Backward(retainGraph: true);
        y.Backward();
        x.Grad!.Item<double>().ShouldBe(24);
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("retainGraph");
    }

    [Test]
    public void Of_64_layers_about_the_square_root_is_kept()
    {
        const int layers = 64, width = 4096;
        var weights = Enumerable.Range(0, layers).Select(i => Tensor.Full([width], 1 + i / 100f).WithGrad()).ToArray();
        TapeReport Report(int piece)
        {
            var h = Tensor.Ones([width]).WithGrad() * 1;
            Tensor Layers(Tensor t, int from, int count)
            {
                for (var i = from; i < from + count; i++) t = (t * weights[i]).Tanh();
                return t;
            }
            for (var i = 0; i < layers; i += piece)
            {
                var from = i;
                h = piece == 1 ? Layers(h, i, 1) : Autodiff.Checkpoint(t => Layers(t, from, piece), h);
            }
            return Tape.Report(h.Sum());
        }
        var (plain, pieces) = (Report(1), Report(8));
        const long one = width * sizeof(float);
        plain.SavedBytes.ShouldBe(65 * one);            // the input of each product, and the output of each tanh
        pieces.SavedBytes.ShouldBe(8 * one);
        plain.PeakBytes.ShouldBeGreaterThan(65 * one);
        // 8 inputs of pieces, and inside one of them 8 layers; gradients of 8 parameters, and those already summed
        (pieces.PeakBytes - (long)layers * one).ShouldBeLessThan(22 * one);
    }

    [Test]
    public void What_a_pass_through_64_layers_is_seen_to_hold_falls_to_about_the_square_root()
    {
        const int layers = 64, width = 1 << 14;
        static Tensor Layers(Tensor t, int count)
        {
            for (var i = 0; i < count; i++) t = t.Tanh();
            return t;
        }
        static long Peak(int piece)
        {
            var x = Tensor.Ones([width]).WithGrad();
            (x * 1).Backward(x.Detach());       // its gradient is there already, and stays
            var before = BufferPool.HeldBytes();
            var h = x;
            for (var i = 0; i < layers; i += piece) h = piece == 1 ? Layers(h, 1) : Autodiff.Checkpoint(t => Layers(t, piece), h);
            return LiveBytes.PeakOf(h.Sum(), before) / (width * sizeof(float));
        }
        var (plain, pieces) = (Peak(1), Peak(8));
        TestContext.Out.WriteLine($"{plain} activations at once without, {pieces} with pieces of 8");
        plain.ShouldBeGreaterThanOrEqualTo(64);
        pieces.ShouldBeLessThanOrEqualTo(8 + 8 + 4);        // the inputs of 8 pieces, 8 layers inside one, and gradients
    }
}
