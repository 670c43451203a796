namespace AutoGrad.Kernels;

/// <summary>Runs kernels that treat each element by itself over large spans, in chunks of a fixed length, on the threads of the pool.</summary>
internal static unsafe class ElementChunks
{
    /// <summary>Elements of a chunk; spans up to this length are not worth a second thread.</summary>
    public const int Size = 16_384;

    /// <summary>y = kernel(x).</summary>
    public static void Map<T>(UnaryKernel<T> kernel, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        fixed (T* from = x, to = y) ForkJoin.Run(Count(y.Length), new Unary<T>(kernel, from, to, y.Length));
    }

    /// <summary>z = kernel(x, y).</summary>
    public static void Map<T>(BinaryKernel<T> kernel, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged
    {
        fixed (T* first = x, second = y, to = z) ForkJoin.Run(Count(z.Length), new Binary<T>(kernel, first, second, to, z.Length));
    }

    /// <summary>How many chunks a span has.</summary>
    public static int Count(int length) => (length - 1) / Size + 1;

    private readonly struct Unary<T>(UnaryKernel<T> kernel, T* x, T* y, int length) : IChunkedWork where T : unmanaged
    {
        public void Run(int chunk)
        {
            var (start, n) = (chunk * Size, Math.Min(Size, length - chunk * Size));
            kernel(new ReadOnlySpan<T>(x + start, n), new Span<T>(y + start, n));
        }
    }

    private readonly struct Binary<T>(BinaryKernel<T> kernel, T* x, T* y, T* z, int length) : IChunkedWork where T : unmanaged
    {
        public void Run(int chunk)
        {
            var (start, n) = (chunk * Size, Math.Min(Size, length - chunk * Size));
            kernel(new ReadOnlySpan<T>(x + start, n), new ReadOnlySpan<T>(y + start, n), new Span<T>(z + start, n));
        }
    }
}
