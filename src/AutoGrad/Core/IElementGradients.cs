using System.Numerics;

namespace AutoGrad;

/// <summary>
/// The gradient of each input of a library op that treats each element by itself, in one pass over spans, for when nothing is being
/// recorded and all shapes are the same. It must equal the op's rule; a test compares them.
/// </summary>
internal interface IElementGradients
{
    /// <summary>True when the gradient of an input is the upstream one: nothing is to be computed.</summary>
    bool Passes(int input);

    /// <summary>Computes the gradient of an input, which may be written over the upstream one.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="g">The upstream gradient.</param>
    /// <param name="x">The first input, if the op saves its inputs; as the second one.</param>
    /// <param name="y">The second input.</param>
    /// <param name="d">The gradient, to be filled.</param>
    void Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IFloatingPointIeee754<T>;
}
