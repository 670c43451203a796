namespace AutoGrad.Nn;

/// <summary>Transformer blocks one after another.</summary>
/// <remarks>
/// <code>
/// var encoder = new TransformerEncoder(6, () =&gt; new TransformerEncoderLayer(512, 8), new LayerNorm(512));
/// </code>
/// Each block draws its own weights; PyTorch copies one block.
/// </remarks>
public sealed class TransformerEncoder : Layer
{
    /// <summary>Creates the stack.</summary>
    /// <param name="layers">How many blocks.</param>
    /// <param name="create">Makes one block; called once for each.</param>
    /// <param name="norm">What follows the last block, such as a <see cref="LayerNorm"/> for blocks that normalise first; null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layers"/> is below 1.</exception>
    public TransformerEncoder(int layers, Func<TransformerEncoderLayer> create, Layer? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentNullException.ThrowIfNull(create);
        var blocks = new ModuleList<TransformerEncoderLayer>();
        for (var i = 0; i < layers; i++) blocks.Add(create());
        (Layers, Norm) = (blocks, norm);
    }

    /// <summary>The blocks, first to last.</summary>
    public ModuleList<TransformerEncoderLayer> Layers { get; set => field = Register(value); }

    /// <summary>What follows the last block; null for nothing.</summary>
    public Layer? Norm { get; set => field = Register(value); }

    /// <summary>Computes the output with masks or a cache.</summary>
    /// <inheritdoc cref="TransformerEncoderLayer.Call(Tensor, Tensor?, Tensor?, bool, KeyValueCache?)"/>
    public Tensor Call(Tensor x, Tensor? mask = null, Tensor? keyPaddingMask = null, bool causal = false, KeyValueCache? cache = null) =>
        Within(x, input => Stack(input, mask, keyPaddingMask, causal, cache));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Stack(x, null, null, false, null);

    private Tensor Stack(Tensor x, Tensor? mask, Tensor? keyPaddingMask, bool causal, KeyValueCache? cache)
    {
        foreach (var layer in Layers) x = layer.Call(x, mask, keyPaddingMask, causal, cache);
        return Norm is null ? x : Norm.Call(x);
    }
}
