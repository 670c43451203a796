using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Refuses the gradient of vectors that are not determined, because two of their values coincide.</summary>
/// <remarks>
/// The derivative of an eigenvector or singular vector divides by the distance of its value from the others. Where two
/// coincide, any rotation of their vectors would do as well. What is asked of such a pair must be exactly 0, as it is when only
/// values are used; anything else is an exception instead of a number that looks like a gradient.
/// </remarks>
internal static class RepeatedValues
{
    // values closer than this many roundings of the largest are the same
    private const int Roundings = 8;

    /// <summary>Checks pairs.</summary>
    /// <param name="op">The op, for the message.</param>
    /// <param name="values">The values [.., n].</param>
    /// <param name="asked">What the gradient asks of each pair of vectors, [.., n, n].</param>
    public static void Refuse(string op, Tensor values, Tensor asked) => Dispatch.Float(op, values.DType, new Pairs(op, values, asked));

    /// <summary>Checks values that must not be 0 because the gradient divides by them.</summary>
    /// <param name="op">The op, for the message.</param>
    /// <param name="values">The values [.., n].</param>
    /// <param name="asked">What the gradient asks of each vector, [.., m, n].</param>
    public static void RefuseZeros(string op, Tensor values, Tensor asked) => Dispatch.Float(op, values.DType, new Zeros(op, values, asked));

    private static T Limit<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(Roundings) * Precision.Epsilon<T>() * T.Abs(TensorPrimitives.MaxMagnitude(values));

    private static InvalidOperationException Error(string op, int matrix, string which) =>
        new($"{op}: the gradient of the vectors does not exist: in matrix {matrix} of the batch {which}. Use the values alone, or a function of the matrix that does not need its vectors.{NameScope.Suffix}");

    private readonly struct Pairs(string op, Tensor values, Tensor asked) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = values.Shape[^1];
            for (var b = 0; b * n < values.Size; b++)
            {
                ReadOnlySpan<T> x = values.Span<T>().Slice(b * n, n), pairs = asked.Span<T>().Slice(b * n * n, n * n);
                var limit = Limit(x);
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < i; j++)
                        if (T.Abs(x[i] - x[j]) <= limit && (pairs[i * n + j] != T.Zero || pairs[j * n + i] != T.Zero))
                            throw Error(op, b, $"values {j} and {i} coincide, {x[j]} and {x[i]}");
            }
        }
    }

    private readonly struct Zeros(string op, Tensor values, Tensor asked) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = values.Shape[^1];
            for (var b = 0; b * n < values.Size; b++)
            {
                ReadOnlySpan<T> x = values.Span<T>().Slice(b * n, n);
                var (limit, rows) = (Limit(x), asked.Shape[^2]);
                for (var i = 0; i < n; i++)
                    for (var row = 0; row < rows && x[i] <= limit; row++)
                        if (asked.Span<T>()[(b * rows + row) * n + i] != T.Zero) throw Error(op, b, $"value {i} is 0, {x[i]}");
            }
        }
    }
}
