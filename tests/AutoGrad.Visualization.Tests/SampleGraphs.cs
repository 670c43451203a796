using AutoGrad.Diagnostics;
using AutoGrad.Nn;

namespace AutoGrad.Visualization.Tests;

/// <summary>The computations whose pages are opened, each gone forward and back, with the gradients the engine left on the leaves.</summary>
internal static class SampleGraphs
{
    public static readonly string[] Names = ["chain", "xor", "skip", "softmax", "attention", "large"];

    public sealed record Sample(Explanation Explanation, IReadOnlyDictionary<string, double[]> Gradients);

    public static Sample Make(string name)
    {
        using var recording = Explanation.Record();
        return name switch
        {
            "chain" => Chain(),
            "xor" => Xor(),
            "skip" => Skip(),
            "softmax" => Softmax(),
            "attention" => Attention(),
            _ => Large(100_000),
        };
    }

    private static Sample Chain()
    {
        var (x, w1, w2) = (Tensor.Scalar(0.5), Tensor.Scalar(0.4).WithGrad(), Tensor.Scalar(0.6).WithGrad());
        x.Named();
        var h = (w1 * x).Named("z1").Sigmoid().Named("h");
        var p = (w2 * h).Named("z2").Sigmoid().Named("p");
        var loss = 0.5 * (p - 1.0).Named("error").Square();
        return Of(loss, new() { ["w1"] = w1, ["w2"] = w2 });
    }

    private static Sample Xor()
    {
        var x = Tensor.From(new double[,] { { 0, 0, 1 }, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 1, 1 } }).Named("x");
        var y = Tensor.From(new double[,] { { 0 }, { 1 }, { 1 }, { 0 } }).Named("y");
        var g = new Generator(5);
        var (w1, w2) = (Tensor.Uniform([3, 4], 0, 1, DType.Float64, g).WithGrad(), Tensor.Uniform([4, 1], 0, 1, DType.Float64, g).WithGrad());
        var hidden = x.MatMul(w1).Sigmoid().Named("hidden");
        var loss = (y - hidden.MatMul(w2).Sigmoid().Named("prediction")).Square().Sum();
        return Of(loss, new() { ["w1"] = w1, ["w2"] = w2 });
    }

    private static Sample Skip()
    {
        var net = new SkipNet(new Generator(7));
        var x = Tensor.Uniform([3, 4], -1, 1, DType.Float64, new Generator(8)).Named("x");
        return Of(net.Call(x).Square().Mean(), net.NamedParameters().ToDictionary(p => p.Key, p => (Tensor)p.Value));
    }

    private static Sample Softmax()
    {
        var x = Tensor.Uniform([4, 3], -1, 1, DType.Float64, new Generator(9)).Named("x");
        var (w, b) = (Tensor.Uniform([3, 5], -1, 1, DType.Float64, new Generator(10)).WithGrad(), Tensor.Zeros([5], DType.Float64).WithGrad());
        var loss = Loss.CrossEntropy((x.MatMul(w) + b).Named("logits"), Tensor.From([0L, 2, 4, 1]));
        return Of(loss, new() { ["w"] = w, ["b"] = b });
    }

    private static Sample Attention()
    {
        var g = new Generator(11);
        var x = Tensor.Uniform([4, 6], -1, 1, DType.Float64, g).Named("x");
        Tensor Weight() => Tensor.Uniform([6, 6], -0.5, 0.5, DType.Float64, g).WithGrad();
        var (wq, wk, wv) = (Weight(), Weight(), Weight());
        var (q, k, v) = (x.MatMul(wq).Named("q"), x.MatMul(wk).Named("k"), x.MatMul(wv).Named("v"));
        var weights = (q.MatMul(k.Transpose(0, 1)) / Math.Sqrt(6)).Named("scores").Softmax(-1).Named("weights");
        var loss = (weights.MatMul(v) + x).Named("out").LayerNorm([6]).Tanh().Square().Sum();
        return Of(loss, new() { ["wq"] = wq, ["wk"] = wk, ["wv"] = wv });
    }

    private static Sample Large(int nodes)
    {
        var x = Tensor.Scalar(1.0).WithGrad();
        var y = x;
        for (var i = 0; i < nodes / 3; i++) y = y * 0.99999 + x * 1e-6;
        return Of(y, new() { ["x"] = x });
    }

    private static Sample Of(Tensor loss, Dictionary<string, Tensor> parameters)
    {
        loss.Backward();
        return new Sample(loss.Explain(parameters, name: "loss"), parameters.ToDictionary(p => p.Key, p => p.Value.Grad!.ToArray<double>()));
    }

    private sealed class SkipNet : Layer
    {
        public SkipNet(Generator g)
        {
            (First, Second) = (new Block(g), new Block(g));
            Head = new Linear(4, 2, dtype: DType.Float64, generator: g);
        }

        public Block First { get; set => field = Register(value); }

        public Block Second { get; set => field = Register(value); }

        public Linear Head { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Head.Call(Second.Call(First.Call(x)));
    }

    private sealed class Block : Layer
    {
        public Block(Generator g)
        {
            In = new Linear(4, 5, dtype: DType.Float64, generator: g);
            Out = new Linear(5, 4, dtype: DType.Float64, generator: g);
        }

        public Linear In { get; set => field = Register(value); }

        public Linear Out { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => x + Out.Call(In.Call(x).Tanh());
    }
}
