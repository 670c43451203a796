using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Places in sorted sequences. They are integers and carry no gradient.</summary>
    internal static class SortedPlaces
    {
        public static Tensor Of(string op, Tensor sequences, Tensor values, bool right)
        {
            ArgumentNullException.ThrowIfNull(sequences);
            ArgumentNullException.ThrowIfNull(values);
            Guard.SameDType(op, sequences, values);
            var batched = sequences.Rank > 1;
            if (sequences.Rank == 0) throw new ArgumentException($"{op}: a sequence needs an axis: Reshape the scalar to [1].{NameScope.Suffix}", nameof(sequences));
            if (batched && (values.Rank != sequences.Rank || !values.Shape.Extents[..^1].SequenceEqual(sequences.Shape.Extents[..^1])))
                throw new ShapeMismatchException(op, sequences.Shape, values.Shape, "several sequences and the values for them must agree in all axes but the last");
            var y = Tensor.Allocate(values.Shape, DType.Int64);
            Dispatch.Number(op, values.DType, new Kernel(sequences, values, y, right, batched ? values.Shape[-1] : values.Size));
            return y;
        }

        private readonly struct Kernel(Tensor sequences, Tensor values, Tensor y, bool right, int run) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                BinarySearch.Run(sequences.Span<T>(), sequences.Shape[-1], values.Span<T>(), run, right, y.Span<long>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Where values would be put into this ascending sequence to keep it in order: Int64 places without gradient.</summary>
        /// <remarks>A sequence that is not in order gives places without meaning. NaN goes to the end.</remarks>
        /// <param name="values">What to put in: any shape for one sequence; for several, on the last axis, the same other axes.</param>
        /// <param name="right">Behind equal elements, not before them.</param>
        /// <returns>Places 0..n in the shape of the values.</returns>
        /// <exception cref="ShapeMismatchException">There are several sequences and the values do not fit them.</exception>
        /// <exception cref="ArgumentException">This tensor is a scalar, or the element types differ or are truth values.</exception>
        public Tensor SearchSorted(Tensor values, bool right = false) => SortedPlaces.Of("SearchSorted", this, values, right);

        /// <summary>Which bucket each element falls into: <see cref="SearchSorted"/> seen from the values.</summary>
        /// <param name="boundaries">The ascending boundaries of the buckets, on one axis.</param>
        /// <param name="right">An element on a boundary belongs to the bucket above it.</param>
        /// <exception cref="ArgumentException">The boundaries do not have one axis, or the element types differ or are truth values.</exception>
        public Tensor Bucketize(Tensor boundaries, bool right = false)
        {
            ArgumentNullException.ThrowIfNull(boundaries);
            if (boundaries.Rank != 1) throw new ArgumentException($"Bucketize: the boundaries have shape {boundaries.Shape}, they must have one axis.{NameScope.Suffix}", nameof(boundaries));
            return SortedPlaces.Of("Bucketize", boundaries, this, right);
        }
    }
}
