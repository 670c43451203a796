using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class ContainerTests
{
    private sealed class Tower : Layer
    {
        public Tower()
        {
            Blocks = [new Linear(4, 4), new Linear(4, 4)];
            Heads = new ModuleDict<Linear> { ["price"] = new Linear(4, 1), ["kind"] = new Linear(4, 3) };
        }

        public ModuleList<Linear> Blocks { get; set => field = Register(value); }

        public ModuleDict<Linear> Heads { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x)
        {
            foreach (var block in Blocks) x = x + block.Call(x).Relu();
            return Heads["kind"].Call(x);
        }
    }

    private sealed class Forgetful : Layer
    {
        private readonly ModuleList<Linear> _blocks = [new Linear(4, 4)];

        protected override Tensor Forward(Tensor x) => _blocks[0].Call(x);
    }

    private sealed class Tied : Layer
    {
        public Tied()
        {
            Table = new Embedding(5, 3, dtype: DType.Float64);
            Output = new Linear(3, 5, bias: false, dtype: DType.Float64);
            Output.Weight = Table.Weight;
        }

        public Embedding Table { get; set => field = Register(value); }

        public Linear Output { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Output.Call(Table.Call(x));
    }

    [Test]
    public void Members_are_registered_by_place_and_by_name()
    {
        var net = new Tower();
        net.NamedParameters().Select(p => p.Key).ShouldBe(["Blocks.0.Weight", "Blocks.0.Bias", "Blocks.1.Weight", "Blocks.1.Bias", "Heads.price.Weight", "Heads.price.Bias", "Heads.kind.Weight", "Heads.kind.Bias"]);
        net.Call(Tensor.Ones([2, 4])).Shape.ShouldBe(new Shape(2, 3));
        net.Blocks.Add(new Linear(4, 4, bias: false));
        net.Blocks[0] = new Linear(4, 4, bias: false);
        net.Heads["kind"] = new Linear(4, 2);
        net.NamedParameters().Select(p => p.Key).ShouldBe(["Blocks.0.Weight", "Blocks.1.Weight", "Blocks.1.Bias", "Blocks.2.Weight", "Heads.price.Weight", "Heads.price.Bias", "Heads.kind.Weight", "Heads.kind.Bias"]);
        net.Call(Tensor.Ones([2, 4])).Shape.ShouldBe(new Shape(2, 2));
        (net.Blocks.Count, net.Heads.Count).ShouldBe((3, 2));
        net.Heads.Keys.ShouldBe(["price", "kind"]);
        net.Heads.ContainsKey("none").ShouldBeFalse();
        net.Heads.TryGetValue("price", out var head).ShouldBeTrue();
        head.ShouldBeSameAs(net.Heads["price"]);
        Should.Throw<KeyNotFoundException>(() => net.Heads["none"]).Message.ShouldContain("price, kind");
        Should.Throw<ArgumentException>(() => net.Heads["a.b"] = new Linear(1, 1)).Message.ShouldStartWith("Heads");
        net.Heads.Count.ShouldBe(2);
        Should.Throw<ArgumentNullException>(() => net.Blocks.Add(null!));
    }

    [Test]
    public void An_error_names_the_list_and_the_place()
    {
        var net = new Tower();
        net.Blocks[1] = new Linear(5, 4);
        Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([2, 4]))).Message.ShouldEndWith("In module Tower.Blocks.1.");
        net.Blocks[1] = new Linear(4, 4);
        net.Heads["kind"] = new Linear(9, 1);
        Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([2, 4]))).Message.ShouldEndWith("In module Tower.Heads.kind.");
        var nested = new ModuleList<ModuleList<Linear>>(new ModuleList<Linear>(new Linear(2, 3)));
        Should.Throw<ShapeMismatchException>(() => nested[0][0].Call(Tensor.Ones([1]))).Message.ShouldEndWith("In module Linear.");
    }

    [Test]
    public void A_list_that_was_never_registered_is_found_when_its_members_run() =>
        Should.Throw<InvalidOperationException>(() => new Forgetful().Call(Tensor.Ones([2, 4]))).Message.ShouldContain("never registered");

    [Test]
    public void A_residual_adds_what_goes_around()
    {
        var x = Tensor.Randn([2, 4], DType.Float64, new Generator(1));
        var body = new Linear(4, 4, dtype: DType.Float64);
        new Residual(body).Call(x).ToArray<double>().ShouldBe((x + body.Call(x)).ToArray<double>());
        var (wide, around) = (new Linear(4, 6, dtype: DType.Float64), new Linear(4, 6, bias: false, dtype: DType.Float64));
        var residual = new Residual(wide, around);
        residual.Call(x).ToArray<double>().ShouldBe((around.Call(x) + wide.Call(x)).ToArray<double>());
        residual.NamedParameters().Select(p => p.Key).ShouldBe(["Body.Weight", "Body.Bias", "Shortcut.Weight"]);
        Should.Throw<ShapeMismatchException>(() => new Residual(new Linear(4, 1)).Call(Tensor.Ones([2, 4]))).Message.ShouldContain("both ways");
    }

    [Test]
    public void Apply_reaches_every_module_inner_before_outer()
    {
        var net = new Tower();
        var seen = new List<string>();
        net.Apply(m => seen.Add(m.GetType().Name));
        seen.Last().ShouldBe("Tower");
        seen.Count(name => name == "Linear").ShouldBe(4);
        net.Apply(m => { if (m is Linear { Bias: { } bias }) Init.Constant(bias, 2); });
        net.Heads["price"].Bias!.ToArray<float>().ShouldBe([2f]);
        Should.Throw<ArgumentNullException>(() => net.Apply(null!));
    }

    [Test]
    public void Parameters_are_sorted_into_groups()
    {
        var net = new Tower();
        var groups = net.ParameterGroups((path, _) => path.Split('.')[0]);
        groups.Keys.ShouldBe(["Blocks", "Heads"]);
        groups["Heads"].Count.ShouldBe(4);
        groups.Values.Sum(g => g.Count).ShouldBe(net.Parameters().Count());
        var (decayed, undecayed) = net.SplitForWeightDecay();
        decayed.ShouldAllBe(p => p.Rank == 2);
        undecayed.ShouldAllBe(p => p.Rank == 1);
        (decayed.Count, undecayed.Count).ShouldBe((4, 4));
        new Relu().SplitForWeightDecay().Decayed.ShouldBeEmpty();
    }

    [Test]
    public void Tied_weights_are_one_parameter_with_both_gradients()
    {
        var net = new Tied();
        net.ParameterCount.ShouldBe(15);
        net.StateDictionary().Keys.ShouldBe(["Table.Weight"]);
        net.Call(Tensor.From([1L])).Sum().Backward();
        var w = net.Table.Weight.ToArray<double>();
        var grad = net.Output.Weight.Grad!.ToArray<double>();
        for (var column = 0; column < 3; column++)
            for (var row = 0; row < 5; row++)
            {
                var asOutput = w[3 + column];
                var asInput = row == 1 ? Enumerable.Range(0, 5).Sum(r => w[r * 3 + column]) : 0;
                grad[row * 3 + column].ShouldBe(asOutput + asInput, 1e-12);
            }
        var other = new Tied();
        other.LoadState(net.StateDictionary());
        other.Output.Weight.ToArray<double>().ShouldBe(w);
        other.To(DType.Float32);
        other.Output.Weight.ShouldBeSameAs(other.Table.Weight);
        other.Output.Weight.DType.ShouldBe(DType.Float32);
    }

    [Test]
    public void A_tied_weight_may_be_listed_under_each_of_its_paths()
    {
        var net = new Tied();
        var state = new Dictionary<string, Tensor> { ["Table.Weight"] = Tensor.Ones([5, 3], DType.Float64), ["Output.Weight"] = Tensor.Ones([5, 3], DType.Float64) };
        net.LoadState(state);
        net.Output.Weight.ToArray<double>().ShouldAllBe(w => w == 1);
        state["Output.Weight"] = Tensor.Zeros([5, 3], DType.Float64);
        Should.Throw<ArgumentException>(() => net.LoadState(state)).Message.ShouldContain("another value: Output.Weight is the same tensor as Table.Weight");
        net.Output.Weight.ToArray<double>().ShouldAllBe(w => w == 1);
        // a module that stands at two places
        var shared = new Linear(2, 2);
        Sequential twice = [shared, new Relu(), shared];
        twice.StateDictionary().Keys.ShouldBe(["0.Weight", "0.Bias"]);
        twice.LoadState(new Dictionary<string, Tensor> { ["0.Weight"] = Tensor.Ones([2, 2]), ["0.Bias"] = Tensor.Ones([2]), ["2.Weight"] = Tensor.Ones([2, 2]), ["2.Bias"] = Tensor.Ones([2]) });
        shared.Bias!.ToArray<float>().ShouldBe([1, 1]);
        Should.Throw<ArgumentException>(() => twice.LoadState(new Dictionary<string, Tensor> { ["2.Weight"] = Tensor.Ones([2, 2]), ["2.Bias"] = Tensor.Ones([2]) })).Message.ShouldContain("missing: 0.Weight");
    }

    [Test]
    public void Every_fault_of_a_state_is_listed_and_nothing_is_loaded()
    {
        var net = new Tower();
        var before = net.StateDictionary();
        var state = net.StateDictionary().ToDictionary(s => s.Key, s => s.Value + 1);
        state.Remove("Blocks.0.Bias");
        state["Blocks.1.Weight"] = Tensor.Ones([4, 5]);
        state["Heads.price.Bias"] = Tensor.Ones([1], DType.Float64);
        state["Heads.size.Weight"] = Tensor.Ones([2]);
        var message = Should.Throw<ArgumentException>(() => net.LoadState(state)).Message;
        message.ShouldContain("missing: Blocks.0.Bias Float32 [4]");
        message.ShouldContain("another shape: Blocks.1.Weight is [4, 4], the state has [4, 5]");
        message.ShouldContain("another element type: Heads.price.Bias");
        message.ShouldContain("unexpected: Heads.size.Weight Float32 [2]");
        foreach (var (name, tensor) in net.StateDictionary()) tensor.ToArray<float>().ShouldBe(before[name].ToArray<float>());
    }
}
