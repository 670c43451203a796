namespace AutoGrad.Nn;

/// <summary>Transformer blocks that look at an encoder's output, one after another.</summary>
/// <remarks>
/// <code>
/// var decoder = new TransformerDecoder(6, () =&gt; new TransformerDecoderLayer(512, 8), new LayerNorm(512));
/// var y = decoder.Call(target, encoder.Call(source), causal: true);
/// </code>
/// Each block draws its own weights; PyTorch copies one block.
/// </remarks>
public sealed class TransformerDecoder : Module
{
    /// <summary>Creates the stack.</summary>
    /// <param name="layers">How many blocks.</param>
    /// <param name="create">Makes one block; called once for each.</param>
    /// <param name="norm">What follows the last block, such as a <see cref="LayerNorm"/> for blocks that normalise first; null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layers"/> is below 1.</exception>
    public TransformerDecoder(int layers, Func<TransformerDecoderLayer> create, Layer? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentNullException.ThrowIfNull(create);
        var blocks = new ModuleList<TransformerDecoderLayer>();
        for (var i = 0; i < layers; i++) blocks.Add(create());
        (Layers, Norm) = (blocks, norm);
    }

    /// <summary>The blocks, first to last.</summary>
    public ModuleList<TransformerDecoderLayer> Layers { get; set => field = Register(value); }

    /// <summary>What follows the last block; null for nothing.</summary>
    public Layer? Norm { get; set => field = Register(value); }

    /// <inheritdoc cref="TransformerDecoderLayer.Call"/>
    public Tensor Call(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null, Tensor? keyPaddingMask = null, Tensor? memoryKeyPaddingMask = null, bool causal = false, KeyValueCache? cache = null)
    {
        using var scope = EnterScope();
        foreach (var layer in Layers) x = layer.Call(x, memory, mask, memoryMask, keyPaddingMask, memoryKeyPaddingMask, causal, cache);
        return Norm is null ? x : Norm.Call(x);
    }
}
