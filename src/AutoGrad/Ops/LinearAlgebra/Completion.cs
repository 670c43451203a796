using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Y = orthonormal columns that complete those of Q[m, k] to m of them;  only the gradient 0 passes, for they are a choice.</summary>
internal sealed class CompletionOp() : NaryOp("Completion", Saves.None), IRecyclable
{
    public static readonly CompletionOp Instance = new();

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        int m = x[0].Shape[^2], k = x[0].Shape[^1];
        var y = Tensor.Allocate(x[0].Shape.With(x[0].Rank - 1, m - k), x[0].DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
        return y;
    }

    internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var zeros = new ZeroCheck(g, new bool[1]);
        Dispatch.Float(Name, g.DType, zeros);
        return zeros.Holds
            ? Tensor.Zeros(saved.ShapeOf(), g.DType)
            : throw new NotSupportedException($"Completion: the columns that complete an orthonormal basis are a choice without a derivative: use the reduced decomposition.{NameScope.Suffix}");
    }

    private readonly struct ZeroCheck(Tensor g, bool[] holds) : IFloatKernel
    {
        public bool Holds => holds[0];

        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => holds[0] = !g.Span<T>().ContainsAnyExcept(T.Zero);
    }

    private readonly struct Kernel(Tensor q, Tensor y) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            int m = q.Shape[^2], k = q.Shape[^1];
            var rows = new T[m * m];
            for (var b = 0; b < MatrixGuard.Count(q.Shape); b++)
            {
                Span<T> known = q.Span<T>().Slice(b * m * k, m * k), fresh = y.Span<T>().Slice(b * m * (m - k), m * (m - k));
                for (var i = 0; i < m; i++)
                    for (var j = 0; j < k; j++) rows[j * m + i] = known[i * k + j];
                OrthonormalBasis.Complete<T>(rows, m, k);
                for (var i = 0; i < m; i++)
                    for (var j = k; j < m; j++) fresh[i * (m - k) + j - k] = rows[j * m + i];
            }
        }
    }
}
