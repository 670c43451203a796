namespace AutoGrad.Conformance.Expressions;

/// <summary>The kinds of a <see cref="Token"/>.</summary>
internal enum TokenKind
{
    Number,
    Text,
    Name,
    Symbol,
    End,
}

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">How it is written; of a string, what stands between the quotes.</param>
/// <param name="Position">Where it starts, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
