using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>The elements that go to one place, reduced, in differentiable operations.</summary>
    internal static class Scattered
    {
        public static Tensor Sum(Tensor x, int[] positions, Tensor y) => x + new FlatSumOp("ScatterReduce", positions, x.Shape).Apply(y);

        public static Tensor Mean(Tensor x, int[] positions, Tensor y, bool includeSelf)
        {
            var hits = new FlatSumOp("ScatterReduce", positions, x.Shape).Apply(Tensor.Ones(y.Shape, y.DType));
            var counts = includeSelf ? hits + 1 : hits.Clamp(min: 1);
            var sum = Sum(x, positions, y);
            return sum.DType.IsFloating ? sum / counts : sum.Divide(counts, DivisionRounding.Floor);
        }

        /// <summary>Running products of what goes to each place, one after another; a new place starts from its first element.</summary>
        public static Tensor Prod(Tensor x, int[] positions, Tensor y)
        {
            if (y.Size == 0) return x;
            var order = FlatPositions.Grouped(positions, x.Size);
            var (starts, ends, places) = (new bool[order.Length], new List<int>(), new List<int>());
            for (var i = 0; i < order.Length; i++)
            {
                starts[i] = i == 0 || positions[order[i]] != positions[order[i - 1]];
                if (i + 1 < order.Length && positions[order[i + 1]] == positions[order[i]]) continue;
                ends.Add(i);
                places.Add(positions[order[i]]);
            }
            var sorted = new FlatTakeOp("ScatterReduce", order, [order.Length]).Apply(y);
            var first = Tensor.Owning(starts, [starts.Length]);
            var running = new RecurrenceOp(0, fromEnd: false).Apply(Tensor.Where(first, 0, sorted), Tensor.Where(first, sorted, 0));
            var products = new FlatTakeOp("ScatterReduce", [.. ends], [ends.Count]).Apply(running);
            int[] at = [.. places];
            var own = new FlatTakeOp("ScatterReduce", at, [at.Length]).Apply(x);
            return new FlatPutOp("ScatterReduce", at).Apply(x, own * products);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>This tensor with the elements that an index sends to one place reduced to one: for axis 1 of three, source[i, j, k] goes to [i, index[i, j, k], k].</summary>
        /// <remarks>Places that nothing goes to stay as they are. The gradient of a product is made without dividing, so it is right beside zeros too.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">Int64 or Int32, with as many axes as this tensor and no larger extent except on the axis; negative indices count from the end.</param>
        /// <param name="source">What to reduce; at least as large as the index on every axis, the rest is ignored.</param>
        /// <param name="reduction">Sum, product, mean or extreme.</param>
        /// <param name="includeSelf">The element of this tensor counts among those that go to its place.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
        /// <exception cref="ShapeMismatchException">The shape of the index or of the source does not fit.</exception>
        /// <exception cref="ArgumentException">The index does not hold integers, the element types differ or are Bool, or a product is wanted of integers.</exception>
        public Tensor ScatterReduce(int axis, Tensor index, Tensor source, ScatterReduction reduction, bool includeSelf = true)
        {
            ArgumentNullException.ThrowIfNull(source);
            Guard.SameDType("ScatterReduce", this, source);
            if (Rank == 0) return Unsqueeze(0).ScatterReduce(axis, RankOne("ScatterReduce", index), source.Flatten(), reduction, includeSelf).Reshape([]);
            var at = CheckElementIndex("ScatterReduce", axis, index);
            if (DType == DType.Bool) throw Guard.NeedsNumber("ScatterReduce", DType);
            if (reduction == ScatterReduction.Prod && !DType.IsFloating) throw Guard.NeedsFloat("ScatterReduce", DType);
            var positions = ElementPositions.OfElements("ScatterReduce", index, Shape, at);
            var y = LeadingPart("ScatterReduce", source, index);
            var x = includeSelf ? this : WithoutOwn(positions, reduction);
            return reduction switch
            {
                ScatterReduction.Sum => Scattered.Sum(x, positions, y),
                ScatterReduction.Prod => Scattered.Prod(x, positions, y),
                ScatterReduction.Mean => Scattered.Mean(x, positions, y, includeSelf),
                _ => new ScatterExtremeOp(positions, reduction == ScatterReduction.Max).Apply(x, y),
            };
        }

        // in the places that something goes to, what changes nothing
        private Tensor WithoutOwn(int[] positions, ScatterReduction reduction)
        {
            var (low, high) = DType.IsFloating ? (double.NegativeInfinity, double.PositiveInfinity) : DType == DType.Int32 ? (int.MinValue, int.MaxValue) : (-(double)(1L << 62), (double)(1L << 62));
            var neutral = reduction switch { ScatterReduction.Prod => 1, ScatterReduction.Max => low, ScatterReduction.Min => high, _ => 0 };
            return FlatPutOp.Apply("ScatterReduce", this, [.. positions], Full([positions.Length], neutral, DType));
        }
    }
}
