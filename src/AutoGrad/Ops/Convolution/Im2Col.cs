using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = the windows of each image, as columns;  dx = g, folded back.</summary>
    internal sealed class Im2ColOp(WindowGrid grid) : NaryOp("Im2Col", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var (batch, channels) = (x[0].Shape[0], x[0].Shape[1]);
            var y = Tensor.Allocate(new Shape(batch, channels * grid.KernelSize, grid.OutputSize), x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, grid));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => x[0].OverSamples(t => Apply(t));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new Col2ImOp(grid).Apply(g);

        // the channels of all images are channels
        private readonly struct Kernel(Tensor x, Tensor y, WindowGrid grid) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged => Patches.Unfold(grid, x.Shape[0] * x.Shape[1], x.Bits<T>(), y.Bits<T>());
        }
    }

    /// <summary>y = the sum of all columns' elements at the places of the image they stand for;  dx = the windows of g.</summary>
    internal sealed class Col2ImOp(WindowGrid grid) : NaryOp("Col2Im", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var (batch, channels) = (x[0].Shape[0], x[0].Shape[1] / grid.KernelSize);
            var y = Tensor.Allocate(Shape.Concat([batch, channels], grid.Input), x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, grid));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => x[0].OverSamples(t => Apply(t));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new Im2ColOp(grid).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, WindowGrid grid) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Patches.Fold(grid, y.Shape[0] * y.Shape[1], y.Span<T>(), x.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The windows that slide over images, each as a column: what a convolution multiplies its filters with.</summary>
        /// <remarks>PyTorch's <c>F.unfold</c>. Row c·taps + t of the result holds tap t, in row-major order of the kernel, of channel c; zeros outside of the image.</remarks>
        /// <param name="kernel">Height and width of a window.</param>
        /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
        /// <param name="padding">Zeros on each side; 0 unless given.</param>
        /// <param name="stride">From one window to the next; 1 unless given.</param>
        /// <returns>[batch, channels · taps, windows], without the batch axis if this tensor has none.</returns>
        /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width] of numbers, or a window is larger than the padded image.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel extent, stride or dilation is below 1, or a padding negative.</exception>
        public Tensor Im2Col(PerAxis kernel, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default)
        {
            Images.CheckRank("Im2Col", this, 2);
            if (DType == DType.Bool) throw Guard.NeedsNumber("Im2Col", DType);
            var x = Rank == 4 ? this : Unsqueeze(0);
            return Images.LikeInput(new Im2ColOp(SlidingWindows.Over("Im2Col", Shape, 2, kernel, dilation, padding, stride)).Apply(x), Rank - 1);
        }

        /// <summary>The images that columns of windows add up to: the transpose of <see cref="Im2Col"/>.</summary>
        /// <remarks>PyTorch's <c>F.fold</c>. Where windows overlap the elements are added, so it undoes <see cref="Im2Col"/> only where they do not.</remarks>
        /// <param name="outputSize">Height and width of the images.</param>
        /// <param name="kernel">Height and width of a window.</param>
        /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
        /// <param name="padding">Zeros that were on each side; 0 unless given.</param>
        /// <param name="stride">From one window to the next; 1 unless given.</param>
        /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
        /// <exception cref="ArgumentException">This tensor is not [batch, channels · taps, windows] of numbers for these windows.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An extent, stride or dilation is below 1, or a padding negative.</exception>
        public Tensor Col2Im(PerAxis outputSize, PerAxis kernel, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default)
        {
            if (DType == DType.Bool) throw Guard.NeedsNumber("Col2Im", DType);
            var grid = SlidingWindows.Over("Col2Im", new Shape(outputSize.For("Col2Im", 2, 1, nameof(outputSize), Shape)), 2, kernel, dilation, padding, stride);
            if (Rank is not (2 or 3) || Shape[^2] % grid.KernelSize != 0 || Shape[^1] != grid.OutputSize)
                throw new ArgumentException($"Col2Im: the input {Shape} must be [batch, channels · {grid.KernelSize}, {grid.OutputSize}]: that many taps and windows have kernel {kernel} and image {outputSize}.{NameScope.Suffix}", nameof(outputSize));
            return Images.LikeInput(new Col2ImOp(grid).Apply(Rank == 3 ? this : Unsqueeze(0)), Rank + 1);
        }
    }
}
