namespace AutoGrad.Tests.GradChecks;

/// <summary>Hand-made ops for tests of the tests: y = x² with whatever rule a test asks for.</summary>
internal sealed class SquareWith(Func<Tensor, Tensor, Tensor> rule) : UnaryOp("Square", Saves.Inputs)
{
    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i];
    }

    protected override Tensor Rule(Saved saved, Tensor g) => rule(saved.X(), g);
}

/// <summary>y = x² with a right rule and a fused gradient that is off by a factor.</summary>
internal sealed class SquareWithWrongFused() : UnaryOp("Square", Saves.Inputs), IGradientKernel
{
    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i];
    }

    protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X() * 2;

    void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx)
    {
        for (var i = 0; i < g.Length; i++) dx[i] = g[i] * saved[i] * T.CreateTruncating(2.001);
    }
}

/// <summary>z = x²·y with whatever rules a test asks for: input, x, y, upstream gradient.</summary>
internal sealed class SquareTimesWith(Func<int, Tensor, Tensor, Tensor, Tensor> rule) : BinaryOp("SquareTimes", Saves.Inputs)
{
    protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        for (var i = 0; i < x.Length; i++) z[i] = x[i] * x[i] * y[i];
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => rule(input, saved.X(0), saved.X(1), g);
}

/// <summary>Any forward computation with any rule.</summary>
internal sealed class AnyOp(string name, Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor> rule) : NaryOp(name, Saves.Inputs)
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x) => forward(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => rule(saved.X(), g);
}

/// <summary>An op whose derivative nobody wrote.</summary>
internal sealed class NoDerivativeOp() : NaryOp("Opaque", Saves.None)
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0] * 2;
}
