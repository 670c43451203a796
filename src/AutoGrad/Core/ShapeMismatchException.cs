namespace AutoGrad;

/// <summary>Two shapes do not fit together. The message names the op, both shapes, the module, and what would fit.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="op">The operation that refused.</param>
    /// <param name="first">The shape that was given first.</param>
    /// <param name="second">The shape that was given second, or that was expected.</param>
    /// <param name="reason">Why they do not fit, without a full stop.</param>
    public ShapeMismatchException(string op, Shape first, Shape second, string reason)
        : base($"{op}: shapes {first} and {second}: {reason}.{MistakePage.Mention(MistakePage.ShapeMismatch)}{NameScope.Suffix}")
    {
        (Op, First, Second) = (op, first, second);
        HelpLink = MistakePage.PathOf(MistakePage.ShapeMismatch);
    }

    /// <summary>The operation that refused.</summary>
    public string Op { get; }

    /// <summary>The shape that was given first.</summary>
    public Shape First { get; }

    /// <summary>The shape that was given second, or that was expected.</summary>
    public Shape Second { get; }
}
