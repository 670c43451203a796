using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Y = the vectors of a decomposition, some rows of X, whose last row holds their values;  dX = g at its place among zeros, where no two values coincide.</summary>
/// <remarks>
/// The derivative of an eigenvector or singular vector divides by the distance of its value from the others. Where two coincide
/// any rotation of their vectors would do as well: what a function of the matrix asks of the pair is then 0/0, and its limit
/// cannot be known from the gradient. So a gradient that arrives here is refused, whatever it holds, instead of a part of it being lost.
/// </remarks>
/// <param name="op">The decomposition.</param>
/// <param name="start">The first row.</param>
/// <param name="count">How many rows.</param>
/// <param name="outside">The vectors do not span their space, so the gradient divides by the values as well.</param>
internal sealed class DeterminedVectorsOp(string op, int start, int count, bool outside = false) : NaryOp(op, Saves.Inputs)
{
    // values closer than this many roundings of the largest are the same
    private const int Roundings = 8;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Narrow(-2, start, count);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var x = saved.X();
        var values = x.Detach().Select(-2, x.Shape[^2] - 1);
        Dispatch.Float(Name, values.DType, new Check(Name, values, outside));
        return g.Pad([(start, x.Shape[^2] - start - count), (0, 0)]);
    }

    private readonly struct Check(string op, Tensor values, bool outside) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = values.Shape[^1];
            for (var b = 0; b * n < values.Size; b++)
            {
                ReadOnlySpan<T> x = values.Span<T>().Slice(b * n, n);
                var limit = T.CreateTruncating(Roundings) * Precision.Epsilon<T>() * T.Abs(TensorPrimitives.MaxMagnitude(x));
                // they are in order: what coincides is neighbours
                for (var i = 0; i < n; i++)
                {
                    if (i > 0 && T.Abs(x[i] - x[i - 1]) <= limit) throw Error(b, $"values {i - 1} and {i} coincide, {x[i - 1]} and {x[i]}");
                    if (outside && x[i] <= limit) throw Error(b, $"value {i} is 0, {x[i]}");
                }
            }
        }

        private NotSupportedException Error(int matrix, string which) => new(
            $"{op}: the vectors have no derivative: in matrix {matrix} of the values {values.Shape} {which}. Use the values alone (Eigvalsh, Svdvals), or a function of the matrix that does not need its vectors.{NameScope.Suffix}");
    }
}
