using System.Text.Json;
using AutoGrad.Diagnostics;
using AutoGrad.Nn;
using AutoGrad.Tests.Golden;

namespace AutoGrad.Tests.Diagnostics;

public class ExplanationTests
{
    private static readonly JsonElement s_articles = GoldenFile.Read("articles.json");

    [Test]
    public void The_chain_of_the_articles_has_every_number()
    {
        var golden = s_articles.GetProperty("chain").GetProperty("steps")[0];
        using var recording = Explanation.Record();
        var x = Tensor.Scalar(0.5).WithGrad().Named("x");
        var (w1, w2) = (Tensor.Scalar(0.4).WithGrad().Named("w1"), Tensor.Scalar(0.6).WithGrad().Named("w2"));
        var h = (w1 * x).Named("z1").Sigmoid().Named("h");
        var p = (w2 * h).Named("z2").Sigmoid().Named("p");
        var loss = 0.5 * (p - 1.0).Square();
        loss.Backward();
        var explanation = loss.Explain();
        foreach (var name in new[] { "w1", "w2", "z1", "h", "z2", "p", "loss" }) Find(explanation, name).Value!.Elements[0].ShouldBe(golden.GetProperty(name).GetDouble(), 1e-12, name);
        foreach (var name in new[] { "p", "z2", "w2", "h", "z1", "w1", "x" }) Find(explanation, name).Gradient!.Elements[0].ShouldBe(golden.GetProperty($"dL_d{name}").GetDouble(), 1e-12, name);
        var link = Find(explanation, "h").Inputs[0];
        link.Rule.ShouldBe("dx = g y (1 − y)");
        link.Product!.Elements[0].ShouldBe(link.Derivative!.Elements[0] * Find(explanation, "h").Gradient!.Elements[0], 1e-15);
        explanation.Nodes[explanation.Result].Name.ShouldBe("loss");
        explanation.Nodes.ShouldAllBe(n => n.Check != null && n.Check.Agrees);
    }

    [Test]
    public void Xor_of_the_articles_has_its_gradients_and_matrix_shapes()
    {
        var xor = s_articles.GetProperty("xor");
        Tensor Part(string name) => GoldenFile.Rows(xor.GetProperty(name));
        using var recording = Explanation.Record();
        var (x, y, w1, w2) = (Part("x").Named("x"), Part("y").Named("y"), Part("w1").WithGrad(), Part("w2").WithGrad());
        w1.Named();
        w2.Named();
        var loss = (y - x.MatMul(w1).Sigmoid().MatMul(w2).Sigmoid()).Square().Sum();
        loss.Backward();
        var explanation = loss.Explain();
        Find(explanation, "w1").Gradient!.Elements.ShouldBe(w1.Grad!.ToArray<double>());
        Find(explanation, "w2").Gradient!.Elements.ShouldBe(w2.Grad!.ToArray<double>());
        Find(explanation, "x").Kind.ShouldBe(ExplainedKind.Constant);
        Find(explanation, "x").Gradient.ShouldBeNull();
        var product = explanation.Nodes.First(n => n.Op == "MatMul");
        product.Inputs[1].Shapes.ShouldBe("product → [4, 4]; back: g [4, 4] with [4, 3] → [3, 4]");
        Find(explanation, "w1").Check!.Positions.Count.ShouldBe(12);
        Find(explanation, "w1").Check!.Agrees.ShouldBeTrue();
    }

    [Test]
    public void A_fan_out_lists_its_paths_and_their_sum()
    {
        using var recording = Explanation.Record();
        var a = Tensor.Scalar(3.0).WithGrad().Named("a");
        var loss = a * a + a.Exp();
        loss.Backward();
        var node = Find(loss.Explain(), "a");
        node.Paths.Count.ShouldBe(3);
        node.Paths.Select(p => p.Product.Elements[0]).Order().ShouldBe([3, 3, Math.Exp(3)]);
        node.Gradient!.Elements[0].ShouldBe(a.Grad!.Item<double>());
        loss.Explain().ToText().ShouldContain("(sum over 3 paths)");
    }

    [Test]
    public void Broadcasting_says_which_axes_are_summed()
    {
        using var recording = Explanation.Record();
        var (x, b) = (Tensor.Ones([4, 3]).WithGrad().Named("x"), Tensor.Ones([3]).WithGrad().Named("b"));
        var loss = (x * b).Sum();
        loss.Backward();
        var product = loss.Explain().Nodes.First(n => n.Op == "Multiply");
        product.Inputs[1].Shapes.ShouldBe("broadcast [3] → [4, 3]; its gradient is summed over axis 0");
        product.Inputs[1].Derivative!.Shape.ShouldBe([4, 3]);
        product.Inputs[1].Product!.Elements.ShouldBe([4, 4, 4]);
    }

    [Test]
    public void Before_Backward_it_says_so_and_has_no_zeros()
    {
        using var recording = Explanation.Record();
        var loss = Tensor.Scalar(2.0).WithGrad().Square();
        var explanation = loss.Explain();
        explanation.HasGradients.ShouldBeFalse();
        explanation.Nodes.ShouldAllBe(n => n.Gradient == null && n.Check == null && n.Paths.Count == 0);
        explanation.ToText().ShouldContain("Backward() has not run");
        explanation.ToDot().ShouldContain("Backward() has not run");
        explanation.ToMermaid().ShouldContain("Backward() has not run");
        explanation.ToJson().ShouldContain("Backward() has not run");
    }

    [Test]
    public void Without_recording_a_kept_graph_is_explained_and_nothing_changes()
    {
        var (w, b) = (Tensor.From([1.0, 2.0]).WithGrad().Named("w"), Tensor.From([0.5, 0.25]).WithGrad().Named("b"));
        var loss = ((w * w + b).Tanh() * b).Sum();
        loss.Explain().HasGradients.ShouldBeFalse();
        loss.Backward(retainGraph: true);
        var (before, version) = (w.Grad!.ToArray<double>(), w.Version);
        var explanation = loss.Explain();
        Find(explanation, "w").Gradient!.Elements.ShouldBe(before);
        Find(explanation, "b").Value!.Elements.ShouldBe([0.5, 0.25]);
        explanation.Nodes.ShouldAllBe(n => n.Value != null);
        Find(explanation, "w").Check!.Reason.ShouldContain("not recorded");
        w.Grad!.ToArray<double>().ShouldBe(before);
        w.Version.ShouldBe(version);
        w.ZeroGrad();
        loss.Backward();
        w.Grad!.ToArray<double>().ShouldBe(before);
    }

    [Test]
    public void What_cannot_be_explained_says_why()
    {
        var w = Tensor.Scalar(1.0).WithGrad();
        Should.Throw<InvalidOperationException>(() => w.Explain()).Message.ShouldContain("is a leaf");
        Should.Throw<InvalidOperationException>(() => Tensor.Scalar(1.0).Explain()).Message.ShouldContain("depends on nothing");
        Should.Throw<ArgumentNullException>(() => ((Tensor)null!).Explain());
        Should.Throw<ArgumentException>(() => w.Named(" "));
        var loss = w.Square();
        loss.Backward();
        Should.Throw<InvalidOperationException>(() => loss.Explain()).Message.ShouldContain("was released by a backward pass. Compute inside of Explanation.Record()");
    }

    [Test]
    public void Recorded_values_outlive_the_graph_and_changes_in_place()
    {
        var w = Tensor.Scalar(3.0).WithGrad().Named("w");
        Tensor loss;
        using (Explanation.Record())
        {
            loss = w.Square();
            loss.Backward();
        }
        using (GradMode.NoGrad()) w.Mutate<double>()[0] = 100;
        var explanation = loss.Explain();
        Find(explanation, "w").Value!.Elements[0].ShouldBe(3);
        Find(explanation, "w").Gradient!.Elements[0].ShouldBe(6);
        explanation.Nodes[explanation.Result].Inputs[0].Derivative!.Elements[0].ShouldBe(6);
    }

    [Test]
    public void A_pass_that_nobody_saw_is_not_shown_as_zeros()
    {
        Tensor loss;
        using (Explanation.Record()) loss = Tensor.Scalar(3.0).WithGrad().Square();
        loss.Backward();
        var explanation = loss.Explain();
        explanation.HasGradients.ShouldBeFalse();
        explanation.GradientNote.ShouldContain("Backward() ran where nothing was recorded");
    }

    [Test]
    public void NaN_and_infinity_are_marked_where_they_arise()
    {
        using var recording = Explanation.Record();
        var x = Tensor.From([0.0, 1.0]).WithGrad().Named("x");
        var y = x.Log().Named("y");
        var loss = (y * 0.0).Named("z").Sum();
        loss.Backward();
        var explanation = loss.Explain();
        explanation.Nodes.Where(n => n.IsNonFiniteOrigin).Select(n => n.Name).ShouldBe(["y"]);
        explanation.ToText().ShouldContain("became NaN or infinite here");
        var root = Tensor.From([0.0]).WithGrad().Sqrt().Named("root");
        var total = (root * 2).Sum();
        total.Backward();
        total.Explain().Nodes.Where(n => n.Inputs.Any(i => i.IsNonFiniteOrigin)).Select(n => n.Name).ShouldBe(["root"]);
    }

    [Test]
    public void Ops_with_fused_gradients_are_seen_and_checked()
    {
        using var recording = Explanation.Record();
        var g = new Generator(3);
        var x = Tensor.Uniform([2, 3, 4], -1, 1, DType.Float64, g).WithGrad().Named("x");
        var normal = x.LayerNorm([4]);
        var attention = Tensor.ScaledDotProductAttention(normal, x, x);
        var loss = Loss.CrossEntropy(attention.Reshape([6, 4]), Tensor.From([0L, 1, 2, 3, 0, 1]));
        loss.Backward();
        var node = Find(loss.Explain(), "x");
        node.Gradient!.Elements.ShouldBe(x.Grad!.ToArray<double>());
        node.Check!.Reason.ShouldBe("");
        node.Check.Agrees.ShouldBeTrue();
    }

    [Test]
    public void Several_results_of_one_op_are_nodes_of_their_own()
    {
        using var recording = Explanation.Record();
        var x = Tensor.From([1.0, 2, 3, 4]).WithGrad().Named("x");
        var parts = x.Split(2);
        var loss = (parts[0] * parts[1]).Sum();
        loss.Backward();
        var explanation = loss.Explain();
        explanation.Nodes.Count(n => n.Op.EndsWith("(one result)")).ShouldBe(2);
        Find(explanation, "x").Gradient!.Elements.ShouldBe([3, 4, 1, 2]);
        Find(explanation, "x").Check!.Agrees.ShouldBeTrue();
    }

    [Test]
    public void A_function_of_the_users_own_is_explained_and_not_compared()
    {
        using var recording = Explanation.Record();
        var x = Tensor.Scalar(0.5).WithGrad().Named("x");
        var loss = Autodiff.Custom(t => t.Exp(), (t, y, g) => g * y, "Mine")(x).Square();
        loss.Backward();
        var explanation = loss.Explain();
        Find(explanation, "x").Gradient!.Elements[0].ShouldBe(x.Grad!.Item<double>());
        Find(explanation, "x").Check!.Reason.ShouldContain("Mine");
    }

    [Test]
    public void Parameters_have_their_paths_and_steps_their_modules()
    {
        using var recording = Explanation.Record();
        Sequential net = [new Linear(3, 4, generator: new Generator(1)), new Tanh(), new Linear(4, 1, generator: new Generator(2))];
        var loss = net.Call(Tensor.Ones([2, 3])).Sum();
        loss.Backward();
        var explanation = loss.Explain(net.NamedParameters());
        Find(explanation, "0.Weight").Module.ShouldBe("Sequential.0");
        explanation.Nodes.First(n => n.Op == "Tanh").Module.ShouldBe("Sequential.1");
        Find(explanation, "2.Bias").Gradient!.Elements.ShouldBe([2]);
        explanation.ToDot().ShouldContain("subgraph cluster_0");
    }

    [Test]
    public void Names_come_from_expressions()
    {
        var (a, b) = (Tensor.Scalar(1.0).WithGrad(), Tensor.Scalar(2.0).WithGrad());
        using var recording = Explanation.Record();
        a.Named();
        var sum = (a + b).Named();
        var half = ((a) * (b)).Named();
        var explanation = (sum * half).Explain();
        explanation.Nodes.Where(n => n.IsNamed).Select(n => n.Name).ShouldBe(["a", "a + b", "(a) * (b)", "sum * half"]);
    }

    [Test]
    public void Markup_and_control_characters_in_names_are_escaped()
    {
        const string evil = "<script>alert(\"1\")</script>\u001b[31m\n%%\\";
        using var recording = Explanation.Record();
        var loss = Tensor.Scalar(1.0).WithGrad().Named(evil + "x").Square();
        loss.Backward();
        var explanation = loss.Explain();
        explanation.ToJson().ShouldNotContain("<");
        JsonDocument.Parse(explanation.ToJson()).RootElement.GetProperty("nodes")[0].GetProperty("name").GetString().ShouldStartWith("<script>");
        explanation.ToMermaid().ShouldNotContain("<script");
        explanation.ToText(colors: false).ShouldNotContain("\u001b");
        explanation.ToDot().ShouldContain("\\\"1\\\"");
    }

    [Test]
    public void Json_has_NaN_as_a_word_and_is_cut_off_where_asked()
    {
        using var recording = Explanation.Record();
        var loss = Tensor.From([double.NaN, 1, double.NegativeInfinity]).WithGrad().Named("x").Sum();
        var value = JsonDocument.Parse(loss.Explain().ToJson(2)).RootElement.GetProperty("nodes")[0].GetProperty("value");
        value.GetProperty("data").GetRawText().ShouldBe("[\"NaN\",1]");
        value.GetProperty("size").GetInt32().ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => loss.Explain().ToJson(-1));
    }

    [Test]
    public void Text_has_colours_only_where_asked()
    {
        using var recording = Explanation.Record();
        var loss = Tensor.Scalar(1.0).WithGrad().Square();
        loss.Backward();
        loss.Explain().ToText(colors: true).ShouldContain("\u001b[36m");
        loss.Explain().ToString().ShouldNotContain("\u001b");
    }

    [Test]
    public void A_large_network_is_explained_without_being_compared()
    {
        using var recording = Explanation.Record();
        var x = Tensor.Uniform([4, 8, 48, 48], -1, 1, generator: new Generator(1));
        var loss = new Conv2d(8, 64, 3, generator: new Generator(2)).Call(x).Relu().Sum();
        loss.Backward();
        var explanation = loss.Explain();
        explanation.CheckNote.ShouldContain("too large");
        explanation.Nodes.ShouldAllBe(n => n.Kind == ExplainedKind.Constant || n.Gradient != null);
    }

    [Test]
    public void A_deep_graph_needs_no_deep_stack()
    {
        using var recording = Explanation.Record();
        var x = Tensor.Scalar(1.0).WithGrad().Named("x");
        var y = x;
        for (var i = 0; i < 20_000; i++) y = y + 1e-6;
        y.Backward();
        var explanation = y.Explain();
        explanation.Nodes.Count.ShouldBe(20_001);
        Find(explanation, "x").Gradient!.Elements[0].ShouldBe(1);
        Find(explanation, "x").Check!.Reason.ShouldContain("20001 nodes");
    }

    private static ExplainedNode Find(Explanation explanation, string name) => explanation.Nodes.Single(n => n.Name == name);
}
