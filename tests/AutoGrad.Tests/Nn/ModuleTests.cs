using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class ModuleTests
{
    private sealed class Block : Layer
    {
        public Block()
        {
            Hidden = new Linear(2, 3);
            Scale = new Parameter(Tensor.Ones([1]));
            Seen = Tensor.Zeros([3]);
        }

        public Linear Hidden { get; set => field = Register(value); }

        public Parameter Scale { get; set => field = Register(value); }

        public Tensor Seen { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Hidden.Call(x) * Scale;
    }

    private sealed class Net : Layer
    {
        public Net()
        {
            Encoder = new Block();
            Output = new Linear(3, 2, bias: false);
            Drop = new Dropout();
        }

        public Block Encoder { get; set => field = Register(value); }

        public Linear Output { get; set => field = Register(value); }

        public Dropout Drop { get; set => field = Register(value); }

        public Layer? Extra { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Output.Call(Drop.Call(Encoder.Call(x)));
    }

    /// <summary>Forgets that an initializer goes around the setter.</summary>
    private sealed class Forgetful : Layer
    {
        public Linear Hidden { get; set => field = Register(value); } = new(2, 3);

        protected override Tensor Forward(Tensor x) => new Relu().Call(Hidden.Call(x));
    }

    private sealed class Anything : Module
    {
        public void Add(object part, string name) => Register(part, name);
    }

    [Test]
    public void Parts_are_listed_under_dotted_paths()
    {
        var net = new Net();
        net.NamedParameters().Select(p => p.Key).ShouldBe(["Encoder.Scale", "Encoder.Hidden.Weight", "Encoder.Hidden.Bias", "Output.Weight"]);
        net.NamedBuffers().Select(p => p.Key).ShouldBe(["Encoder.Seen"]);
        net.NamedModules().Select(m => m.Key).ShouldBe(["", "Encoder", "Encoder.Hidden", "Output", "Drop"]);
        net.Children().ShouldBe([net.Encoder, net.Output, net.Drop]);
        net.ParameterCount.ShouldBe(1 + 6 + 3 + 6);
    }

    [Test]
    public void A_part_is_replaced_where_it_stands_and_can_be_absent()
    {
        var net = new Net { Output = new Linear(3, 5) };
        net.NamedParameters().Select(p => p.Key).ShouldContain("Output.Bias");
        net.Output.Bias = null;
        net.NamedParameters().Select(p => p.Key).ShouldNotContain("Output.Bias");
        net.NamedModules().Select(m => m.Key).ShouldBe(["", "Encoder", "Encoder.Hidden", "Output", "Drop"]);
    }

    [Test]
    public void Shared_parameters_are_listed_once()
    {
        var net = new Net();
        net.Output.Bias = net.Encoder.Hidden.Bias;
        net.Extra = net.Encoder.Hidden;
        net.NamedParameters().Select(p => p.Key).ShouldBe(["Encoder.Scale", "Encoder.Hidden.Weight", "Encoder.Hidden.Bias", "Output.Weight"]);
        net.StateDictionary().Count.ShouldBe(5);
    }

    [Test]
    public void A_module_that_holds_itself_is_walked_once()
    {
        var net = new Net();
        net.Extra = net;
        net.NamedModules().Count().ShouldBe(5);
    }

    [Test]
    public void What_is_no_part_is_refused()
    {
        var module = new Anything();
        Should.Throw<ArgumentException>(() => module.Add("text", "Name")).Message.ShouldContain("Anything.Name");
        Should.Throw<ArgumentException>(() => module.Add(Tensor.Ones([1]), "a.b")).Message.ShouldContain("no dot");
        Should.Throw<ArgumentException>(() => module.Add(Tensor.Ones([1]), ""));
        Should.Throw<ArgumentException>(() => module.Add(Tensor.Ones([1]) * 2, "Result")).Message.ShouldContain("buffer");
        Should.Throw<ArgumentException>(() => module.Add(Tensor.Ones([1]).WithGrad(), "Leaf")).Message.ShouldContain("Parameter");
    }

    [Test]
    public void An_error_names_the_path_of_the_layer()
    {
        var net = new Net();
        Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([4, 7]))).Message.ShouldEndWith("In module Net.Encoder.Hidden.");
        Should.Throw<ShapeMismatchException>(() => net.Encoder.Call(Tensor.Ones([4, 7]))).Message.ShouldEndWith("In module Encoder.Hidden.");
        Should.Throw<ShapeMismatchException>(() => new Linear(2, 3).Call(Tensor.Ones([4, 7]))).Message.ShouldEndWith("In module Linear.");
        NameScope.Path.ShouldBe("");
    }

    [Test]
    public void A_layer_that_was_never_registered_is_found_when_it_runs()
    {
        var net = new Forgetful();
        var thrown = Should.Throw<InvalidOperationException>(() => net.Call(Tensor.Ones([4, 2])));
        thrown.Message.ShouldContain("Linear");
        thrown.Message.ShouldContain("Weight [3, 2]");
        thrown.Message.ShouldContain("Register(value)");
        thrown.Message.ShouldEndWith("In module Forgetful.");
        using (GradMode.NoGrad()) net.Call(Tensor.Ones([4, 2])).Shape.ShouldBe([4, 3]);
        net.Hidden.Freeze();
        net.Call(Tensor.Ones([4, 2])).Shape.ShouldBe([4, 3]);
        using (NameScope.Enter("training")) new Linear(2, 3).Call(Tensor.Ones([4, 2])).Shape.ShouldBe([4, 3]);
    }

    [Test]
    public void Training_and_evaluation_reach_every_module()
    {
        var net = new Net();
        net.Eval();
        net.NamedModules().ShouldAllBe(m => !m.Value.IsTraining);
        net.Train();
        net.NamedModules().ShouldAllBe(m => m.Value.IsTraining);
    }

    [Test]
    public void Frozen_parameters_get_no_gradient()
    {
        var net = new Net();
        net.Encoder.Freeze();
        net.Call(Tensor.Ones([4, 2])).Sum().Backward();
        net.Encoder.Parameters().ShouldAllBe(p => p.Grad == null);
        net.Output.Weight.Grad.ShouldNotBeNull();
        net.ZeroGrad();
        net.Output.Weight.Grad.ShouldBeNull();
        net.Unfreeze();
        net.Parameters().ShouldAllBe(p => p.RequiresGrad);
    }

    [Test]
    public void Conversion_keeps_every_object_and_its_gradient()
    {
        var net = new Net();
        net.Eval();
        var before = net.Parameters().ToArray();
        var x = Tensor.Ones([4, 2]);
        net.Call(x).Sum().Backward();
        var (expected, gradient) = (net.Call(x).ToArray<float>(), net.Output.Weight.Grad!.ToArray<float>());
        net.To(DType.Float64);
        net.Parameters().ShouldBe(before);
        net.NamedBuffers().Single().Value.DType.ShouldBe(DType.Float64);
        Array.ConvertAll(net.Call(x.To(DType.Float64)).ToArray<double>(), v => (float)v).ShouldBe(expected, 1e-6f);
        Array.ConvertAll(net.Output.Weight.Grad!.ToArray<double>(), v => (float)v).ShouldBe(gradient);
        net.Call(x.To(DType.Float64)).Sum().Backward();
        Should.Throw<ArgumentException>(() => net.To(DType.Int64));
    }

    [Test]
    public void A_graph_from_before_a_conversion_refuses_to_go_backward()
    {
        var layer = new Linear(2, 3);
        var (uses, adds) = (layer.Call(Tensor.Ones([4, 2]).WithGrad()).Sum(), (Tensor.Ones([4, 3]) + layer.Bias!).Sum());
        layer.To(DType.Float64);
        Should.Throw<InvalidOperationException>(() => uses.Backward());
        Should.Throw<InvalidOperationException>(() => adds.Backward());
        layer.Parameters().ShouldAllBe(p => p.Grad == null);
    }

    [Test]
    public void State_can_be_kept_and_loaded()
    {
        var net = new Net();
        var state = net.StateDictionary();
        var before = net.Output.Weight.ToArray<float>();
        using (GradMode.NoGrad()) net.Output.Weight.Mutate<float>().Clear();
        state["Output.Weight"].ToArray<float>().ShouldBe(before);
        net.LoadState(state);
        net.Output.Weight.ToArray<float>().ShouldBe(before);
    }

    [Test]
    public void State_that_does_not_fit_is_refused_as_a_whole_with_all_reasons()
    {
        var net = new Net();
        var before = net.Encoder.Scale.Item<float>();
        var state = new Dictionary<string, Tensor>(net.StateDictionary())
        {
            ["Encoder.Scale"] = Tensor.Zeros([1]),
            ["Output.Weight"] = Tensor.Zeros([9, 9]),
            ["Encoder.Hidden.Bias"] = Tensor.Zeros([3], DType.Float64),
            ["Nobody"] = Tensor.Zeros([1]),
        };
        state.Remove("Encoder.Seen");
        var message = Should.Throw<ArgumentException>(() => net.LoadState(state)).Message;
        message.ShouldContain("missing: Encoder.Seen Float32 [3]");
        message.ShouldContain("another shape: Output.Weight is [2, 3], the state has [9, 9]");
        message.ShouldContain("another element type: Encoder.Hidden.Bias is Float32, the state has Float64");
        message.ShouldContain("unexpected: Nobody Float32 [1]");
        net.Encoder.Scale.Item<float>().ShouldBe(before);
    }

    [Test]
    public void A_modules_own_parameters_can_be_exchanged()
    {
        Sequential net = [new Linear(2, 2, bias: false), new Linear(2, 2, bias: false)];
        var (first, second) = (((Linear)net[0]).Weight, ((Linear)net[1]).Weight);
        var (a, b) = (first.ToArray<float>(), second.ToArray<float>());
        net.LoadState(new Dictionary<string, Tensor> { ["0.Weight"] = second, ["1.Weight"] = first });
        first.ToArray<float>().ShouldBe(b);
        second.ToArray<float>().ShouldBe(a);
    }

    [Test]
    public void A_parameter_owns_its_elements()
    {
        var initial = Tensor.Ones([2]);
        var parameter = new Parameter(initial);
        initial.Mutate<float>().Clear();
        parameter.ToArray<float>().ShouldBe([1, 1]);
        parameter.RequiresGrad.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new Parameter(Tensor.Arange(3))).Message.ShouldContain("Int64");
        Should.Throw<ArgumentNullException>(() => new Parameter(null!));
    }
}
