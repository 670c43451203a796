using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class SchedulerTests
{
    private static Sgd Optimizer(double rate = 0.1, double momentum = 0) => new([Tensor.Zeros([1], DType.Float64).WithGrad()], rate, momentum);

    private static readonly (string Name, Func<IOptimizer, LRScheduler> Create)[] s_all =
    [
        ("StepLR", o => new StepLR(o, 3, 0.5)),
        ("MultiStepLR", o => new MultiStepLR(o, [2, 2, 5], 0.5)),
        ("ExponentialLR", o => new ExponentialLR(o, 0.9)),
        ("ConstantLR", o => new ConstantLR(o)),
        ("LinearLR", o => new LinearLR(o)),
        ("PolynomialLR", o => new PolynomialLR(o, 12, 2)),
        ("CosineAnnealingLR", o => new CosineAnnealingLR(o, 8, 1e-3)),
        ("CosineAnnealingWarmRestarts", o => new CosineAnnealingWarmRestarts(o, 3, 2)),
        ("LambdaLR", o => new LambdaLR(o, t => 1.0 / (t + 1))),
        ("MultiplicativeLR", o => new MultiplicativeLR(o, t => t % 2 == 0 ? 0.5 : 0.9)),
        ("WarmUpLR", o => new WarmUpLR(o, 4, new CosineAnnealingLR(o, 8))),
        ("SequentialLR", o => new SequentialLR(o, [new ConstantLR(o, 0.5, 3), new ExponentialLR(o, 0.9)], [3])),
        ("ChainedScheduler", o => new ChainedScheduler(new ConstantLR(o, 0.1, 2), new ExponentialLR(o, 0.9))),
        ("OneCycleLR", o => new OneCycleLR(o, 1, 20)),
        ("OneCycleLR in three phases", o => new OneCycleLR(o, 1, 20, threePhase: true, strategy: AnnealStrategy.Linear)),
        ("CyclicLR", o => new CyclicLR(o, 0.1, 1, 3, 2, CyclicMode.ExponentialRange, 0.9)),
    ];

    private static IEnumerable<TestCaseData> All => s_all.Select(s => new TestCaseData(s.Create).SetArgDisplayNames(s.Name));

    [TestCaseSource(nameof(All))]
    public void A_schedule_says_its_rates_beforehand_and_resumes_with_the_same_bits(Func<IOptimizer, LRScheduler> create)
    {
        var (whole, resumed) = (Optimizer(momentum: 0.9), Optimizer(momentum: 0.9));
        var (a, b) = (create(whole), create(resumed));
        IReadOnlyDictionary<string, Tensor>? state = null;
        var rates = new List<(double, double)>();
        for (var t = 0; t < 15; t++)
        {
            whole.LearningRate.ShouldBe(a.RateAt(t));
            if (t == 7) state = a.StateDictionary();
            if (t >= 7) rates.Add((whole.LearningRate, whole.Momentum));
            a.Step();
        }
        b.Step();
        b.LoadState(state!);
        b.StepCount.ShouldBe(7);
        foreach (var expected in rates)
        {
            (resumed.LearningRate, resumed.Momentum).ShouldBe(expected);
            b.Step();
        }
    }

    [TestCaseSource(nameof(All))]
    public void Wrong_states_name_every_fault_and_change_nothing(Func<IOptimizer, LRScheduler> create)
    {
        var optimizer = Optimizer(momentum: 0.9);
        var schedule = create(optimizer);
        schedule.Step();
        var rate = optimizer.LearningRate;
        var message = Should.Throw<ArgumentException>(() => schedule.LoadState(new Dictionary<string, Tensor> { ["step"] = Tensor.Scalar(-1L), ["more"] = Tensor.Scalar(1.0) })).Message;
        message.ShouldContain("step must not be negative");
        message.ShouldContain("missing: initialRates");
        message.ShouldContain("unexpected: more");
        (optimizer.LearningRate, schedule.StepCount).ShouldBe((rate, 1));
    }

    // what PyTorch 1.13 gives from a rate of 0.1 and a momentum of 0.9, beyond the cases of the conformance program
    private static readonly object[] s_others =
    [
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new OneCycleLR(o, 0.5, 13, 0.4, threePhase: true),
            new[] { 0.020000000000000018, 0.08406755076084171, 0.24206477753925815, 0.409637552446096, 0.4973193982940308, 0.4582973058358388, 0.31340502414951554, 0.14, 0.030662526611326263, 0.018660388012440604, 0.01173730812849164, 0.0035737666907442933 },
            new[] { 0.95, 0.9366525935914912, 0.9037365046793212, 0.8688255099070633, 0.8505584586887436, 0.8586880612842003, 0.8888739533021842, 0.925, 0.947778640289307, 0.95, 0.95, 0.95 },
        },
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new CyclicLR(o, 0.01, 0.1, 3, 2, CyclicMode.ExponentialRange, 0.9),
            new[] { 0.01, 0.037, 0.0586, 0.07561, 0.0395245, 0.01, 0.02594323, 0.038697814, 0.0487420489, 0.027433922005, 0.01, 0.0194143178827 },
            new[] { 0.9, 0.87, 0.846, 0.8271, 0.867195, 0.9, 0.8822853, 0.86811354, 0.856953279, 0.88062897555, 0.9, 0.889539646797 },
        },
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new CyclicLR(o, 0.01, 0.1, 2, 3),
            new[] { 0.01, 0.055, 0.1, 0.07, 0.04, 0.01, 0.055, 0.1, 0.07, 0.04, 0.01, 0.055 },
            new[] { 0.9, 0.85, 0.8, 0.8333333333333334, 0.8666666666666667, 0.9, 0.85, 0.8, 0.8333333333333334, 0.8666666666666667, 0.9, 0.85 },
        },
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new ChainedScheduler(new ConstantLR(o, 0.1, 3), new ExponentialLR(o, 0.9)),
            new[] { 0.01, 0.009, 0.0081, 0.0729, 0.06561, 0.059049, 0.0531441, 0.04782969, 0.043046721, 0.0387420489, 0.03486784401, 0.031381059609 },
            null,
        },
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new MultiplicativeLR(o, t => t % 2 == 1 ? 0.9 : 0.8),
            new[] { 0.1, 0.09, 0.072, 0.0648, 0.05184, 0.046656, 0.0373248, 0.03359232, 0.026873856, 0.0241864704, 0.01934917632, 0.017414258688 },
            null,
        },
        new object?[]
        {
            (IOptimizer o) => (LRScheduler)new SequentialLR(o, [new ConstantLR(o, 0.1, 2), new ExponentialLR(o, 0.9), new StepLR(o, 2, 0.5)], [3, 7]),
            new[] { 0.01, 0.01, 0.1, 0.1, 0.09, 0.081, 0.0729, 0.1, 0.1, 0.05, 0.05, 0.025 },
            null,
        },
    ];

    [TestCaseSource(nameof(s_others))]
    public void Rates_and_momentum_are_those_of_PyTorch(Func<IOptimizer, LRScheduler> create, double[] rates, double[]? momentum)
    {
        var optimizer = Optimizer(0.1, 0.9);
        var schedule = create(optimizer);
        for (var t = 0; t < rates.Length; t++)
        {
            optimizer.LearningRate.ShouldBe(rates[t], 1e-14, $"rate {t}");
            optimizer.Momentum.ShouldBe(momentum?[t] ?? 0.9, 1e-14, $"momentum {t}");
            schedule.Step();
        }
    }

    [Test]
    public void Each_group_starts_from_its_own_rate()
    {
        ParameterGroups groups = [Optimizer(0.1), Optimizer(0.4)];
        var schedule = new LambdaLR(groups, t => 1.0 / (t + 1), t => 0.5);
        schedule.Step();
        groups.Groups.Select(g => g.LearningRate).ShouldBe([0.05, 0.2]);
        schedule.InitialRates.ShouldBe([0.1, 0.4]);
        new OneCycleLR(groups, [1, 2], 10, cycleMomentum: false).RateAt(0, 1).ShouldBe(2.0 / 25, 1e-15);
        Should.Throw<ArgumentException>(() => new LambdaLR(groups, t => 1, t => 1, t => 1)).Message.ShouldContain("3 values for 2 groups");
    }

    [Test]
    public void Warming_up_rises_in_equal_parts_and_goes_on()
    {
        var optimizer = Optimizer(1);
        var schedule = new WarmUpLR(optimizer, 4, new ExponentialLR(optimizer, 0.5));
        Enumerable.Range(0, 7).Select(t => schedule.RateAt(t)).ShouldBe([0.25, 0.5, 0.75, 1, 1, 0.5, 0.25]);
    }

    [Test]
    public void Chained_factors_multiply()
    {
        var optimizer = Optimizer(1);
        var schedule = new ChainedScheduler(new ConstantLR(optimizer, 0.1, 2), new ExponentialLR(optimizer, 0.5));
        Enumerable.Range(0, 4).Select(t => schedule.RateAt(t)).ShouldBe([0.1, 0.05, 0.25, 0.125], 1e-15);
    }

    [Test]
    public void A_rate_set_by_hand_is_where_the_next_schedule_starts()
    {
        var optimizer = Optimizer(1);
        new ExponentialLR(optimizer, 0.5).Step();
        (optimizer.LearningRate, optimizer.InitialLearningRate).ShouldBe((0.5, 1));
        optimizer.LearningRate = 3;
        new ExponentialLR(optimizer, 0.5).Step();
        optimizer.LearningRate.ShouldBe(1.5);
    }

    [Test]
    public void A_cycle_that_is_over_and_a_rate_that_is_none_are_refused()
    {
        var optimizer = Optimizer(1, 0.9);
        var cycle = new OneCycleLR(optimizer, 1, 3);
        for (var t = 0; t < 3; t++) cycle.Step();
        Should.Throw<InvalidOperationException>(cycle.Step).Message.ShouldContain("3 steps");
        cycle.StepCount.ShouldBe(3);
        optimizer.LearningRate = 1;
        var bad = new LambdaLR(optimizer, t => t == 0 ? 1 : double.NaN);
        Should.Throw<ArgumentOutOfRangeException>(bad.Step).Message.ShouldContain("step 1");
        (optimizer.LearningRate, bad.StepCount).ShouldBe((1, 0));
    }

    [Test]
    public void Wrong_settings_are_refused()
    {
        var o = Optimizer();
        Should.Throw<ArgumentOutOfRangeException>(() => new StepLR(o, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialLR(o, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new CosineAnnealingLR(o, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycleLR(o, -1, 10, cycleMomentum: false));
        Should.Throw<ArgumentException>(() => new OneCycleLR(o, 1, 10)).Message.ShouldContain("momentum");
        Should.Throw<ArgumentException>(() => new SequentialLR(o, [new ConstantLR(o)], [3])).Message.ShouldContain("0 milestones");
        Should.Throw<ArgumentException>(() => new ChainedScheduler(new ConstantLR(o), new ConstantLR(Optimizer()))).Message.ShouldContain("another optimizer");
        Should.Throw<ArgumentException>(() => new ChainedScheduler([])).Message.ShouldContain("no schedule");
        Should.Throw<ArgumentException>(() => new ExponentialLR(new ParameterGroups(), 1)).Message.ShouldContain("no group");
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(o, factor: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(o, patience: -1));
    }

    [Test]
    public void A_plateau_lowers_every_group_and_resumes()
    {
        ParameterGroups groups = [Optimizer(1), Optimizer(2)];
        var plateau = new ReduceLROnPlateau(groups, factor: 0.5, patience: 1, cooldown: 1);
        foreach (var loss in new[] { 1.0, 0.5, 0.5, double.NaN }) plateau.Step(loss);
        groups.Groups.Select(g => g.LearningRate).ShouldBe([0.5, 1]);

        ParameterGroups others = [Optimizer(1), Optimizer(2)];
        var resumed = new ReduceLROnPlateau(others, factor: 0.5, patience: 1, cooldown: 1);
        resumed.LoadState(plateau.StateDictionary());
        foreach (var loss in new[] { 0.6, 0.6, 0.6, 0.4, 0.7, 0.7, 0.7 })
        {
            plateau.Step(loss);
            resumed.Step(loss);
            others.Groups.Select(g => g.LearningRate).ShouldBe(groups.Groups.Select(g => g.LearningRate));
        }
        plateau.StepCount.ShouldBe(11);
        groups[0].LearningRate.ShouldBe(0.125);
        Should.Throw<ArgumentException>(() => plateau.LoadState(new Dictionary<string, Tensor>())).Message.ShouldContain("missing: best");
    }
}
