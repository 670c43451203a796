using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Classes as rows of zeros with a one: y[.., c] = 1 where x[..] = c.</summary>
    /// <param name="classes">The number of classes; the extent of the new last axis.</param>
    /// <param name="dtype">The element type of the result; Int64 by default, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside 0..classes − 1, or <paramref name="classes"/> is negative.</exception>
    /// <exception cref="ArgumentException">The tensor does not hold integers.</exception>
    public Tensor OneHot(int classes, DType dtype = DType.Int64)
    {
        Guard.Indices("OneHot", this, "this");
        if (classes < 0) throw new ArgumentOutOfRangeException(nameof(classes), classes, $"OneHot: the number of classes cannot be negative.{NameScope.Suffix}");
        var positions = IndexPositions.Of("OneHot", this, [classes], 0, classes: true);
        var y = Zeros(Shape.Owning([.. Shape.Extents, classes]), dtype);
        if (dtype == DType.Bool) OneHotKernel.Set(y, positions, true);
        else Dispatch.Number("OneHot", dtype, new OneHotKernel(y, positions));
        return y;
    }

    private readonly struct OneHotKernel(Tensor y, int[] positions) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Set(y, positions, T.One);

        public static void Set<T>(Tensor y, int[] positions, T one) where T : unmanaged
        {
            var span = y.Span<T>();
            for (var (i, start) = (0, 0); i < positions.Length; i++, start += y.Shape[-1]) span[start + positions[i]] = one;
        }
    }
}
