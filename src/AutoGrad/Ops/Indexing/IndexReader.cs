using System.Runtime.CompilerServices;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Reads the brackets of <c>x[...]</c>: first numbers, ranges and new axes, as one slice; then what tensors select.</summary>
    internal ref struct IndexReader
    {
        private readonly Shape _shape;
        private readonly SliceRegion _region;
        private readonly int[] _counts;
        private readonly List<int> _extents = [];
        private readonly List<(int Axis, int Source, Tensor Index)> _selections = [];
        private int _axis;

        private IndexReader(Shape shape)
        {
            (_shape, _region) = (shape, SliceRegion.Whole(shape));
            _counts = shape.Extents.ToArray();
        }

        public static Tensor Read(Tensor x, ReadOnlySpan<TensorIndex> indices)
        {
            var reader = new IndexReader(x.Shape);
            var free = reader.FreeAxes(indices);
            foreach (var index in indices) reader.Add(index, ref free);
            reader.AddWhole(x.Rank - reader._axis);
            var sliced = reader.SliceOf(x);
            return reader._selections.Count == 0 ? sliced : AdvancedIndexing.Select(sliced, x.Shape, reader._selections);
        }

        /// <summary>How many axes an ellipsis stands for.</summary>
        private readonly int FreeAxes(ReadOnlySpan<TensorIndex> indices)
        {
            var (named, ellipses) = (0, 0);
            foreach (var index in indices)
            {
                if (index.Kind == IndexKind.Tensor) ArgumentNullException.ThrowIfNull(index.Tensor, nameof(indices));
                named += index.Kind switch
                {
                    IndexKind.Ellipsis or IndexKind.NewAxis => 0,
                    IndexKind.Tensor => index.Tensor!.DType == DType.Bool ? index.Tensor.Rank : 1,
                    _ => 1,
                };
                if (index.Kind == IndexKind.Ellipsis) ellipses++;
            }
            if (ellipses > 1) throw new ArgumentException($"Index: only one ellipsis can stand between the brackets.{NameScope.Suffix}", nameof(indices));
            if (named > _shape.Rank)
                throw new ArgumentException($"Index: {named} axes are indexed, the tensor {_shape} has {_shape.Rank}.{NameScope.Suffix}", nameof(indices));
            return _shape.Rank - named;
        }

        private void Add(TensorIndex index, ref int free)
        {
            switch (index.Kind)
            {
                case IndexKind.Ellipsis: AddWhole(free); break;
                case IndexKind.NewAxis: _extents.Add(1); break;
                case IndexKind.Number: AddNumber(index.Start!.Value); break;
                case IndexKind.Slice: AddSlice(index); break;
                default: AddTensor(index.Tensor!); break;
            }
        }

        private void AddWhole(int axes)
        {
            for (; axes > 0; axes--) _extents.Add(_shape[_axis++]);
        }

        private void AddNumber(Index index)
        {
            var extent = _shape[_axis];
            var at = index.GetOffset(extent);
            if ((uint)at >= (uint)extent)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"Index: {index} is outside axis {_axis} of {_shape}: {(extent == 0 ? "the axis is empty" : $"allowed are {-extent}..{extent - 1}")}.{NameScope.Suffix}");
            (_region.Starts[_axis], _counts[_axis]) = (at, 1);
            _axis++;
        }

        private void AddSlice(TensorIndex index)
        {
            var (extent, step) = (_shape[_axis], index.Step);
            // going back, the end before the first index is -1
            var (low, high) = step > 0 ? (0, extent) : (-1, extent - 1);
            var start = index.Start is { } a ? Math.Clamp(a.GetOffset(extent), low, high) : step > 0 ? low : high;
            var stop = index.Stop is { } b ? Math.Clamp(b.GetOffset(extent), low, high) : step > 0 ? high : low;
            var distance = step > 0 ? (long)stop - start : (long)start - stop;
            var count = distance <= 0 ? 0 : (int)((distance - 1) / Math.Abs((long)step) + 1);
            (_region.Starts[_axis], _region.Steps[_axis], _counts[_axis]) = (count == 0 ? 0 : start, count > 1 ? step : 1, count);
            _extents.Add(count);
            _axis++;
        }

        private void AddTensor(Tensor index)
        {
            if (index.DType != DType.Bool)
            {
                Guard.Indices("Index", index);
                AddSelection(index);
                return;
            }
            if (index.Rank == 0)
            {
                // one truth value keeps or drops all, on a new axis
                _selections.Add((_extents.Count, -1, Tensor.Zeros([index.ToScalar() != 0 ? 1 : 0], DType.Int64)));
                _extents.Add(1);
                return;
            }
            if (!index.Shape.Extents.SequenceEqual(_shape.Extents.Slice(_axis, index.Rank)))
                throw new ShapeMismatchException("Index", _shape, index.Shape, $"a mask must have the extents of the axes it selects from, which start at axis {_axis}");
            foreach (var column in index.Nonzero().Unbind(1)) AddSelection(column);
        }

        private void AddSelection(Tensor index)
        {
            _selections.Add((_extents.Count, _axis, index));
            AddWhole(1);
        }

        private readonly Tensor SliceOf(Tensor x)
        {
            var (region, result) = (_region with { Shape = Shape.Owning(_counts) }, Shape.Owning([.. _extents]));
            return region.Shape.SameAs(_shape) && !region.Steps.AsSpan().ContainsAnyExcept(1) ? x.Reshape(result) : new SliceOp("Index", region, result).Apply(x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>A part of the tensor, by numpy's rules: numbers, ranges, masks, index tensors, an ellipsis, new axes.</summary>
        /// <remarks>
        /// <para>Axes that are not named are taken whole. Leading axes of numbers and one range share the elements, everything
        /// else copies. The gradient goes back to where the elements came from; elements taken several times add up.</para>
        /// <para>Several index tensors broadcast together and select element by element. Their axes stand where the indexed
        /// axes stood if those are neighbours, in front otherwise. As in PyTorch, numbers are applied first and do not count.</para>
        /// </remarks>
        /// <param name="indices">One entry an axis; see <see cref="TensorIndex"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="ArgumentException">More axes are indexed than there are, there are several ellipses, or an index tensor is not of integers or Bool.</exception>
        /// <exception cref="ShapeMismatchException">A mask does not have the extents of its axes, or index tensors do not broadcast.</exception>
        [IndexerName("At")]     // Item is a method
        public Tensor this[params ReadOnlySpan<TensorIndex> indices] => IndexReader.Read(this, indices);
    }
}
