namespace AutoGrad.Conformance.Bindings;

/// <summary>The graph's own functions, and changes in place.</summary>
internal static class Autograd
{
    public static IEnumerable<Binding> All =>
    [
        new("Tensor.backward", "input, gradient=None, retain_graph=None, create_graph=False", Backward),
        new("torch.autograd.grad", "outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False", Gradient, "Gradient"),
        new("torch.detach", "input", a => a.Tensor("input").Detach()),
        new("Tensor.requires_grad_", "input, requires_grad=True", Require, "RequiresGrad"),
        new("Tensor.item", "input", a => a.Tensor("input").ToScalar(), "ToScalar"),
        new("Tensor.add_", "input, other, *, alpha=1", a => Change(a.Tensor("input"), v => v + a.Number("other") * a.Number("alpha")), "Mutate"),
        new("Tensor.mul_", "input, other", a => Change(a.Tensor("input"), v => v * a.Number("other")), "Mutate"),
        new("Tensor.zero_", "input", a => Change(a.Tensor("input"), _ => 0), "Mutate"),
        new("Tensor.fill_", "input, value", a => Change(a.Tensor("input"), _ => a.Number("value")), "Mutate"),
    ];

    private static object? Backward(Arguments a)
    {
        a.Tensor("input").Backward(a.OptionalTensor("gradient"), a.Has("retain_graph") ? a.Flag("retain_graph") : null, a.Flag("create_graph"));
        return null;
    }

    private static object?[] Gradient(Arguments a)
    {
        Tensor[] Several(string name) => a[name] is Tensor one ? [one] : a.Tensors(name);
        return Arguments.Results(Autodiff.Gradient(
            Several("outputs"), Several("inputs"), a.Has("grad_outputs") ? Several("grad_outputs") : [],
            a.Has("retain_graph") ? a.Flag("retain_graph") : null, a.Flag("create_graph")));
    }

    private static Tensor Require(Arguments a)
    {
        a.Tensor("input").RequiresGrad = a.Flag("requires_grad");
        return a.Tensor("input");
    }

    private static Tensor Change(Tensor x, Func<double, double> change)
    {
        if (x.DType == DType.Float32) Each(x.Mutate<float>(), v => (float)change(v));
        else if (x.DType == DType.Float64) Each(x.Mutate<double>(), change);
        else Each(x.Mutate<long>(), v => (long)change(v));
        return x;
    }

    private static void Each<T>(Span<T> elements, Func<T, T> change)
    {
        for (var i = 0; i < elements.Length; i++) elements[i] = change(elements[i]);
    }
}
