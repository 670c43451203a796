using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Tests.Conformance;

/// <summary>The interpreter of torch expressions.</summary>
public class ExpressionTests
{
    [TestCase("1 + 2 * 3", 7L)]
    [TestCase("(1 + 2) * 3", 9L)]
    [TestCase("10 - 4 - 3", 3L)]
    [TestCase("-2 ** 2", -4L)]
    [TestCase("2 ** 3 ** 2", 512L)]
    [TestCase("2 ** -1", 0.5)]
    [TestCase("7 // 2", 3L)]
    [TestCase("-7 // 2", -4L)]
    [TestCase("-7 % 3", 2L)]
    [TestCase("1 / 2", 0.5)]
    [TestCase("1.5e-3 * 1E3", 1.5)]
    [TestCase("float('-inf')", double.NegativeInfinity)]
    [TestCase("1 if 2 > 3 or not 1 < 2 else 5", 5L)]
    [TestCase("sum(k * k for k in range(5) if k != 2)", 26L)]
    [TestCase("sum([2 * k for k in (1, 2)])", 6L)]
    [TestCase("(1, 2, 3)[-1] + [4, 5][0]", 7L)]
    [TestCase("let f = lambda a, b: a * b; c = f(2, 3); a, b = (c, 1) in a + b", 7L)]
    [TestCase("let y = 3; y = y * y in y", 9L)]
    [TestCase("math.sqrt(n) // 1", 3.0)]
    public void Numbers_follow_Python(string text, object expected) => Value(text).ShouldBe(expected);

    [TestCase("x[1]", new[] { 4.0, 5, 6 })]
    [TestCase("x[:, 1:][0]", new[] { 2.0, 3 })]
    [TestCase("x[..., -1]", new[] { 3.0, 6 })]
    [TestCase("x[::2, None].view(-1)", new[] { 1.0, 2, 3 })]
    [TestCase("x[i[:, None], torch.tensor([0, 2])].flatten()", new[] { 4.0, 6, 1, 3 })]
    [TestCase("x[x > 4]", new[] { 5.0, 6 })]
    [TestCase("1 - x.t()[0] ** 2", new[] { 0.0, -15 })]
    [TestCase("(x @ x.T).sum(-1, keepdim=True).view(x.shape[0])", new[] { 46.0, 109 })]
    [TestCase("torch.max(x, dim=1).values - torch.max(x, 1)[1]", new[] { 1.0, 4 })]
    [TestCase("x.permute(*(1, 0))[0]", new[] { 1.0, 4 })]
    [TestCase("i + 0.5", new[] { 1.5, 0.5 })]
    public void Tensors_are_the_librarys(string text, double[] expected) => ((Tensor)Value(text)!).To(DType.Float64).ToArray<double>().ShouldBe(expected);

    [Test]
    public void Strings_reach_the_bindings() =>
        ((Tensor)Value("torch.nn.functional.gelu(x, approximate='tanh')")!).ToArray<double>().ShouldBe(Input().Gelu(GeluApproximation.Tanh).ToArray<double>());

    [TestCase("1 +")]
    [TestCase("f(1")]
    [TestCase("x[1")]
    [TestCase("'open")]
    [TestCase("let y 3 in y")]
    [TestCase("1 $ 2")]
    [TestCase("1.2.3")]
    [TestCase("1 2")]
    public void What_is_no_expression_is_refused(string text) => Should.Throw<FormatException>(() => Parser.Parse(text));

    [TestCase("torch.nothing(x)", "torch.nothing")]
    [TestCase("x.nothing()", "Tensor.nothing")]
    [TestCase("torch.exp(x, volume=11)", "torch.exp")]
    [TestCase("torch.exp(x, x)", "torch.exp")]
    [TestCase("torch.exp()", "torch.exp")]
    public void What_no_binding_covers_is_named(string text, string name) => Should.Throw<UnsupportedException>(() => Value(text)).What.ShouldBe(name);

    private static Tensor Input() => Tensor.From([1.0, 2, 3, 4, 5, 6], [2, 3]);

    private static object? Value(string text) =>
        new Evaluator(DType.Float64).Evaluate(Parser.Parse(text), new Dictionary<string, object?> { ["x"] = Input(), ["i"] = Tensor.From([1L, 0L]), ["n"] = 9L });
}
