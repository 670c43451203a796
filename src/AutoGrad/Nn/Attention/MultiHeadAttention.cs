namespace AutoGrad.Nn;

/// <summary>Attention in several parts of the features at once: each head lets every query look at the keys that match it.</summary>
/// <remarks>
/// <para>Vaswani et al., "Attention is all you need", 2017; PyTorch's <c>MultiheadAttention</c>. <see cref="Layer.Call"/> with one tensor is
/// self-attention without masks. Inputs are [steps, batch, features], with the batch first if the layer says so, or [steps, features].</para>
/// <para>A <c>mask</c> is true where a query may look, or numbers that are added to the scores, as for
/// <see cref="Tensor.ScaledDotProductAttention"/>; it broadcasts to [batch, heads, queries, keys]. (PyTorch's <c>attn_mask</c> of this layer is true
/// where a query may not.) A <c>keyPaddingMask</c>, [batch, keys], is true for keys that stand for nothing, as in PyTorch. A query that
/// may look at no key at all gets NaN.</para>
/// <para>The projections start uniform in ±√(6/(fan-in + fan-out)), with PyTorch's names and layout; biases start at 0.</para>
/// </remarks>
public sealed class MultiHeadAttention : Layer
{
    private readonly Generator? _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="features">Features of queries and of the output.</param>
    /// <param name="heads">Into how many heads they are divided.</param>
    /// <param name="dropout">While training, the probability with which a weight is set to zero.</param>
    /// <param name="bias">Whether projections add a bias.</param>
    /// <param name="keyFeatures">Features of keys; null for those of queries.</param>
    /// <param name="valueFeatures">Features of values; null for those of queries.</param>
    /// <param name="batchFirst">Whether inputs and output are [batch, steps, features] instead of [steps, batch, features].</param>
    /// <param name="rotary">Positions for queries and keys of self-attention; null for none.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where weights and dropout are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or <paramref name="dropout"/> outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features, the rotation is for other heads, or <paramref name="dtype"/> is not floating.</exception>
    public MultiHeadAttention(
        int features, int heads, double dropout = 0, bool bias = true, int? keyFeatures = null, int? valueFeatures = null, bool batchFirst = false,
        RotaryPositions? rotary = null, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (features % heads != 0) throw new ArgumentException($"MultiHeadAttention: {heads} heads do not divide {features} features.", nameof(heads));
        if (!(dropout is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "MultiHeadAttention: a probability is in [0, 1].");
        if (rotary is not null && rotary.Features != features / heads)
            throw new ArgumentException($"MultiHeadAttention: a head has {features / heads} features, the rotation is for {rotary.Features}.", nameof(rotary));
        (Features, Heads, KeyFeatures, ValueFeatures) = (features, heads, keyFeatures ?? features, valueFeatures ?? features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeyFeatures, nameof(keyFeatures));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValueFeatures, nameof(valueFeatures));
        (Dropout, BatchFirst, Rotary, _generator) = (dropout, batchFirst, rotary, generator);
        if (KeyFeatures == features && ValueFeatures == features) InProjWeight = Drawn(3 * features, features, dtype);
        else
        {
            QProjWeight = Drawn(features, features, dtype);
            KProjWeight = Drawn(features, KeyFeatures, dtype);
            VProjWeight = Drawn(features, ValueFeatures, dtype);
        }
        if (bias) InProjBias = new Parameter(Tensor.Zeros([3 * features], dtype));
        OutProj = new Linear(features, features, bias, dtype, generator);
        if (bias) Init.Zeros(OutProj.Bias!);
    }

    /// <summary>The projections of queries, keys and values, one below the other, [3 · features, features]; null where keys or values have other features.</summary>
    public Parameter? InProjWeight { get; set => field = Register(value); }

    /// <summary>The projection of queries, [features, features], where keys or values have other features.</summary>
    public Parameter? QProjWeight { get; set => field = Register(value); }

    /// <summary>The projection of keys, [features, keyFeatures], where keys or values have other features.</summary>
    public Parameter? KProjWeight { get; set => field = Register(value); }

    /// <summary>The projection of values, [features, valueFeatures], where keys or values have other features.</summary>
    public Parameter? VProjWeight { get; set => field = Register(value); }

    /// <summary>The biases of the three projections, [3 · features]; null for none.</summary>
    public Parameter? InProjBias { get; set => field = Register(value); }

    /// <summary>The projection of the result.</summary>
    public Linear OutProj { get; set => field = Register(value); }

    /// <summary>Features of queries and of the output.</summary>
    public int Features { get; }

    /// <summary>Into how many heads they are divided.</summary>
    public int Heads { get; }

    /// <summary>Features of keys.</summary>
    public int KeyFeatures { get; }

    /// <summary>Features of values.</summary>
    public int ValueFeatures { get; }

    /// <summary>While training, the probability with which a weight is set to zero.</summary>
    public double Dropout { get; }

    /// <summary>Whether inputs and output are [batch, steps, features] instead of [steps, batch, features].</summary>
    public bool BatchFirst { get; }

    /// <summary>Positions for queries and keys of self-attention; null for none.</summary>
    public RotaryPositions? Rotary { get; }

    /// <summary>Lets queries look at keys, and returns for each the mean of the values it looked at.</summary>
    /// <param name="query">[queries, batch, features], with the batch first if the layer says so, or without it.</param>
    /// <param name="key">[keys, batch, keyFeatures] likewise. The same object as <paramref name="query"/> for self-attention.</param>
    /// <param name="value">[keys, batch, valueFeatures] likewise.</param>
    /// <param name="mask">Broadcasts to [batch, heads, queries, keys]: true where a query may look, or numbers to add to the scores; null for no mask.</param>
    /// <param name="keyPaddingMask">[batch, keys], or [keys] without a batch: true for keys that nobody may look at; null for none. With a cache, for all keys it holds and the new ones.</param>
    /// <param name="causal">A query looks only at keys up to its own position.</param>
    /// <param name="cache">What was seen before: self-attention adds these steps to it and looks at all; null for none.</param>
    /// <returns>[queries, batch, features], with the batch first if the layer says so, or without it.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no keys, an element type is wrong, or a cache is to keep the order of keys from elsewhere.</exception>
    /// <exception cref="InvalidOperationException">The cache is left from a pass that ended half way.</exception>
    public Tensor Call(Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? keyPaddingMask = null, bool causal = false, KeyValueCache? cache = null)
    {
        using var scope = EnterScope();
        return Attend(query, key, value, new AttentionMasks(mask, keyPaddingMask, causal), cache, explains: false).Output;
    }

    /// <summary>The same with the weights that each query gave to each key, of every head.</summary>
    /// <inheritdoc cref="Call(Tensor, Tensor, Tensor, Tensor?, Tensor?, bool, KeyValueCache?)"/>
    /// <returns>The output, and the weights [batch, heads, queries, keys] (without the batch axis if the input has none); PyTorch returns their mean over the heads.</returns>
    public (Tensor Output, Tensor Weights) CallWithWeights(Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? keyPaddingMask = null, bool causal = false, KeyValueCache? cache = null)
    {
        using var scope = EnterScope();
        var (output, weights) = Attend(query, key, value, new AttentionMasks(mask, keyPaddingMask, causal), cache, explains: true);
        return (output, weights!);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Attend(x, x, x, new AttentionMasks(null, null, false), null, explains: false).Output;

    private (Tensor Output, Tensor? Weights) Attend(Tensor query, Tensor key, Tensor value, AttentionMasks masks, KeyValueCache? cache, bool explains)
    {
        Check(query, key, value);
        var single = query.Rank == 2;
        var self = ReferenceEquals(query, key) && ReferenceEquals(key, value);
        if (!self && cache is not null && masks.Causal)
            throw new ArgumentException($"MultiHeadAttention: a cache knows positions of self-attention only: pass one tensor as query, key and value, or a mask instead of causal.{NameScope.Suffix}", nameof(cache));
        var (batch, steps) = Extents(query);
        var start = self && cache is not null ? cache.LengthOf(this, steps) : 0;

        var entry = self ? null : cache?.Find(this, key, value);
        var (q, keys, values) = entry is null ? Projected(query, key, value, self) : (Split(Project(BatchToFront(query), 0)), entry.Keys, entry.Values);
        if (self && Rotary is not null) (q, keys) = (Rotary.Apply(q, start), Rotary.Apply(keys, start));
        if (start > 0) (keys, values) = Joined(cache!.Find(this, null, null)!, keys, values);

        var count = keys.Shape[2];
        var allowed = masks.Combined(query, new Shape(batch, Heads, steps, count), start, single, out var causal);
        var dropout = IsTraining ? Dropout : 0;
        Tensor? weights = null;
        Tensor result;
        if (explains)
        {
            weights = masks.Applied((q * (1 / Math.Sqrt(Features / Heads))).MatMul(keys, transposeB: true), allowed, causal).Softmax(-1).Dropout(dropout, IsTraining, _generator);
            result = weights.MatMul(values);
        }
        else result = Tensor.ScaledDotProductAttention(q, keys, values, allowed, causal, dropout, null, _generator);

        var output = OutProj.Call(result.Transpose(1, 2).Reshape(new Shape(batch, steps, Features)));
        // kept only now that nothing has failed
        if (cache is not null) cache.Keep(this, new KeyValueCache.Entry(keys, values, self ? null : key, self ? null : value));
        output = single ? output.Squeeze(0) : BatchFirst ? output : output.Transpose(0, 1);
        return (output, single ? weights?.Squeeze(0) : weights);
    }

    private (Tensor Query, Tensor Keys, Tensor Values) Projected(Tensor query, Tensor key, Tensor value, bool self)
    {
        query = BatchToFront(query);
        if (self && InProjWeight is not null)
        {
            var parts = query.Linear(InProjWeight, InProjBias).Chunk(3, axis: 2);
            return (Split(parts[0]), Split(parts[1]), Split(parts[2]));
        }
        return (Split(Project(query, 0)), Split(Project(self ? query : BatchToFront(key), 1)), Split(Project(self ? query : BatchToFront(value), 2)));
    }

    // one of the three projections: of queries, keys, values
    private Tensor Project(Tensor x, int part)
    {
        var weight = InProjWeight?.Narrow(0, part * Features, Features) ?? (part switch { 0 => QProjWeight, 1 => KProjWeight, _ => VProjWeight })!;
        return x.Linear(weight, InProjBias?.Narrow(0, part * Features, Features));
    }

    private (Tensor Keys, Tensor Values) Joined(KeyValueCache.Entry before, Tensor keys, Tensor values)
    {
        if (before.Keys.Shape[0] != keys.Shape[0])
            throw new ShapeMismatchException("MultiHeadAttention", keys.Shape, before.Keys.Shape, $"the cache is of a batch of {before.Keys.Shape[0]}, not {keys.Shape[0]}: Clear() it for another sequence");
        Guard.SameDType("MultiHeadAttention", keys, before.Keys);
        return (Tensor.Concat([before.Keys, keys], axis: 2), Tensor.Concat([before.Values, values], axis: 2));
    }

    private Tensor Split(Tensor x) => x.Reshape(new Shape(x.Shape[0], x.Shape[1], Heads, Features / Heads)).Transpose(1, 2);

    private Tensor BatchToFront(Tensor x) => x.Rank == 2 ? x.Unsqueeze(0) : BatchFirst ? x : x.Transpose(0, 1);

    private (int Batch, int Steps) Extents(Tensor x) => x.Rank == 2 ? (1, x.Shape[0]) : BatchFirst ? (x.Shape[0], x.Shape[1]) : (x.Shape[1], x.Shape[0]);

    private void Check(Tensor query, Tensor key, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        const string Op = "MultiHeadAttention";
        var layout = BatchFirst ? "[batch, steps, " : "[steps, batch, ";
        if (query.Rank is not (2 or 3) || query.Shape[^1] != Features)
            throw new ShapeMismatchException(Op, query.Shape, [Features], $"the query must be {layout}{Features}], or [steps, {Features}] without a batch");
        if (key.Rank != query.Rank || key.Shape[^1] != KeyFeatures || Extents(key).Batch != Extents(query).Batch)
            throw new ShapeMismatchException(Op, query.Shape, key.Shape, $"the key must be {layout}{KeyFeatures}] with the batch of the query");
        if (value.Rank != key.Rank || value.Shape[^1] != ValueFeatures || Extents(value) != Extents(key))
            throw new ShapeMismatchException(Op, key.Shape, value.Shape, $"the value must be {layout}{ValueFeatures}], one for each key");
        if (Extents(key).Steps == 0) throw new ArgumentException($"{Op}: the key {key.Shape} has no steps to look at.{NameScope.Suffix}", nameof(key));
    }

    private Parameter Drawn(int rows, int columns, DType dtype) => Init.XavierUniform(new Parameter(Tensor.Zeros([rows, columns], dtype)), 1, _generator);
}
