namespace AutoGrad.Conformance.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static class Tokenizer
{
    // longer ones first
    private static readonly string[] s_symbols = ["...", "**", "//", "==", "!=", "<=", ">=", .. "+-*/%@<>=()[],.:;&|^~".Select(c => c.ToString())];

    /// <summary>The words, and an end.</summary>
    /// <exception cref="FormatException">A character starts no word, or a string does not end.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var token = Next(text, at, out at);
            tokens.Add(token);
        }
        tokens.Add(new Token(TokenKind.End, "the end", text.Length));
        return tokens;
    }

    private static Token Next(string text, int start, out int end)
    {
        var c = text[start];
        if (c is '\'' or '"')
        {
            var close = text.IndexOf(c, start + 1);
            if (close < 0) throw new FormatException($"The string at {start} does not end.");
            end = close + 1;
            return new Token(TokenKind.Text, text[(start + 1)..close], start);
        }
        if (char.IsAsciiDigit(c) || c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1]))
        {
            end = NumberEnd(text, start);
            return new Token(TokenKind.Number, text[start..end], start);
        }
        if (char.IsLetter(c) || c == '_')
        {
            end = start + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
            return new Token(TokenKind.Name, text[start..end], start);
        }
        foreach (var symbol in s_symbols)
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                end = start + symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start);
            }
        throw new FormatException($"No word starts with '{c}' at {start}.");
    }

    private static int NumberEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length)
        {
            var c = text[end];
            var sign = c is '+' or '-' && end > start && text[end - 1] is 'e' or 'E' && c is '+' or '-';
            if (!(char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' || sign)) break;
            end++;
        }
        return end;
    }
}
