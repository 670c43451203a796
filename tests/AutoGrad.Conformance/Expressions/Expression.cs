namespace AutoGrad.Conformance.Expressions;

/// <summary>The tree of a torch expression: the part of Python that the cases are written in.</summary>
internal abstract record Expression
{
    /// <summary>A number (long or double), a string, a truth value or None (null).</summary>
    public sealed record Literal(object? Value) : Expression;

    /// <summary>A variable, a function, or a module such as <c>torch</c>.</summary>
    public sealed record Name(string Text) : Expression;

    /// <summary><c>target.member</c></summary>
    public sealed record Member(Expression Target, string Text) : Expression;

    /// <summary><c>function(positional, *spread, name=value)</c></summary>
    public sealed record Call(Expression Function, Expression[] Positional, (string Name, Expression Value)[] Named) : Expression;

    /// <summary><c>*values</c> among the arguments of a call.</summary>
    public sealed record Spread(Expression Values) : Expression;

    /// <summary><c>target[items]</c></summary>
    public sealed record Subscript(Expression Target, Expression[] Items) : Expression;

    /// <summary><c>start:stop:step</c> in a subscript.</summary>
    public sealed record Slice(Expression? Start, Expression? Stop, Expression? Step) : Expression;

    /// <summary><c>...</c></summary>
    public sealed record Ellipsis : Expression;

    /// <summary>A list or a tuple.</summary>
    public sealed record Sequence(Expression[] Items) : Expression;

    /// <summary><c>-x</c>, <c>+x</c>, <c>~x</c>, <c>not x</c></summary>
    public sealed record Unary(string Operator, Expression Operand) : Expression;

    /// <summary><c>x + y</c> and the other operators of two operands.</summary>
    public sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

    /// <summary><c>x if condition else y</c></summary>
    public sealed record Conditional(Expression Condition, Expression Then, Expression Else) : Expression;

    /// <summary><c>lambda parameters: body</c></summary>
    public sealed record Lambda(string[] Parameters, Expression Body) : Expression;

    /// <summary><c>element for variable in values if condition</c></summary>
    public sealed record Comprehension(Expression Element, string[] Variables, Expression Values, Expression? Condition) : Expression;

    /// <summary><c>let name = value; name = value in result</c></summary>
    public sealed record Let((string[] Names, Expression Value)[] Bindings, Expression Result) : Expression;
}
