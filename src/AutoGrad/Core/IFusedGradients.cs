namespace AutoGrad;

/// <summary>The gradients of all inputs of an op in one go, for when nothing is being recorded. They must equal the op's rule; a test compares them.</summary>
/// <remarks>
/// For ops whose gradients share most of their work. Such an op is made for one application, and may keep what its forward
/// computation found out besides the output. It keeps neither the upstream gradients nor what it returns.
/// </remarks>
internal interface IFusedGradients : IRecyclable
{
    /// <summary>Computes the gradients that are asked for.</summary>
    /// <param name="saved">What the op saved.</param>
    /// <param name="g">The upstream gradient of each output; null for an output nobody used.</param>
    /// <param name="wanted">Which inputs' gradients are asked for.</param>
    /// <param name="d">The gradients of those, to be filled.</param>
    void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d);

    /// <summary>What it keeps of its own, besides what it saves.</summary>
    IEnumerable<Tensor> Own { get; }

    /// <summary>The same op for another application, which keeps what is its own.</summary>
    Op Again();

    /// <summary>Lets go of what was kept: no gradient will be asked for again.</summary>
    void Release();
}
