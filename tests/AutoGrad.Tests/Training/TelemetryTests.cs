using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

namespace AutoGrad.Tests.Training;

[NonParallelizable]
public class TelemetryTests
{
    [Test]
    public void Without_a_listener_nothing_is_allocated()
    {
        var loss = Tensor.Ones([1]).WithGrad().Sum();
        Record(loss);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Record(loss);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Test]
    public void Listeners_hear_of_loss_norm_speed_tape_and_steps()
    {
        var (heard, gate) = (new Dictionary<string, double>(), new Lock());
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == "AutoGrad") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => { lock (gate) heard[instrument.Name] = value; });
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => { lock (gate) heard[instrument.Name] = heard.GetValueOrDefault(instrument.Name) + value; });
        listener.Start();
        var activities = new List<string>();
        using var tracer = new ActivityListener { ShouldListenTo = s => s.Name == "AutoGrad", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = a => { lock (gate) activities.Add(a.OperationName); } };
        ActivitySource.AddActivityListener(tracer);

        Sequential net = [new Linear(2, 2)];
        var data = new TensorDataset(Tensor.Randn([8, 2], generator: new Generator(1)), Tensor.Zeros([8, 2]));
        new Trainer(net, (x, y) => Loss.Mse(x, y), new Sgd(net.Parameters(), 0.1)).Fit(new DataLoader(data, 4), 1, new DataLoader(data, 8));

        heard.Keys.Order().ShouldBe(["autograd.tape.bytes", "autograd.tape.nodes", "autograd.training.gradient_norm", "autograd.training.loss", "autograd.training.steps", "autograd.training.steps_per_second"]);
        heard["autograd.training.steps"].ShouldBe(2);
        heard["autograd.training.gradient_norm"].ShouldBeGreaterThan(0);
        heard["autograd.tape.nodes"].ShouldBeGreaterThanOrEqualTo(2);
        activities.ShouldBe(["step", "step", "evaluate", "epoch"]);
    }

    private static void Record(Tensor loss)
    {
        using var activity = TrainingTelemetry.Start("step");
        TrainingTelemetry.Tape(loss);
        TrainingTelemetry.Step(0.5, TrainingTelemetry.WantsNorm ? 1 : null, 100);
    }
}
