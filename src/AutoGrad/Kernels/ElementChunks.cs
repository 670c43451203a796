namespace AutoGrad.Kernels;

/// <summary>Runs kernels that treat each element by itself over large spans, in chunks of a fixed length, on the threads of the pool.</summary>
internal static unsafe class ElementChunks
{
    /// <summary>Elements of a chunk; spans up to this length are not worth a second thread.</summary>
    public const int Size = 16_384;

    // results past the caches: a kernel that is given so many elements at once writes around them (TensorPrimitives do from 256 KiB on)
    private const int StreamedSize = 131_072;
    private const int StreamedBytes = 2 << 20;

    /// <summary>y = kernel(x).</summary>
    public static void Map<T>(UnaryKernel<T> kernel, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        fixed (T* from = x, to = y)
        {
            var size = from == to ? Size : SizeFor<T>(y.Length);
            ForkJoin.Run((y.Length - 1) / size + 1, new Unary<T>(kernel, from, to, y.Length, size));
        }
    }

    /// <summary>z = kernel(x, y).</summary>
    public static void Map<T>(BinaryKernel<T> kernel, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged
    {
        fixed (T* first = x, second = y, to = z)
        {
            var size = first == to || second == to ? Size : SizeFor<T>(z.Length);
            ForkJoin.Run((z.Length - 1) / size + 1, new Binary<T>(kernel, first, second, to, z.Length, size));
        }
    }

    /// <summary>How many chunks a span has.</summary>
    public static int Count(int length) => (length - 1) / Size + 1;

    private static int SizeFor<T>(int length) where T : unmanaged => (long)length * sizeof(T) >= StreamedBytes ? StreamedSize : Size;

    private readonly struct Unary<T>(UnaryKernel<T> kernel, T* x, T* y, int length, int size) : IChunkedWork where T : unmanaged
    {
        public void Run(int chunk)
        {
            var (start, n) = (chunk * size, Math.Min(size, length - chunk * size));
            kernel(new ReadOnlySpan<T>(x + start, n), new Span<T>(y + start, n));
        }
    }

    private readonly struct Binary<T>(BinaryKernel<T> kernel, T* x, T* y, T* z, int length, int size) : IChunkedWork where T : unmanaged
    {
        public void Run(int chunk)
        {
            var (start, n) = (chunk * size, Math.Min(size, length - chunk * size));
            kernel(new ReadOnlySpan<T>(x + start, n), new ReadOnlySpan<T>(y + start, n), new Span<T>(z + start, n));
        }
    }
}
