using AutoGrad.Conformance.Bindings;

namespace AutoGrad.Conformance.Expressions;

/// <summary>Computes an expression with the library, through the bindings.</summary>
/// <remarks>Values are <see cref="Tensor"/>, long, double, bool, string, null, <see cref="DType"/>, and object?[] for lists, tuples and shapes.</remarks>
/// <param name="floating">The default element type of tensors the expression makes.</param>
internal sealed class Evaluator(DType floating)
{
    private static readonly Dictionary<string, object> s_constants = new()
    {
        ["math.pi"] = Math.PI,
        ["math.e"] = Math.E,
        ["math.inf"] = double.PositiveInfinity,
        ["math.nan"] = double.NaN,
        ["torch.pi"] = Math.PI,
        ["torch.inf"] = double.PositiveInfinity,
        ["torch.nan"] = double.NaN,
        ["torch.float32"] = DType.Float32,
        ["torch.float64"] = DType.Float64,
        ["torch.double"] = DType.Float64,
        ["torch.int32"] = DType.Int32,
        ["torch.int64"] = DType.Int64,
        ["torch.long"] = DType.Int64,
        ["torch.bool"] = DType.Bool,
    };

    // the fields of torch's named tuples, by their place
    private static readonly string[][] s_fields = [["values", "sign", "Q", "U", "L", "eigenvalues", "solution"], ["indices", "logabsdet", "R", "S", "eigenvectors"], ["Vh", "V"]];

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["+"] = "torch.add",
        ["-"] = "torch.sub",
        ["*"] = "torch.mul",
        ["/"] = "torch.div",
        ["//"] = "torch.floor_divide",
        ["%"] = "torch.remainder",
        ["**"] = "torch.pow",
        ["@"] = "torch.matmul",
        ["<"] = "torch.lt",
        ["<="] = "torch.le",
        [">"] = "torch.gt",
        [">="] = "torch.ge",
        ["=="] = "torch.eq",
        ["!="] = "torch.ne",
        ["&"] = "torch.bitwise_and",
        ["|"] = "torch.bitwise_or",
        ["^"] = "torch.bitwise_xor",
    };

    /// <summary>The names the library has for what was called, for judging its messages.</summary>
    public HashSet<string> Called { get; } = [];

    /// <summary>The tensors that the last function was called with.</summary>
    public Tensor[] Operands { get; private set; } = [];

    /// <summary>The value of an expression.</summary>
    /// <param name="tree">The expression.</param>
    /// <param name="variables">Inputs and parameters by name.</param>
    /// <exception cref="UnsupportedException">It calls what no binding covers, or with arguments the binding does not take.</exception>
    public object? Evaluate(Expression tree, IReadOnlyDictionary<string, object?> variables) => Value(tree, new Scope(variables, null));

    private object? Value(Expression tree, Scope scope) => tree switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Name name => scope.TryGet(name.Text, out var value) ? value : new Module(name.Text),
        Expression.Member member => Member(Value(member.Target, scope), member.Text),
        Expression.Call call => Call(call, scope),
        Expression.Subscript subscript => Subscript(Value(subscript.Target, scope), Array.ConvertAll(subscript.Items, i => Value(i, scope))),
        Expression.Slice slice => new Slice(Whole(slice.Start, scope), Whole(slice.Stop, scope), Whole(slice.Step, scope)),
        Expression.Ellipsis => TensorIndex.Ellipsis,
        Expression.Sequence sequence => Array.ConvertAll(sequence.Items, i => Value(i, scope)),
        Expression.Unary unary => Unary(unary.Operator, Value(unary.Operand, scope)),
        Expression.Binary binary => Binary(binary, scope),
        Expression.Conditional c => Truth(Value(c.Condition, scope)) ? Value(c.Then, scope) : Value(c.Else, scope),
        Expression.Lambda lambda => new Closure(lambda, scope),
        Expression.Comprehension comprehension => Comprehension(comprehension, scope),
        Expression.Let let => Let(let, scope),
        _ => throw new UnsupportedException(tree.GetType().Name),
    };

    private object? Let(Expression.Let let, Scope scope)
    {
        foreach (var (names, expression) in let.Bindings) scope = scope.With(names, Value(expression, scope));
        return Value(let.Result, scope);
    }

    private object?[] Comprehension(Expression.Comprehension c, Scope scope)
    {
        var results = new List<object?>();
        foreach (var item in (object?[])Value(c.Values, scope)!)
        {
            var inner = scope.With(c.Variables, item);
            if (c.Condition is null || Truth(Value(c.Condition, inner))) results.Add(Value(c.Element, inner));
        }
        return [.. results];
    }

    private object? Call(Expression.Call call, Scope scope)
    {
        var target = call.Function is Expression.Member member ? Value(member.Target, scope) : null;
        var positional = new List<object?>();
        foreach (var argument in call.Positional)
        {
            if (argument is Expression.Spread spread) positional.AddRange((object?[])Value(spread.Values, scope)!);
            else positional.Add(Value(argument, scope));
        }
        var named = Array.ConvertAll(call.Named, n => (n.Name, Value(n.Value, scope)));
        if (call.Function is Expression.Member method && target is not Module)
            return Call(BindingTable.Method(target is Tensor ? "Tensor" : "list", method.Text), [target, .. positional], named);
        return Value(call.Function, scope) switch
        {
            Module function => Call(BindingTable.Function(function.Path), [.. positional], named),
            Closure closure => Value(closure.Lambda.Body, closure.Scope.With(closure.Lambda.Parameters, closure.Lambda.Parameters.Length == 1 ? positional[0] : positional.ToArray())),
            var other => throw new UnsupportedException($"Calling {other}"),
        };
    }

    private object? Call(IReadOnlyList<Binding> overloads, object?[] positional, (string, object?)[] named)
    {
        foreach (var binding in overloads)
        {
            if (binding.Bind(positional, named, floating) is not { } arguments) continue;
            Called.UnionWith(binding.LibraryNames);
            Operands = [.. positional.Concat(named.Select(n => n.Item2)).SelectMany(v => v as object?[] ?? [v]).OfType<Tensor>()];
            return binding.Apply(arguments);
        }
        throw new UnsupportedException(overloads[0].Name, "no binding takes these arguments");
    }

    private object? Member(object? target, string name) => target switch
    {
        Module module when s_constants.TryGetValue($"{module.Path}.{name}", out var constant) => constant,
        Module module => new Module($"{module.Path}.{name}"),
        Tensor x => name switch
        {
            "shape" => Arguments.Sequence(x.Shape.Extents),
            "ndim" => (long)x.Rank,
            "dtype" => x.DType,
            "requires_grad" => x.RequiresGrad,
            "grad" => x.Grad,
            "T" => x.T,
            "mT" => x.Transpose(-2, -1),
            _ => throw new UnsupportedException($"Tensor.{name}"),
        },
        object?[] values when Array.FindIndex(s_fields, f => f.Contains(name)) is >= 0 and var place => values[place],
        _ => throw new UnsupportedException(name),
    };

    private object? Unary(string symbol, object? x) => (symbol, x) switch
    {
        ("-", Tensor t) => -t,
        ("-", long n) => -n,
        ("-", double v) => -v,
        ("+", _) => x,
        ("not", _) => !Truth(x),
        ("~", Tensor t) => !t,
        _ => throw new UnsupportedException(symbol),
    };

    private object? Binary(Expression.Binary binary, Scope scope)
    {
        var left = Value(binary.Left, scope);
        switch (binary.Operator)
        {
            case "and": return Truth(left) ? Value(binary.Right, scope) : left;
            case "or": return Truth(left) ? left : Value(binary.Right, scope);
        }
        var right = Value(binary.Right, scope);
        if (left is Tensor || right is Tensor) return Call(BindingTable.Function(s_operators.GetValueOrDefault(binary.Operator) ?? binary.Operator), [left, right], []);
        return Numbers.Combine(binary.Operator, left, right);
    }

    private object? Subscript(object? target, object?[] items)
    {
        switch (target)
        {
            case Tensor x: return Call(BindingTable.Method("Tensor", "__getitem__"), [x, items], []);
            case object?[] list when items is [Slice slice]:
                var picked = Enumerable.Range(0, list.Length).ToArray().AsSpan()[(slice.Start is { } a ? At(a, list.Length) : 0)..(slice.Stop is { } b ? At(b, list.Length) : list.Length)];
                return Array.ConvertAll(picked.ToArray(), i => list[i]);
            case object?[] list when items is [long i] && At(i, list.Length) < list.Length: return list[At(i, list.Length)];
            default: throw new UnsupportedException("A subscript of this kind");
        }
    }

    private static int At(long index, int length) => (int)Math.Clamp(index < 0 ? index + length : index, 0, length);

    private long? Whole(Expression? part, Scope scope) => part is null ? null : Value(part, scope) switch
    {
        null => null,
        long n => n,
        Tensor t => (long)t.ToScalar(),
        var other => throw new UnsupportedException($"A slice with {other}"),
    };

    private static bool Truth(object? value) => value switch
    {
        null => false,
        bool b => b,
        long n => n != 0,
        double v => v != 0,
        object?[] list => list.Length > 0,
        Tensor t => t.ToScalar() != 0,
        _ => true,
    };

    /// <summary>A dotted name that is no value: a module or one of its functions.</summary>
    private sealed record Module(string Path);

    private sealed record Closure(Expression.Lambda Lambda, Scope Scope);

    /// <summary>The variables that are visible in a place.</summary>
    private sealed class Scope(IReadOnlyDictionary<string, object?> own, Scope? outer)
    {
        public bool TryGet(string name, out object? value) => own.TryGetValue(name, out value) || (outer?.TryGet(name, out value) ?? false);

        public Scope With(string[] names, object? value)
        {
            if (names.Length == 1) return new Scope(new Dictionary<string, object?> { [names[0]] = value }, this);
            var values = value as object?[] ?? (value is Tensor t ? Array.ConvertAll(t.Unbind(), object? (x) => x) : []);
            if (values.Length != names.Length) throw new UnsupportedException($"{values.Length} values for {names.Length} names");
            return new Scope(names.Zip(values).ToDictionary(p => p.First, p => p.Second), this);
        }
    }
}

/// <summary>The value of <c>start:stop:step</c>.</summary>
internal sealed record Slice(long? Start, long? Stop, long? Step);
