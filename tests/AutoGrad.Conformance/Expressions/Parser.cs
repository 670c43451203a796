using System.Globalization;

namespace AutoGrad.Conformance.Expressions;

/// <summary>Reads an expression by operator precedence (Pratt's method).</summary>
internal sealed class Parser
{
    // Python's order, loosest first
    private const int Lowest = 0, Condition = 1, Or = 2, And = 3, Not = 4, Comparison = 5, BitOr = 6, BitXor = 7, BitAnd = 8, Sum = 9, Product = 10, Sign = 11, Power = 12;

    private readonly List<Token> _tokens;
    private int _at;

    private Parser(string text) => _tokens = Tokenizer.Read(text);

    private Token Current => _tokens[_at];

    /// <summary>The tree of an expression.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Expression Parse(string text)
    {
        var parser = new Parser(text);
        var tree = parser.IsName("let") && parser._tokens[1].Kind == TokenKind.Name ? parser.ReadLet() : parser.ReadTuple();
        return parser.Current.Kind == TokenKind.End ? tree : throw parser.Unexpected();
    }

    private Expression.Let ReadLet()
    {
        _at++;
        var bindings = new List<(string[], Expression)>();
        do
        {
            var names = ReadNames();
            Expect("=");
            bindings.Add((names, ReadTuple()));
        } while (Take(";"));
        if (!TakeName("in")) throw Unexpected();
        return new Expression.Let([.. bindings], ReadTuple());
    }

    private string[] ReadNames()
    {
        var names = new List<string> { ReadName() };
        while (Take(",")) names.Add(ReadName());
        return [.. names];
    }

    /// <summary>An expression, or several with commas between.</summary>
    private Expression ReadTuple()
    {
        var first = Read(Lowest);
        if (!IsSymbol(",")) return first;
        var items = new List<Expression> { first };
        while (Take(","))
            if (StartsExpression) items.Add(Read(Lowest));
        return new Expression.Sequence([.. items]);
    }

    private bool StartsExpression => Current.Kind is not TokenKind.End && !(Current.Kind == TokenKind.Symbol && Current.Text is ")" or "]" or ";" or "=") && !IsName("in");

    private Expression Read(int minimum)
    {
        var left = ReadPrefix();
        while (Operator() is var (text, words, precedence) && precedence > minimum)
        {
            _at += words;
            if (text == "if")
            {
                var condition = Read(Condition);
                if (!TakeName("else")) throw Unexpected();
                left = new Expression.Conditional(condition, left, Read(Lowest));
            }
            else
            {
                // a power binds its right operand from the right, signs included: 2 ** -x
                left = new Expression.Binary(text, left, Read(text == "**" ? Product : precedence));
            }
        }
        return left;
    }

    /// <summary>The operator that stands here: how it is written, its words, how tightly it binds; nothing where none does.</summary>
    private (string Text, int Words, int Precedence)? Operator()
    {
        if (Current.Kind == TokenKind.Name)
            return Current.Text switch
            {
                "or" => ("or", 1, Or),
                "and" => ("and", 1, And),
                "is" when _tokens[_at + 1] is (TokenKind.Name, "not", _) => ("is not", 2, Comparison),
                "is" => ("is", 1, Comparison),
                "if" => ("if", 1, Condition),
                _ => null,
            };
        if (Current.Kind != TokenKind.Symbol) return null;
        var precedence = Current.Text switch
        {
            "<" or "<=" or ">" or ">=" or "==" or "!=" => Comparison,
            "|" => BitOr,
            "^" => BitXor,
            "&" => BitAnd,
            "+" or "-" => Sum,
            "*" or "/" or "//" or "%" or "@" => Product,
            "**" => Power,
            _ => Lowest,
        };
        return precedence == Lowest ? null : (Current.Text, 1, precedence);
    }

    private Expression ReadPrefix()
    {
        var token = Current;
        _at++;
        if (token.Kind == TokenKind.Name)
            switch (token.Text)
            {
                case "not": return new Expression.Unary("not", Read(Not));
                case "lambda": return ReadLambda();
            }
        if (token.Kind == TokenKind.Symbol && token.Text is "-" or "+" or "~")
            return new Expression.Unary(token.Text, Read(Sign));
        _at--;
        return ReadPostfix(ReadAtom());
    }

    private Expression.Lambda ReadLambda()
    {
        var parameters = IsSymbol(":") ? [] : ReadNames();
        Expect(":");
        return new Expression.Lambda(parameters, Read(Lowest));
    }

    private Expression ReadAtom()
    {
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case TokenKind.Number: return new Expression.Literal(Number(token));
            case TokenKind.Text: return new Expression.Literal(token.Text);
            case TokenKind.Name:
                return token.Text switch
                {
                    "None" => new Expression.Literal(null),
                    "True" => new Expression.Literal(true),
                    "False" => new Expression.Literal(false),
                    _ => new Expression.Name(token.Text),
                };
            case TokenKind.Symbol when token.Text == "...": return new Expression.Ellipsis();
            case TokenKind.Symbol when token.Text is "(" or "[":
                var close = token.Text == "(" ? ")" : "]";
                if (Take(close)) return new Expression.Sequence([]);
                var inner = Read(Lowest);
                if (IsName("for")) inner = ReadComprehension(inner);
                else if (close == "]" || IsSymbol(",")) inner = new Expression.Sequence([inner, .. ReadMore()]);
                Expect(close);
                return inner;
            default:
                _at--;
                throw Unexpected();
        }
    }

    private List<Expression> ReadMore()
    {
        var items = new List<Expression>();
        while (Take(","))
            if (StartsExpression) items.Add(Read(Lowest));
        return items;
    }

    private Expression.Comprehension ReadComprehension(Expression element)
    {
        _at++;
        var variables = ReadNames();
        if (!TakeName("in")) throw Unexpected();
        var values = Read(Condition);       // an 'if' after them is the comprehension's own
        return new Expression.Comprehension(element, variables, values, TakeName("if") ? Read(Lowest) : null);
    }

    private Expression ReadPostfix(Expression target)
    {
        while (true)
        {
            if (Take(".")) target = new Expression.Member(target, ReadName());
            else if (Take("(")) target = ReadCall(target);
            else if (Take("[")) target = ReadSubscript(target);
            else return target;
        }
    }

    private Expression.Call ReadCall(Expression function)
    {
        var (positional, named) = (new List<Expression>(), new List<(string, Expression)>());
        while (!Take(")"))
        {
            if (Take("*")) positional.Add(new Expression.Spread(Read(Lowest)));
            else if (Current.Kind == TokenKind.Name && _tokens[_at + 1] is (TokenKind.Symbol, "=", _))
            {
                var name = ReadName();
                Expect("=");
                named.Add((name, Read(Lowest)));
            }
            else
            {
                var value = Read(Lowest);
                positional.Add(IsName("for") ? ReadComprehension(value) : value);
            }
            if (!Take(",") && !IsSymbol(")")) throw Unexpected();
        }
        return new Expression.Call(function, [.. positional], [.. named]);
    }

    private Expression.Subscript ReadSubscript(Expression target)
    {
        var items = new List<Expression>();
        while (!Take("]"))
        {
            items.Add(ReadSlice());
            if (!Take(",") && !IsSymbol("]")) throw Unexpected();
        }
        return new Expression.Subscript(target, [.. items]);
    }

    private Expression ReadSlice()
    {
        var start = IsSymbol(":") ? null : Read(Lowest);
        if (start is not null && !IsSymbol(":")) return start;
        Expect(":");
        var stop = EndsSlicePart ? null : Read(Lowest);
        var step = Take(":") && !EndsSlicePart ? Read(Lowest) : null;
        return new Expression.Slice(start, stop, step);
    }

    private bool EndsSlicePart => Current.Kind == TokenKind.Symbol && Current.Text is ":" or "," or "]";

    private static object Number(Token token)
    {
        if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)) return real;
        throw new FormatException($"'{token.Text}' at {token.Position} is no number.");
    }

    private bool IsSymbol(string text) => Current.Kind == TokenKind.Symbol && Current.Text == text;

    private bool IsName(string text) => Current.Kind == TokenKind.Name && Current.Text == text;

    private bool Take(string symbol)
    {
        var here = IsSymbol(symbol);
        if (here) _at++;
        return here;
    }

    private bool TakeName(string name)
    {
        var here = IsName(name);
        if (here) _at++;
        return here;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol)) throw Unexpected();
    }

    private string ReadName() => Current.Kind == TokenKind.Name ? _tokens[_at++].Text : throw Unexpected();

    private FormatException Unexpected() => new($"The expression does not go on with '{Current.Text}' at {Current.Position}.");
}
