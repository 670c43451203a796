using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>Ready-made ways to store what ops save for the backward pass; see <see cref="SavedTensorHooks"/>.</summary>
/// <remarks><code>
/// using (SavedTensors.AsBFloat16().Use())
///     loss = model.Call(x).Sum();
/// </code></remarks>
public static class SavedTensors
{
    /// <summary>Stores Float32 activations as BFloat16, in half the memory: gradients are computed from values rounded to 8 bits.</summary>
    /// <remarks>Values of the forward pass are not rounded. Other element types are kept as they are.</remarks>
    public static SavedTensorHooks AsBFloat16() => new(
        static t =>
        {
            if (t.DType != DType.Float32) return t;
            var bits = GC.AllocateUninitializedArray<ushort>(t.Size);
            BFloat16Rounding.Round(t.Span<float>(), bits);
            return new Rounded(bits, t.Shape);
        },
        static kept =>
        {
            if (kept is Tensor t) return t;
            var (bits, shape) = (Rounded)kept;
            var y = Tensor.New(shape, DType.Float32);
            BFloat16Rounding.Widen(bits, y.Span<float>());
            return y;
        });

    /// <summary>Writes activations to a new temporary file, which is deleted when nothing in it can be read any more.</summary>
    /// <param name="directory">Where to make the file; null for the system's place for temporary files.</param>
    /// <exception cref="IOException">The file cannot be made or written, when a scope is used.</exception>
    public static SavedTensorHooks InFile(string? directory = null)
    {
        var file = new Lazy<SpillFile>(() => new SpillFile(directory ?? Path.GetTempPath()));
        return new(t => file.Value.Write(t), static kept => ((SpilledTensor)kept).Read());
    }

    private sealed record Rounded(ushort[] Bits, Shape Shape) : IStoredBytes
    {
        public long Bytes => Bits.Length * (long)sizeof(ushort);
    }
}
