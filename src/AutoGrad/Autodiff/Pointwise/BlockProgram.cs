using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>Steps over tensors of one shape, run block by block: what one step leaves in a buffer, the next one finds in the cache.</summary>
internal sealed class BlockProgram
{
    // long enough to hide the calls, short enough for some buffers to stay in the second cache
    private const int Block = 4096;

    // arrays begin at pages: buffers that do too would make the processor take a load for what a store beside it just wrote
    private const int Page = 4096, Apart = 704;

    private readonly List<BlockStep> _steps = [];
    private readonly List<Tensor> _tensors = [];
    private readonly List<int> _bufferUses = [], _tensorUses = [];

    /// <summary>The operand that a tensor is.</summary>
    public int Operand(Tensor tensor)
    {
        _tensors.Add(tensor);
        _tensorUses.Add(1);
        return ~(_tensors.Count - 1);
    }

    /// <summary>The tensor behind an operand below 0.</summary>
    public Tensor TensorOf(int operand) => _tensors[~operand];

    /// <summary>A buffer that nobody uses.</summary>
    public int Buffer()
    {
        var free = _bufferUses.IndexOf(0);
        if (free < 0)
        {
            free = _bufferUses.Count;
            _bufferUses.Add(0);
        }
        _bufferUses[free] = 1;
        return free;
    }

    /// <summary>One more reads an operand later.</summary>
    public void Keep(int operand) => UsesOf(operand)++;

    /// <summary>One less.</summary>
    public void Drop(int operand) => UsesOf(operand)--;

    /// <summary>True if one reader waits for an operand: he may write over a buffer.</summary>
    public bool IsLast(int operand) => UsesOf(operand) == 1;

    private ref int UsesOf(int operand) =>
        ref operand >= 0 ? ref CollectionsMarshal.AsSpan(_bufferUses)[operand] : ref CollectionsMarshal.AsSpan(_tensorUses)[~operand];

    public void Add(BlockStep step) => _steps.Add(step);

    /// <summary>Runs the steps over all elements, on the threads of the pool.</summary>
    public void Run(DType dtype, int length)
    {
        if (dtype == DType.Float32) Run<float>(length);
        else Run<double>(length);
        GC.KeepAlive(_tensors);
    }

    private unsafe void Run<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (pins, starts) = (new GCHandle[_tensors.Count], new nint[_tensors.Count]);
        try
        {
            for (var i = 0; i < starts.Length; i++)
            {
                pins[i] = GCHandle.Alloc(_tensors[i].Elements, GCHandleType.Pinned);
                starts[i] = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_tensors[i].Span<T>()));
            }
            ForkJoin.Run(ElementChunks.Count(length), new Chunks<T>(this, starts, length));
        }
        finally
        {
            foreach (var pin in pins)
                if (pin.IsAllocated) pin.Free();
        }
    }

    private readonly unsafe struct Chunks<T>(BlockProgram program, nint[] tensors, int length) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var stride = Block + Apart / sizeof(T);
            using var scratch = new Scratch<T>((long)stride * (program._bufferUses.Count + 1) + Page / sizeof(T));
            var buffers = (T*)(((nint)scratch.Pointer + Page - 1 & -Page) + Apart);
            var end = Math.Min(length, (chunk + 1) * ElementChunks.Size);
            for (var start = chunk * ElementChunks.Size; start < end; start += Block)
            {
                var n = Math.Min(Block, end - start);
                foreach (ref readonly var step in CollectionsMarshal.AsSpan(program._steps))
                {
                    var to = At(step.To, start, n, buffers, stride);
                    switch (step.Kernel)
                    {
                        case IUniformGradient uniform: to.Fill(uniform.Uniform(*(T*)tensors[~step.From])); break;
                        case IElementGradients both:
                            both.Gradient<T>(step.Input, At(step.From, start, n, buffers, stride), At(step.First, start, n, buffers, stride), At(step.Second, start, n, buffers, stride), to);
                            break;
                        case IGradientKernel one: one.Gradient<T>(At(step.From, start, n, buffers, stride), At(step.First, start, n, buffers, stride), to); break;
                        default: Sum(At(step.From, start, n, buffers, stride), At(step.First, start, n, buffers, stride), to, step.Input < 0); break;
                    }
                }
            }
        }

        private Span<T> At(int operand, int start, int n, T* buffers, int stride) =>
            operand >= 0 ? new Span<T>(buffers + (long)operand * stride, n) : new Span<T>((T*)tensors[~operand] + start, n);

        private static void Sum(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, bool copies)
        {
            if (copies) x.CopyTo(z);
            else TensorPrimitives.Add(x, y, z);
        }
    }
}
