using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>yᵦ = the sum of rows of x, row from[i] for each to[i] = b;  dx = the same of g, with from and to exchanged.</summary>
    internal sealed class RowBagOp(int[] from, int[] to, int rows) : NaryOp("EmbeddingBag", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate([rows, x[0].Shape[1]], x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, from, to));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new RowBagOp(to, from, saved.ShapeOf()[0]).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, int[] from, int[] to) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                y.Span<T>().Clear();
                RowBags.Add<T>(from, to, y.Shape[1], x.Span<T>(), y.Span<T>());
            }
        }
    }

    /// <summary>The place, in a table, of the largest element of each bag and column.</summary>
    internal static class BagMaxima
    {
        public static int[] Of(Tensor table, int[] rows, int[] bags, int count)
        {
            var best = new int[count * table.Shape[1]];
            Dispatch.Number("EmbeddingBag", table.DType, new Kernel(table, rows, bags, best));
            for (var i = 0; i < best.Length; i++)
                if (best[i] >= 0) best[i] = best[i] * table.Shape[1] + i % table.Shape[1];
            return best;
        }

        private readonly struct Kernel(Tensor table, int[] rows, int[] bags, int[] best) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => RowBags.Largest<T>(rows, bags, table.Shape[1], table.Span<T>(), best);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Rows of a table put together in bags: for each bag the mean, the sum or the maximum of the rows its indices name.</summary>
        /// <remarks>An empty bag gives zeros. Of several largest elements the first gets the gradient.</remarks>
        /// <param name="index">Int64 or Int32, not negative: [bags, n], or one axis with <paramref name="offsets"/>.</param>
        /// <param name="weight">The table, [rows, width].</param>
        /// <param name="offsets">Where each bag begins in the index: ascending from 0; null for an index of two axes.</param>
        /// <param name="mode">Mean, sum or maximum.</param>
        /// <param name="perSampleWeights">For a sum: what each row is multiplied with, in the shape of the index; null for ones.</param>
        /// <param name="paddingIndex">A row that is left out of every bag, from the end when negative; null for none.</param>
        /// <returns>[bags, width]</returns>
        /// <exception cref="ArgumentOutOfRangeException">An index is no row, or <paramref name="paddingIndex"/> is none, or the offsets do not ascend from 0 within the index.</exception>
        /// <exception cref="ShapeMismatchException">The weights of the samples have another shape than the index.</exception>
        /// <exception cref="ArgumentException">The table is no matrix, index or offsets do not hold integers or have other axes, or there are weights of samples and no sum.</exception>
        public static Tensor EmbeddingBag(Tensor index, Tensor weight, Tensor? offsets = null, EmbeddingMode mode = EmbeddingMode.Mean, Tensor? perSampleWeights = null, int? paddingIndex = null)
        {
            ArgumentNullException.ThrowIfNull(index);
            ArgumentNullException.ThrowIfNull(weight);
            CheckTable("EmbeddingBag", weight);
            var (bags, count) = BagsOf(index, offsets);
            var rows = IndexPositions.Of("EmbeddingBag", index, weight.Shape, 0, classes: true);
            if (perSampleWeights is not null)
            {
                if (mode != EmbeddingMode.Sum) throw new ArgumentException($"EmbeddingBag: weights of samples belong to a sum, not to a {mode}.{NameScope.Suffix}", nameof(perSampleWeights));
                if (!perSampleWeights.Shape.SameAs(index.Shape)) throw new ShapeMismatchException("EmbeddingBag", index.Shape, perSampleWeights.Shape, "there must be one weight for each index");
            }
            if (paddingIndex is { } padding)
            {
                var left = PaddingRow("EmbeddingBag", padding, weight);
                var kept = Array.FindAll(Positions(rows.Length), i => rows[i] != left);
                if (perSampleWeights is not null) perSampleWeights = perSampleWeights.Flatten().IndexSelect(0, Owning(kept, [kept.Length]));
                (rows, bags) = (Array.ConvertAll(kept, i => rows[i]), Array.ConvertAll(kept, i => bags[i]));
            }
            if (mode == EmbeddingMode.Max) return new FlatTakeOp("EmbeddingBag", BagMaxima.Of(weight, rows, bags, count), [count, weight.Shape[1]]).Apply(weight);
            if (perSampleWeights is not null)
            {
                var scaled = weight.IndexSelect(0, Owning(rows, [rows.Length])) * perSampleWeights.Reshape(rows.Length, 1);
                return new RowBagOp(Positions(rows.Length), bags, count).Apply(scaled);
            }
            var sum = new RowBagOp(rows, bags, count).Apply(weight);
            if (mode == EmbeddingMode.Sum) return sum;
            var sizes = Owning(bags, [bags.Length]).Bincount(count);
            return sum / sizes.Clamp(min: 1).To(weight.DType).Unsqueeze(1);
        }

        private static int[] Positions(int n)
        {
            var positions = new int[n];
            for (var i = 0; i < n; i++) positions[i] = i;
            return positions;
        }

        private static (int[] Bags, int Count) BagsOf(Tensor index, Tensor? offsets)
        {
            if (index.Rank != (offsets is null ? 2 : 1))
                throw new ArgumentException($"EmbeddingBag: the index has shape {index.Shape}: it needs two axes [bags, n], or one and offsets.{NameScope.Suffix}", nameof(index));
            var bags = new int[index.Size];
            if (offsets is null)
            {
                for (var i = 0; i < bags.Length; i++) bags[i] = i / index.Shape[1];
                return (bags, index.Shape[0]);
            }
            Guard.Indices("EmbeddingBag", offsets, nameof(offsets));
            if (offsets.Rank != 1) throw new ArgumentException($"EmbeddingBag: the offsets have shape {offsets.Shape}, they must have one axis.{NameScope.Suffix}", nameof(offsets));
            var starts = offsets.To(DType.Int64).ToArray<long>();
            for (var b = 0; b < starts.Length; b++)
            {
                if (b == 0 ? starts[b] != 0 : starts[b] < starts[b - 1] || starts[b] > index.Size)
                    throw new ArgumentOutOfRangeException(nameof(offsets), starts[b], $"EmbeddingBag: offset {b} must ascend from 0 within the {index.Size} indices.{NameScope.Suffix}");
                var end = b + 1 < starts.Length ? Math.Min(starts[b + 1], index.Size) : index.Size;
                for (var i = starts[b]; i < end; i++) bags[i] = b;
            }
            if (starts.Length == 0 && bags.Length > 0)
                throw new ArgumentOutOfRangeException(nameof(offsets), 0, $"EmbeddingBag: {bags.Length} indices and no bag to put them in.{NameScope.Suffix}");
            return (bags, starts.Length);
        }
    }
}
