namespace AutoGrad.Ops;

/// <summary>(Σ |x|ᵖ)^(1/p) over an axis, in differentiable operations; the gradient at 0 is 0.</summary>
internal static class PowerNorm
{
    public static Tensor Of(string op, Tensor x, double p, int axis, bool keepDims)
    {
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(op, x.DType);
        Check(op, p);
        switch (p)
        {
            case 2: return x.Norm(axis, keepDims);
            case 1: return x.Abs().Sum(axis, keepDims);
            case double.PositiveInfinity: return x.Abs().Max(axis, keepDims);
            case 0: return Tensor.Where(x.Detach().EqualTo(0), x * 0, 1).Sum(axis, keepDims);
        }
        // scaled by the largest, so that powers neither overflow nor vanish
        var magnitude = x.Abs();
        if (x.Shape[axis] == 0) return magnitude.Sum(axis, keepDims);
        var scale = magnitude.Detach().Max(axis, keepDims: true);
        var (nothing, zeros) = (scale.EqualTo(0), magnitude.Detach().EqualTo(0));
        var ratios = Tensor.Where(zeros, 1, magnitude / Tensor.Where(nothing, 1, scale));
        var sum = Tensor.Where(zeros, 0, ratios.Pow(p)).Sum(axis, keepDims: true);
        var norm = Tensor.Where(nothing, 0, Tensor.Where(nothing, 1, sum).Pow(1 / p)) * scale;
        return keepDims ? norm : norm.Squeeze(axis);
    }

    /// <summary>A norm needs p ≥ 0.</summary>
    public static void Check(string op, double p)
    {
        if (!(p >= 0)) throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: p must be at least 0.{NameScope.Suffix}");
    }
}
