using AutoGrad.Kernels;

namespace AutoGrad.Tests.Control;

/// <summary>Saved tensors that are stored in another way until the backward pass.</summary>
public class SavedTensorHookTests
{
    [Test]
    public void What_is_saved_goes_through_the_hooks_and_parameters_do_not()
    {
        var (packed, unpacked) = (new List<string>(), 0);
        var hooks = new SavedTensorHooks(t => { packed.Add($"{t.Shape}"); return t.ToArray<double>(); }, data => { unpacked++; return Tensor.From((double[])data); });
        var w = Tensor.From([1.0, 2.0]).WithGrad();
        var data = Tensor.From([0.5, 0.25]);
        Tensor loss;
        using (hooks.Use())
        {
            var y = (w * data).Tanh();              // saves data (w is a parameter) and y
            loss = (y * y.Exp()).Sum();             // saves y, packed already, and exp y, once
        }
        packed.Count.ShouldBe(3);
        loss.Backward();
        unpacked.ShouldBeGreaterThanOrEqualTo(4);
        var with = w.Grad!.ToArray<double>();
        w.ZeroGrad();
        var plain = (w * data).Tanh();
        (plain * plain.Exp()).Sum().Backward();
        with.ShouldBe(w.Grad!.ToArray<double>());
        packed.Count.ShouldBe(3);
    }

    [Test]
    public void Unpacked_tensors_are_at_their_old_place_in_the_graph()
    {
        var hooks = new SavedTensorHooks(t => t.DType == DType.Float64 ? t.ToArray<double>() : t, kept => kept as Tensor ?? Tensor.From((double[])kept));
        Tensor Hooked(Tensor x)
        {
            using (hooks.Use())
            {
                var y = (x * 2).Tanh();
                var parts = (y * y * x).Split([1, 1]);
                return Autodiff.Custom(t => t.Exp(), (_, e, g) => g * e)(parts[0]) + Tensor.Where(parts[1] > 0, parts[1].Sin(), parts[1]);
            }
        }
        GradCheck.Run(t => Hooked(t[0]), [Tensor.From([0.3, -0.8])], new GradCheckOptions { Order = 3 }).ThrowIfFailed();
    }

    [Test]
    public void BFloat16_halves_the_bytes_and_rounds_to_8_bits()
    {
        var x = Tensor.Linspace(-2, 2, 2048).WithGrad();
        Tensor Net(Tensor t) => ((t * 1.5f).Tanh() * (t * 0.5f).Sin()).Square().Sum();
        var plain = Net(x);
        Tensor halved;
        using (SavedTensors.AsBFloat16().Use()) halved = Net(x);
        halved.Item<float>().ShouldBe(plain.Item<float>());
        Tape.Report(halved).SavedBytes.ShouldBe(Tape.Report(plain).SavedBytes / 2);
        var exact = Autodiff.Gradient(plain, x).ToArray<float>();
        var rounded = Autodiff.Gradient(halved, x).ToArray<float>();
        rounded.ShouldNotBe(exact);
        for (var i = 0; i < exact.Length; i++) rounded[i].ShouldBe(exact[i], 0.02);
    }

    [TestCase(1f, 1f)]
    [TestCase(1.00390625f, 1f)]              // half way between two: to the even one
    [TestCase(1.01171875f, 1.015625f)]
    [TestCase(-3.3895e38f, -3.3895e38f)]
    [TestCase(float.MaxValue, float.PositiveInfinity)]
    [TestCase(float.NaN, float.NaN)]
    [TestCase(float.NegativeInfinity, float.NegativeInfinity)]
    [TestCase(float.Epsilon, 0f)]
    public void BFloat16_rounds_to_nearest_even(float x, float expected)
    {
        var bits = new ushort[1];
        var back = new float[1];
        BFloat16Rounding.Round([x], bits);
        BFloat16Rounding.Widen(bits, back);
        if (float.IsFinite(expected)) back[0].ShouldBe(expected, Math.Abs(expected) / 256 + 1e-30);
        else back[0].ShouldBe(expected);
        if (Math.Abs(x) is > 0.5f and < 2) back[0].ShouldBe(expected);
    }

    [Test]
    public void A_file_takes_the_activations_and_goes_away()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var x = Tensor.Linspace(-1, 1, 3000, DType.Float64).WithGrad();
            Tensor Net(Tensor t) => Tensor.Where(t > 0, t.Tanh().Square(), (t * t).Exp()).Sum();
            var expected = Autodiff.Gradient(Net(x), x).ToArray<double>();
            Backward(directory.FullName, Net, x).ShouldBe(expected);
            for (var i = 0; i < 10 && directory.GetFiles().Length > 0; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            directory.GetFiles().ShouldBeEmpty();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
        var missing = SavedTensors.InFile(Path.Combine(directory.FullName, "none"));
        Should.Throw<IOException>(() =>
        {
            using (missing.Use()) _ = (Tensor.Ones([3]).WithGrad() * 2).Exp();
        });
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static double[] Backward(string directory, Func<Tensor, Tensor> net, Tensor x)
    {
        Tensor loss;
        using (SavedTensors.InFile(directory).Use()) loss = net(x);
        Directory.GetFiles(directory).Length.ShouldBe(1);
        Tape.Report(loss).SavedBytes.ShouldBe(0);
        return Autodiff.Gradient(loss, x).ToArray<double>();
    }

    [Test]
    public void Wrong_hooks_are_named_and_exceptions_surface_as_they_are()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        Tensor Run(Func<Tensor, object> pack, Func<object, Tensor> unpack)
        {
            using (new SavedTensorHooks(pack, unpack).Use()) return (x * 2).Exp().Sum();
        }
        Should.Throw<InvalidOperationException>(() => Run(t => t, t => ((Tensor)t).Sum()).Backward()).Message.ShouldBe("Exp: unpacking the output answered [] Float64; [2] Float64 was packed.");
        Should.Throw<InvalidOperationException>(() => Run(t => t, _ => null!).Backward()).Message.ShouldContain("answered null");
        Should.Throw<InvalidOperationException>(() => Run(_ => null!, _ => x)).Message.ShouldContain("answered null");
        Should.Throw<TimeoutException>(() => Run(_ => throw new TimeoutException(), _ => x));
        Should.Throw<TimeoutException>(() => Run(t => t, _ => throw new TimeoutException()).Backward());
        SavedTensorHooks.Any.ShouldBeFalse();
        x.Grad.ShouldBeNull();
        Run(t => t, t => (Tensor)t).Backward();
        x.Grad!.ToArray<double>()[0].ShouldBe(2 * Math.Exp(2), 1e-12);
    }

    [Test]
    public void What_is_kept_as_it_is_still_notices_a_change()
    {
        var (x, data) = (Tensor.From([1.0]).WithGrad(), Tensor.From([3.0]));
        Tensor y;
        using (new SavedTensorHooks(t => t, t => (Tensor)t).Use()) y = x * data;
        data.Mutate<double>()[0] = 5;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("changed in place");
    }
}
