using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Bindings;

/// <summary>One torch function in terms of the library: a row of the table that translates expressions.</summary>
/// <remarks>
/// <code>
/// new("torch.softmax F.softmax", "input, dim, dtype=None", a => a.Tensor("input").Softmax(a.Int("dim")))
/// </code>
/// A function with several signatures has several rows; the first that takes the arguments is used.
/// </remarks>
internal sealed class Binding
{
    private readonly string[] _parameters;
    private readonly object?[] _defaults;
    private readonly string? _rest;

    /// <summary>A row of the table.</summary>
    /// <param name="names">The torch names with one meaning and signature, separated by blanks; a function of torch is found as a method too.</param>
    /// <param name="signature">The parameters as torch's documentation writes them, defaults included; <c>*sizes</c> takes numbers or one list.</param>
    /// <param name="apply">Computes the result: a tensor, a number, or object?[] of several.</param>
    /// <param name="library">The library's member, where that is not torch's word (several: <c>Max/Min</c>), and then what else its messages may name, separated by blanks.</param>
    public Binding(string names, string signature, Func<Arguments, object?> apply, string library = "")
    {
        Names = names.Split(' ');
        LibraryNames = [.. library.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Names.Select(n => n[(n.LastIndexOf('.') + 1)..])];
        Apply = apply;
        var (_, required, optional) = (Expression.Call)Parser.Parse($"f({signature.Replace("*, ", "")})");
        _rest = required is [.., Expression.Spread { Values: Expression.Name rest }] ? rest.Text : null;
        _parameters = [.. required.OfType<Expression.Name>().Select(n => n.Text), .. optional.Select(n => n.Name)];
        _defaults = [.. required.OfType<Expression.Name>().Select(_ => Arguments.Missing), .. optional.Select(n => new Evaluator(DType.Float64).Evaluate(n.Value, new Dictionary<string, object?>()))];
    }

    /// <summary>The torch names.</summary>
    public string[] Names { get; }

    /// <summary>The first of the torch names.</summary>
    public string Name => Names[0];

    /// <summary>The library's members, or torch's word for them: docs/from-pytorch.md has them from here.</summary>
    public string[] Members => LibraryNames[0].Split('/');

    /// <summary>The words by which the library's messages may name the op.</summary>
    public string[] LibraryNames { get; }

    /// <summary>Computes the result.</summary>
    public Func<Arguments, object?> Apply { get; }

    /// <summary>The arguments by parameter; null if the signature does not take them.</summary>
    public Arguments? Bind(object?[] positional, (string Name, object? Value)[] named, DType floating)
    {
        // parameters after *sizes are given by name
        var fixedCount = _rest is null ? _parameters.Length : _defaults.Count(d => ReferenceEquals(d, Arguments.Missing));
        var values = (object?[])_defaults.Clone();
        if (positional.Length > fixedCount && _rest is null) return null;
        for (var i = 0; i < Math.Min(positional.Length, fixedCount); i++) values[i] = positional[i];
        object?[] rest = positional.Length > fixedCount ? positional[fixedCount..] : [];
        if (rest is [object?[] list]) rest = list;
        foreach (var (name, value) in named)
        {
            if (name == _rest && value is object?[] sizes)
            {
                rest = sizes;
                continue;
            }
            var at = Array.IndexOf(_parameters, name);
            if (at < 0 || at < Math.Min(positional.Length, fixedCount)) return null;
            values[at] = value;
        }
        if (Array.IndexOf(values, Arguments.Missing) >= 0) return null;
        return new Arguments(this, _rest is null ? _parameters : [.. _parameters, _rest], _rest is null ? values : [.. values, rest], floating);
    }
}
