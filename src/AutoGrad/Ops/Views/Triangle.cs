using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x on one side of a diagonal of each matrix, zeros on the other;  dx = the same of g.</summary>
    internal sealed class TriangleOp(string name, bool lower, int diagonal) : NaryOp(name, Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, lower, diagonal));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, bool lower, int diagonal) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged
            {
                if (y.Size == 0) return;
                int rows = y.Shape[-2], columns = y.Shape[-1];
                ReadOnlySpan<T> from = x.Bits<T>();
                var to = y.Bits<T>();
                for (var (start, row) = (0, 0); start < to.Length; start += columns, row = (row + 1) % rows)
                {
                    // the lower triangle ends, the upper one starts here
                    var edge = (int)Math.Clamp((long)row + diagonal + (lower ? 1 : 0), 0, columns);
                    var (first, last) = lower ? (0, edge) : (edge, columns);
                    var line = to.Slice(start, columns);
                    line[..first].Clear();
                    from[(start + first)..(start + last)].CopyTo(line[first..]);
                    line[last..].Clear();
                }
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The lower triangle of each matrix of the last two axes; zeros above.</summary>
        /// <param name="diagonal">The last diagonal to keep: 0 is the main one, 1 the one above it, −1 the one below.</param>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes.</exception>
        public Tensor Tril(int diagonal = 0) => Triangle("Tril", lower: true, diagonal);

        /// <summary>The upper triangle of each matrix of the last two axes; zeros below.</summary>
        /// <param name="diagonal">The first diagonal to keep: 0 is the main one, 1 the one above it, −1 the one below.</param>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes.</exception>
        public Tensor Triu(int diagonal = 0) => Triangle("Triu", lower: false, diagonal);

        private Tensor Triangle(string op, bool lower, int diagonal) => Rank >= 2
            ? new TriangleOp(op, lower, diagonal).Apply(this)
            : throw new ArgumentException($"{op}: needs matrices on the last two axes, the tensor is {Shape}.{NameScope.Suffix}");
    }
}
