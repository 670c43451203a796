using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Bindings;

/// <summary>What a torch function was called with, by parameter name, as the C# types that bindings pass on.</summary>
internal sealed class Arguments(Binding binding, string[] parameters, object?[] values, DType floating)
{
    /// <summary>The default of a parameter that has none.</summary>
    public static readonly object Missing = new();

    /// <summary>The default element type: of the run, as torch.set_default_dtype.</summary>
    public DType Floating => floating;

    /// <summary>The argument as it is.</summary>
    public object? this[string name] => values[Array.IndexOf(parameters, name)];

    /// <summary>Whether the argument is given and not None.</summary>
    public bool Has(string name) => this[name] is not null;

    public Tensor Tensor(string name) => this[name] as Tensor ?? throw Wrong(name, "a tensor");

    public Tensor? OptionalTensor(string name) => Has(name) ? Tensor(name) : null;

    public Tensor[] Tensors(string name) => this[name] switch
    {
        object?[] list => Array.ConvertAll(list, v => v as Tensor ?? throw Wrong(name, "tensors")),
        Tensor one => one.Unbind(),
        _ => throw Wrong(name, "tensors"),
    };

    public int Int(string name) => ToInt(name, this[name]);

    public int? OptionalInt(string name) => Has(name) ? Int(name) : null;

    public double Number(string name) => this[name] switch
    {
        long n => n,
        double v => v,
        bool b => b ? 1 : 0,
        Tensor { Size: 1 } t => t.ToScalar(),
        _ => throw Wrong(name, "a number"),
    };

    public double? OptionalNumber(string name) => Has(name) ? Number(name) : null;

    public bool Flag(string name) => this[name] is bool b ? b : throw Wrong(name, "a truth value");

    public string Text(string name) => this[name] as string ?? throw Wrong(name, "a string");

    /// <summary>A list of whole numbers; one number is a list of one, None an empty one.</summary>
    public int[] Ints(string name) => this[name] switch
    {
        null => [],
        object?[] list => Array.ConvertAll(list, v => ToInt(name, v)),
        var one => [ToInt(name, one)],
    };

    /// <summary>A list of whole numbers; one number stands for as many as there are axes.</summary>
    public int[] Ints(string name, int axes) => Ints(name) is [var one] ? Repeated(one, axes) : Ints(name);

    public Shape Shape(string name) => new(Ints(name));

    public DType DType(string name, DType otherwise) => this[name] is DType dtype ? dtype : otherwise;

    /// <summary>Several values as an expression sees them.</summary>
    public static object?[] Sequence(ReadOnlySpan<int> numbers) => Array.ConvertAll(numbers.ToArray(), object? (n) => (long)n);

    /// <summary>Several results as an expression sees them.</summary>
    public static object?[] Results(params Tensor[] tensors) => Array.ConvertAll(tensors, object? (t) => t);

    /// <summary>The call cannot be expressed: the argument has a type or value that the binding does not cover.</summary>
    public UnsupportedException Wrong(string name, string expected) => new(binding.Name, $"{name} is {this[name] ?? "None"}, not {expected}");

    private static int[] Repeated(int value, int count)
    {
        var all = new int[count];
        Array.Fill(all, value);
        return all;
    }

    private int ToInt(string name, object? value) => value switch
    {
        long n => (int)n,
        Tensor { Size: 1, DType: AutoGrad.DType.Int64 or AutoGrad.DType.Int32 } t => (int)t.ToScalar(),
        _ => throw Wrong(name, "whole numbers"),
    };
}
