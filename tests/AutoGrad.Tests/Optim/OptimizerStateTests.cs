using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

/// <summary>A run that is saved and taken up again goes on with the same bits.</summary>
public class OptimizerStateTests
{
    private static readonly (string Name, Func<IEnumerable<Tensor>, IOptimizer> Create)[] s_all =
    [
        ("Sgd", p => new Sgd(p, 0.1)),
        ("Sgd with momentum", p => new Sgd(p, 0.1, 0.9, weightDecay: 0.01)),
        ("Adam", p => new Adam(p, 0.1)),
        ("Adam, AMSGrad", p => new Adam(p, 0.1, amsgrad: true)),
        ("AdamW", p => new AdamW(p, 0.1)),
        ("Adagrad", p => new Adagrad(p, 0.1, 0.01, initialSum: 0.1)),
        ("Adadelta", p => new Adadelta(p)),
        ("Adamax", p => new Adamax(p, 0.1)),
        ("NAdam", p => new NAdam(p, 0.1)),
        ("RAdam", p => new RAdam(p, 0.1)),
        ("RmsProp", p => new RmsProp(p, 0.1, momentum: 0.9, centered: true)),
        ("Rprop", p => new Rprop(p, 0.1)),
        ("Asgd", p => new Asgd(p, 0.1, averageStart: 3)),
        ("Lion", p => new Lion(p, 0.1)),
        ("Lamb", p => new Lamb(p, 0.1)),
        ("Adafactor", p => new Adafactor(p)),
        ("Muon and AdamW", p => new ParameterGroups(new Muon(p.Where(t => t.Rank == 2)), new AdamW(p.Where(t => t.Rank != 2)))),
    ];

    private static IEnumerable<TestCaseData> All => s_all.Select(s => new TestCaseData(s.Create).SetArgDisplayNames(s.Name));

    [TestCaseSource(nameof(All))]
    public void Resumed_training_has_the_bits_of_uninterrupted_training(Func<IEnumerable<Tensor>, IOptimizer> create)
    {
        var whole = Net();
        var optimizer = create(whole.Parameters());
        var schedule = new CosineAnnealingLR(optimizer, 9);
        Train(whole, optimizer, schedule, 0, 5);
        var (weights, state, place) = (whole.StateDictionary(), optimizer.StateDictionary(), schedule.StateDictionary());
        Train(whole, optimizer, schedule, 5, 9);

        var resumed = Net();
        var (again, plan) = (create(resumed.Parameters()), (CosineAnnealingLR?)null);
        plan = new CosineAnnealingLR(again, 9);
        Train(resumed, again, plan, 0, 1);          // what it had is forgotten
        resumed.LoadState(weights);
        again.LoadState(state);
        plan.LoadState(place);
        Train(resumed, again, plan, 5, 9);
        foreach (var (name, value) in whole.StateDictionary()) resumed.StateDictionary()[name].ToArray<float>().ShouldBe(value.ToArray<float>(), name);
    }

    [TestCaseSource(nameof(All))]
    public void Settings_that_were_changed_belong_to_the_state(Func<IEnumerable<Tensor>, IOptimizer> create)
    {
        var (first, second) = (Net(), Net());
        var (optimizer, again) = (create(first.Parameters()), create(second.Parameters()));
        foreach (var group in optimizer.Groups)
            foreach (var decay in new[] { group.GetType().GetProperty("WeightDecay"), group.GetType().GetProperty("Grow") }) decay?.SetValue(group, 0.03125);
        again.LoadState(optimizer.StateDictionary());
        again.StateDictionary().Select(e => (e.Key, e.Value.ToString())).ShouldBe(optimizer.StateDictionary().Select(e => (e.Key, e.Value.ToString())));
        optimizer.StateDictionary().Count(e => e.Value.ToString() == Tensor.Scalar(0.03125).ToString()).ShouldBe(optimizer.Groups.Count);
    }

    [TestCaseSource(nameof(All))]
    public void Every_setting_that_may_be_changed_is_saved(Func<IEnumerable<Tensor>, IOptimizer> create)
    {
        foreach (var group in create(Net().Parameters()).Groups)
        {
            var saved = group.StateDictionary().Keys.Select(name => name.ToUpperInvariant()).ToHashSet();
            var settings = group.GetType().GetProperties().Where(p => p.PropertyType == typeof(double) || p.PropertyType == typeof(bool)).Select(p => p.Name.ToUpperInvariant());
            // the first beta is what schedules call the momentum
            settings.Where(name => !saved.Contains(name) && !(name == "BETA1" && saved.Contains("MOMENTUM"))).ShouldBeEmpty();
        }
    }

    [Test]
    public void Settings_of_the_constructor_alone_must_agree_and_others_be_allowed()
    {
        var (plain, nesterov) = (new Sgd(Net().Parameters(), 0.1, 0.9), new Sgd(Net().Parameters(), 0.1, 0.9, nesterov: true));
        Should.Throw<ArgumentException>(() => plain.LoadState(nesterov.StateDictionary())).Message.ShouldContain("another setting: nesterov is 0, the state has 1");
        var wrong = plain.StateDictionary().ToDictionary();
        (wrong["momentum"], wrong["dampening"], wrong["weightDecay"]) = (Tensor.Scalar(0.5), Tensor.Scalar(double.NaN), Tensor.Scalar(-1.0));
        var message = Should.Throw<ArgumentException>(() => plain.LoadState(wrong)).Message;
        foreach (var fault in new[] { "dampening", "weightDecay" }) message.ShouldContain($"{fault}: ");
        (plain.Momentum, plain.Dampening, plain.WeightDecay).ShouldBe((0.9, 0, 0));
    }

    [TestCase(0.9, 0)]
    [TestCase(0, 0.9)]
    public void A_velocity_outlives_a_time_without_momentum(double first, double second)
    {
        var (whole, resumed) = (Net(), Net());
        var optimizer = new Sgd(whole.Parameters(), 0.1, first);
        Train(whole, optimizer, new ConstantLR(optimizer, 1), 0, 3);
        optimizer.Momentum = second;
        Train(whole, optimizer, new ConstantLR(optimizer, 1), 3, 5);
        // to one that was created without momentum, and one with
        foreach (var created in new[] { 0, 0.9 })
        {
            var again = new Sgd(resumed.Parameters(), 0.1, created);
            resumed.LoadState(whole.StateDictionary());
            again.LoadState(optimizer.StateDictionary());
            (again.Momentum, again.Slot(0, "velocity")?.ToString()).ShouldBe((second, optimizer.Slot(0, "velocity")?.ToString()));
        }
        new Sgd(whole.Parameters(), 0.1).StateDictionary().Keys.ShouldNotContain("0.velocity");
        var cut = optimizer.StateDictionary().ToDictionary();
        cut.Remove("0.velocity");
        if (second > 0) Should.Throw<ArgumentException>(() => new Sgd(resumed.Parameters(), 0.1).LoadState(cut)).Message.ShouldContain("missing: 0.velocity");
    }

    [Test]
    public void A_state_that_does_not_fit_names_every_fault_and_changes_nothing()
    {
        var net = Net();
        var optimizer = new Adam(net.Parameters(), 0.1);
        Train(net, optimizer, new ConstantLR(optimizer), 0, 2);
        var before = optimizer.StateDictionary();
        var wrong = before.ToDictionary();
        wrong.Remove("0.mean");
        wrong["1.square"] = Tensor.Zeros([99]);
        wrong["2.mean"] = wrong["2.mean"].To(DType.Float64);
        wrong["9.mean"] = Tensor.Zeros([1]);
        wrong["learningRate"] = Tensor.Scalar(double.NaN);
        var message = Should.Throw<ArgumentException>(() => optimizer.LoadState(wrong)).Message;
        foreach (var fault in new[] { "missing: 0.mean", "another shape: 1.square", "another element type: 2.mean", "unexpected: 9.mean", "learningRate must be finite" }) message.ShouldContain(fault);
        foreach (var (name, value) in optimizer.StateDictionary()) value.ToString().ShouldBe(before[name].ToString(), name);
    }

    [Test]
    public void Groups_name_the_group_of_a_fault_and_load_all_or_nothing()
    {
        var net = Net();
        ParameterGroups groups = [new Sgd(net.Parameters().Take(2), 0.1, 0.9), new Adam(net.Parameters().Skip(2), 0.2)];
        var state = groups.StateDictionary().ToDictionary();
        state["0.learningRate"] = Tensor.Scalar(7.0);
        state.Remove("1.momentum");
        state["5.learningRate"] = Tensor.Scalar(1.0);
        var message = Should.Throw<ArgumentException>(() => groups.LoadState(state)).Message;
        message.ShouldContain("missing: 1.momentum");
        message.ShouldContain("unexpected: 5.learningRate");
        groups[0].LearningRate.ShouldBe(0.1);
    }

    [Test]
    public void A_parameter_in_two_groups_and_no_group_at_all_are_refused()
    {
        var w = Tensor.Ones([2]).WithGrad();
        Should.Throw<ArgumentException>(() => new ParameterGroups(new Sgd([w]), new Adam([w]))).Message.ShouldContain("group before");
        Should.Throw<InvalidOperationException>(() => new ParameterGroups().Step()).Message.ShouldContain("no group");
    }

    private static Sequential Net() => [new Linear(3, 5, generator: new Generator(1)), new Tanh(), new Linear(5, 2, generator: new Generator(2))];

    private static void Train(Sequential net, IOptimizer optimizer, LRScheduler schedule, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            optimizer.ZeroGrad();
            Loss.Mse(net.Call(Tensor.Randn([4, 3], generator: new Generator((ulong)step))), Tensor.Ones([4, 2])).Backward();
            optimizer.Step();
            schedule.Step();
        }
    }
}
