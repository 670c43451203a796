namespace AutoGrad.Nn;

/// <summary>A transformer block that also looks at an encoder's output: self-attention, attention to the memory, two linear layers, each with a skip connection and a normalisation.</summary>
/// <remarks>Vaswani et al., "Attention is all you need", 2017. Takes [steps, batch, features], with the batch first if the layer says so, or [steps, features], to the same shape.</remarks>
public sealed class TransformerDecoderLayer : Module
{
    private readonly Generator? _generator;

    /// <summary>Creates the block.</summary>
    /// <param name="features">Features of a step, here and in the memory.</param>
    /// <param name="heads">Into how many heads attention divides them.</param>
    /// <param name="feedForward">Features between the two linear layers.</param>
    /// <param name="dropout">While training, the probability of a zero: in attention, between the linear layers, and in what is added.</param>
    /// <param name="activation">Between the linear layers; null for <see cref="Relu"/>.</param>
    /// <param name="layerNormEps">What the normalisations add to the variance.</param>
    /// <param name="batchFirst">Whether tensors are [batch, steps, features] instead of [steps, batch, features].</param>
    /// <param name="normFirst">Normalise what goes into each part, instead of each sum.</param>
    /// <param name="bias">Whether linear layers and normalisations add a bias.</param>
    /// <param name="rotary">Positions for self-attention; null for none.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where weights and dropout are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or <paramref name="dropout"/> outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features, or <paramref name="dtype"/> is not floating.</exception>
    public TransformerDecoderLayer(
        int features, int heads, int feedForward = 2048, double dropout = 0.1, Layer? activation = null, double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false,
        bool bias = true, RotaryPositions? rotary = null, DType dtype = DType.Float32, Generator? generator = null)
    {
        (Dropout, NormFirst, _generator) = (dropout, normFirst, generator);
        SelfAttn = new MultiHeadAttention(features, heads, dropout, bias, batchFirst: batchFirst, rotary: rotary, dtype: dtype, generator: generator);
        MultiheadAttn = new MultiHeadAttention(features, heads, dropout, bias, batchFirst: batchFirst, dtype: dtype, generator: generator);
        Linear1 = new Linear(features, feedForward, bias, dtype, generator);
        Linear2 = new Linear(feedForward, features, bias, dtype, generator);
        Norm1 = new LayerNorm([features], layerNormEps, bias: bias, dtype: dtype);
        Norm2 = new LayerNorm([features], layerNormEps, bias: bias, dtype: dtype);
        Norm3 = new LayerNorm([features], layerNormEps, bias: bias, dtype: dtype);
        Activation = activation ?? new Relu();
    }

    /// <summary>What lets each step look at the others.</summary>
    public MultiHeadAttention SelfAttn { get; set => field = Register(value); }

    /// <summary>What lets each step look at the memory; PyTorch's name.</summary>
    public MultiHeadAttention MultiheadAttn { get; set => field = Register(value); }

    /// <summary>The first linear layer, to more features.</summary>
    public Linear Linear1 { get; set => field = Register(value); }

    /// <summary>The second linear layer, back.</summary>
    public Linear Linear2 { get; set => field = Register(value); }

    /// <summary>The normalisation of self-attention.</summary>
    public LayerNorm Norm1 { get; set => field = Register(value); }

    /// <summary>The normalisation of attention to the memory.</summary>
    public LayerNorm Norm2 { get; set => field = Register(value); }

    /// <summary>The normalisation of the linear layers.</summary>
    public LayerNorm Norm3 { get; set => field = Register(value); }

    /// <summary>What stands between the linear layers.</summary>
    public Layer Activation { get; set => field = Register(value); }

    /// <summary>While training, the probability of a zero.</summary>
    public double Dropout { get; }

    /// <summary>Whether what goes into each part is normalised, instead of each sum.</summary>
    public bool NormFirst { get; }

    /// <summary>Computes the output.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="memory">The encoder's output, [steps there, batch, features] likewise. Pass the same object at each step of a generation with a cache.</param>
    /// <param name="mask">Broadcasts to [batch, heads, steps, steps]: true where a step may look, or numbers to add to the scores; null for no mask.</param>
    /// <param name="memoryMask">Broadcasts to [batch, heads, steps, steps of the memory] likewise.</param>
    /// <param name="keyPaddingMask">[batch, steps]: true for steps that stand for nothing; null for none.</param>
    /// <param name="memoryKeyPaddingMask">[batch, steps of the memory] likewise.</param>
    /// <param name="causal">A step looks only at itself and those before.</param>
    /// <param name="cache">The steps before, and the memory's projections; null for none.</param>
    /// <returns>A tensor in the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps, or an element type is wrong.</exception>
    public Tensor Call(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null, Tensor? keyPaddingMask = null, Tensor? memoryKeyPaddingMask = null, bool causal = false, KeyValueCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(memory);
        using var scope = EnterScope();
        if (NormFirst)
        {
            x += Attended(Norm1.Call(x));
            x += Informed(Norm2.Call(x));
            return x + FedForward(Norm3.Call(x));
        }
        x = Norm1.Call(x + Attended(x));
        x = Norm2.Call(x + Informed(x));
        return Norm3.Call(x + FedForward(x));

        Tensor Attended(Tensor t) => Dropped(SelfAttn.Call(t, t, t, mask, keyPaddingMask, causal, cache));

        Tensor Informed(Tensor t) => Dropped(MultiheadAttn.Call(t, memory, memory, memoryMask, memoryKeyPaddingMask, cache: cache));
    }

    private Tensor FedForward(Tensor x) => Dropped(Linear2.Call(Dropped(Activation.Call(Linear1.Call(x)))));

    private Tensor Dropped(Tensor x) => x.Dropout(Dropout, IsTraining, _generator);
}
