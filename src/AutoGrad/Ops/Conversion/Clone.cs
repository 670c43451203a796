using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x, copied;  dx = g.</summary>
    internal sealed class CloneOp() : NaryOp("Clone", Saves.None), IRecyclable, ILinear
    {
        public static readonly CloneOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;

        private readonly struct Kernel(Tensor x, Tensor y) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged => x.Bits<T>().CopyTo(y.Bits<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>A copy with elements of its own. The gradient passes through; a copy outside of any graph may change in place.</summary>
        public Tensor Clone()
        {
            var y = CloneOp.Instance.Apply(this);
            return y.RequiresGrad ? y : y.AsData();
        }
    }
}
