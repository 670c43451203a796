namespace AutoGrad.Nn;

/// <summary>A transformer block: self-attention, then two linear layers at each step, each with a skip connection and a normalisation.</summary>
/// <remarks>
/// Vaswani et al., "Attention is all you need", 2017. Takes [steps, batch, features], with the batch first if the layer says so, or
/// [steps, features], to the same shape. With a causal mask it is the block of a language model, and with a <see cref="KeyValueCache"/>
/// it computes new steps only.
/// </remarks>
public sealed class TransformerEncoderLayer : Layer
{
    private readonly Generator? _generator;

    /// <summary>Creates the block.</summary>
    /// <param name="features">Features of a step.</param>
    /// <param name="heads">Into how many heads attention divides them.</param>
    /// <param name="feedForward">Features between the two linear layers.</param>
    /// <param name="dropout">While training, the probability of a zero: in attention, between the linear layers, and in what is added.</param>
    /// <param name="activation">Between the linear layers; null for <see cref="Relu"/>.</param>
    /// <param name="layerNormEps">What the normalisations add to the variance.</param>
    /// <param name="batchFirst">Whether input and output are [batch, steps, features] instead of [steps, batch, features].</param>
    /// <param name="normFirst">Normalise what goes into attention and linear layers, instead of each sum (Xiong et al., 2020: trains deep stacks without warm-up).</param>
    /// <param name="bias">Whether linear layers and normalisations add a bias.</param>
    /// <param name="rotary">Positions for attention; null for none.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where weights and dropout are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or <paramref name="dropout"/> outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features, or <paramref name="dtype"/> is not floating.</exception>
    public TransformerEncoderLayer(
        int features, int heads, int feedForward = 2048, double dropout = 0.1, Layer? activation = null, double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false,
        bool bias = true, RotaryPositions? rotary = null, DType dtype = DType.Float32, Generator? generator = null)
    {
        (Dropout, NormFirst, _generator) = (dropout, normFirst, generator);
        SelfAttn = new MultiHeadAttention(features, heads, dropout, bias, batchFirst: batchFirst, rotary: rotary, dtype: dtype, generator: generator);
        Linear1 = new Linear(features, feedForward, bias, dtype, generator);
        Linear2 = new Linear(feedForward, features, bias, dtype, generator);
        Norm1 = new LayerNorm([features], layerNormEps, bias: bias, dtype: dtype);
        Norm2 = new LayerNorm([features], layerNormEps, bias: bias, dtype: dtype);
        Activation = activation ?? new Relu();
    }

    /// <summary>What lets each step look at the others.</summary>
    public MultiHeadAttention SelfAttn { get; set => field = Register(value); }

    /// <summary>The first linear layer, to more features.</summary>
    public Linear Linear1 { get; set => field = Register(value); }

    /// <summary>The second linear layer, back.</summary>
    public Linear Linear2 { get; set => field = Register(value); }

    /// <summary>The normalisation of attention.</summary>
    public LayerNorm Norm1 { get; set => field = Register(value); }

    /// <summary>The normalisation of the linear layers.</summary>
    public LayerNorm Norm2 { get; set => field = Register(value); }

    /// <summary>What stands between the linear layers.</summary>
    public Layer Activation { get; set => field = Register(value); }

    /// <summary>While training, the probability of a zero.</summary>
    public double Dropout { get; }

    /// <summary>Whether what goes into attention and linear layers is normalised, instead of each sum.</summary>
    public bool NormFirst { get; }

    /// <summary>Computes the output with masks or a cache; see <see cref="MultiHeadAttention.Call(Tensor, Tensor, Tensor, Tensor?, Tensor?, bool, KeyValueCache?)"/>.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="mask">Broadcasts to [batch, heads, steps, steps]: true where a step may look, or numbers to add to the scores; null for no mask.</param>
    /// <param name="keyPaddingMask">[batch, steps]: true for steps that stand for nothing; null for none.</param>
    /// <param name="causal">A step looks only at itself and those before.</param>
    /// <param name="cache">The steps before; null for none.</param>
    /// <returns>A tensor in the shape of the input.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps, or an element type is wrong.</exception>
    public Tensor Call(Tensor x, Tensor? mask = null, Tensor? keyPaddingMask = null, bool causal = false, KeyValueCache? cache = null) =>
        Within(x, input => Block(input, mask, keyPaddingMask, causal, cache));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Block(x, null, null, false, null);

    private Tensor Block(Tensor x, Tensor? mask, Tensor? keyPaddingMask, bool causal, KeyValueCache? cache)
    {
        if (NormFirst)
        {
            x += Attended(Norm1.Call(x));
            return x + FedForward(Norm2.Call(x));
        }
        x = Norm1.Call(x + Attended(x));
        return Norm2.Call(x + FedForward(x));

        Tensor Attended(Tensor t) => Dropped(SelfAttn.Call(t, t, t, mask, keyPaddingMask, causal, cache));
    }

    private Tensor FedForward(Tensor x) => Dropped(Linear2.Call(Dropped(Activation.Call(Linear1.Call(x)))));

    private Tensor Dropped(Tensor x) => x.Dropout(Dropout, IsTraining, _generator);
}
