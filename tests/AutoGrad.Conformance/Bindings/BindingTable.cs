using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Bindings;

/// <summary>All torch names the library is compared by. A new family of bindings joins the list below.</summary>
internal static class BindingTable
{
    /// <summary>Every row.</summary>
    public static IReadOnlyList<Binding> All { get; } = [.. new IEnumerable<Binding>[]
    {
        Python.All,
        Creation.All,
        Arithmetic.All,
        Pointwise.All,
        Comparisons.All,
        Reductions.All,
        Views.All,
        Indexing.All,
        MatMul.All,
        Convolution.All,
        Networks.All,
        Losses.All,
        LinearAlgebra.All,
        Autograd.All,
        Special.All,
        Ordering.All,
        Scattering.All,
    }.SelectMany(family => family)];

    private static readonly ILookup<string, Binding> s_byName = All.SelectMany(binding => binding.Names.Select(name => (name, binding))).ToLookup(p => p.name, p => p.binding);

    /// <summary>The rows of a function.</summary>
    /// <param name="path">The dotted name: <c>torch.exp</c>, <c>F.relu</c>, <c>torch.nn.functional.relu</c>.</param>
    /// <exception cref="UnsupportedException">There is none.</exception>
    public static IReadOnlyList<Binding> Function(string path) =>
        Rows(path.StartsWith("torch.nn.functional.", StringComparison.Ordinal) ? path.Replace("torch.nn.functional.", "F.") : path) ?? throw new UnsupportedException(path);

    /// <summary>The rows of a method: its own, or those of torch's function of the same name.</summary>
    /// <param name="type">The type of the object before the dot.</param>
    /// <param name="name">The method.</param>
    /// <exception cref="UnsupportedException">There is none.</exception>
    public static IReadOnlyList<Binding> Method(string type, string name) =>
        Rows($"{type}.{name}") ?? (type == "Tensor" ? Rows($"torch.{name}") : null) ?? throw new UnsupportedException($"{type}.{name}");

    private static IReadOnlyList<Binding>? Rows(string name) => s_byName[name].ToArray() is { Length: > 0 } rows ? rows : null;
}
