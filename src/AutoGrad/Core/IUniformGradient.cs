using System.Numerics;

namespace AutoGrad;

/// <summary>An op of one number of all elements, each of which gets the same gradient: it need not be written out.</summary>
internal interface IUniformGradient
{
    /// <summary>True when it reduces every axis.</summary>
    bool IsUniform { get; }

    /// <summary>The gradient of each element from the upstream one; equal to what the rule computes.</summary>
    T Uniform<T>(T g) where T : unmanaged, IFloatingPointIeee754<T>;
}
