using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Axis i of y is axis axes[i] of x;  dx = g with the axes moved back.</summary>
    internal sealed class PermuteOp(int[] axes) : NaryOp("Permute", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var extents = new int[axes.Length];
            for (var i = 0; i < axes.Length; i++) extents[i] = x[0].Shape[axes[i]];
            var y = Tensor.Allocate(Shape.Owning(extents), x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, axes));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new PermuteOp([0, .. Array.ConvertAll(axes, a => a + 1)]).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var back = new int[axes.Length];
            for (var i = 0; i < axes.Length; i++) back[axes[i]] = i;
            return new PermuteOp(back).Apply(g);
        }

        private readonly struct Kernel(Tensor x, Tensor y, int[] axes) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged
            {
                var (from, strides) = (StridedCopy.RowMajor(x.Shape.Extents), new int[axes.Length]);
                for (var i = 0; i < axes.Length; i++) strides[i] = from[axes[i]];
                StridedCopy.Run(y.Shape.Extents, x.Bits<T>(), 0, strides, y.Bits<T>(), 0, StridedCopy.RowMajor(y.Shape.Extents));
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The transpose of a matrix.</summary>
        /// <exception cref="ArgumentException">The tensor does not have two axes.</exception>
        public Tensor T => Rank == 2
            ? Transpose(0, 1)
            : throw new ArgumentException($"T: the transpose is for two axes, the tensor {Shape} has {Rank}: use Transpose(-2, -1) or Permute.{NameScope.Suffix}");

        /// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c> of this tensor.</summary>
        /// <param name="axes">Every axis once, from 0 or from the end when negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is missing or given twice.</exception>
        public Tensor Permute(params ReadOnlySpan<int> axes)
        {
            if (axes.Length != Rank)
                throw new ArgumentException($"Permute: {axes.Length} axes for the tensor {Shape} of {Rank}: name every axis once.{NameScope.Suffix}", nameof(axes));
            if (Rank > 0) Guard.Axes("Permute", axes, Shape);
            var (order, moved, last) = (new int[Rank], false, -1);
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = axes[i] < 0 ? axes[i] + Rank : axes[i];
                if (Shape[order[i]] == 1) continue;
                moved |= order[i] < last;
                last = order[i];
            }
            return moved ? new PermuteOp(order).Apply(this) : Reordered(order);
        }

        /// <summary>Two axes exchanged.</summary>
        /// <param name="axis0">An axis, from 0 or from the end when negative.</param>
        /// <param name="axis1">Another, or the same.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor Transpose(int axis0, int axis1)
        {
            var (a, b) = (Guard.Axis("Transpose", axis0, Shape), Guard.Axis("Transpose", axis1, Shape));
            var order = new int[Rank];
            for (var i = 0; i < order.Length; i++) order[i] = i;
            (order[a], order[b]) = (order[b], order[a]);
            return Permute(order);
        }

        /// <summary>One axis put at another place; the others keep their order.</summary>
        /// <param name="from">The axis, from 0 or from the end when negative.</param>
        /// <param name="to">Where it will be in the result.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor MoveAxis(int from, int to)
        {
            var (source, target) = (Guard.Axis("MoveAxis", from, Shape, parameter: nameof(from)), Guard.Axis("MoveAxis", to, Shape, parameter: nameof(to)));
            var order = new List<int>(Rank);
            for (var axis = 0; axis < Rank; axis++)
                if (axis != source) order.Add(axis);
            order.Insert(target, source);
            return Permute([.. order]);
        }

        // only axes of extent 1 move: the elements stay where they are
        private Tensor Reordered(int[] order)
        {
            var extents = new int[order.Length];
            for (var i = 0; i < order.Length; i++) extents[i] = Shape[order[i]];
            return Reshape(Shape.Owning(extents));
        }
    }
}
