namespace AutoGrad.Conformance.Expressions;

/// <summary>The expression uses something that no binding covers.</summary>
internal sealed class UnsupportedException(string what, string? detail = null) : Exception(detail is null ? $"{what} is not supported" : $"{what}: {detail}")
{
    /// <summary>The torch name, or the construct.</summary>
    public string What { get; } = what;
}
