using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>One matrix product for each element of the batch axes, which broadcast.</summary>
/// <remarks>Large products are shared out one after the other; of small ones, each thread does some.</remarks>
internal static unsafe class BatchedGemm
{
    // about what a fork costs, in products
    private const double LeastProducts = 128 * 1024;

    public static void Run<T>(
        ReadOnlySpan<int> batchA, ReadOnlySpan<int> batchB, ReadOnlySpan<int> batch, GemmShape shape,
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        if (c.IsEmpty) return;
        var count = c.Length / (shape.M * shape.N);
        if (count == 1) Gemm.Run(shape, a, b, c);
        else Run(count, batchA, batchB, batch, shape, a, b, c);
    }

    private static void Run<T>(
        int count, ReadOnlySpan<int> batchA, ReadOnlySpan<int> batchB, ReadOnlySpan<int> batch, GemmShape shape,
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var places = ArrayPool<int>.Shared.Rent(2 * count);
        Locate(batchA, batchB, batch, places);
        fixed (T* first = a, second = b, result = c)
        fixed (int* place = places)
        {
            var work = new Work<T>(shape.InLines(), first, second, result, place, count, (int)Math.Clamp(LeastProducts / shape.Products, 1, count));
            if (new GemmGrid(shape).Parts > 1)
                for (var i = 0; i < count; i++) Gemm.Run(work.Product(i));
            else ForkJoin.Run(work.Chunks, work);
        }
        ArrayPool<int>.Shared.Return(places);
    }

    /// <summary>Which matrix of A and which of B each result is made of.</summary>
    private static void Locate(ReadOnlySpan<int> batchA, ReadOnlySpan<int> batchB, ReadOnlySpan<int> batch, Span<int> places)
    {
        var plan = new BroadcastPlan(batch, 2, stackalloc int[4 * (batch.Length + 1)]);
        plan.Add(0, batchA);
        plan.Add(1, batchB);
        plan.Collapse();
        Span<int> at = [0, 0];
        var (run, stepA, stepB) = (plan.Run, plan.Repeats(0) ? 0 : 1, plan.Repeats(1) ? 0 : 1);
        for (var runs = plan.Runs; runs > 0; runs--)
        {
            for (var i = 0; i < run; i++) (places[2 * i], places[2 * i + 1]) = (at[0] + i * stepA, at[1] + i * stepB);
            places = places[(2 * run)..];
            plan.Next(at);
        }
    }

    private readonly struct Work<T>(GemmShape shape, T* a, T* b, T* c, int* places, int count, int ofChunk) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public int Chunks => (count + ofChunk - 1) / ofChunk;

        public void Run(int chunk)
        {
            for (var i = chunk * ofChunk; i < Math.Min(count, (chunk + 1) * ofChunk); i++) Gemm.RunAlone(Product(i));
        }

        public GemmProblem<T> Product(int i) => new()
        {
            Shape = shape,
            A = a + (nint)places[2 * i] * shape.M * shape.K,
            B = b + (nint)places[2 * i + 1] * shape.K * shape.N,
            C = c + (nint)i * shape.M * shape.N,
        };
    }
}
