using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Training;

/// <summary>The training loop, with what usually comes around it: evaluation, checkpoints, schedules, early stopping, progress.</summary>
/// <remarks>
/// Nothing here is needed to train: <c>Backward()</c> and <c>Step()</c> in a loop do the same.
/// <code>
/// var trainer = new Trainer(model, Loss.CrossEntropy, optimizer) { Metrics = [new Accuracy()], Progress = new PlainProgress() };
/// var result = trainer.Fit(new DataLoader(train, 32, shuffle: true), epochs: 10, evaluation: new DataLoader(test, 256));
/// </code>
/// </remarks>
public sealed partial class Trainer
{
    private readonly Func<Batch, StepOutput> _forward;
    private bool _stop;

    /// <summary>Trains a layer on batches of inputs and targets.</summary>
    /// <param name="model">The model; it gets the first part of each batch.</param>
    /// <param name="loss">The loss of its output and the second part of the batch.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    public Trainer(Layer model, Func<Tensor, Tensor, Tensor> loss, IOptimizer optimizer) : this(model, Forward(model, loss), optimizer) { }

    /// <summary>Trains any module on batches of any kind.</summary>
    /// <param name="model">The model.</param>
    /// <param name="forward">What it makes of a batch: its loss, and what metrics compare.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    public Trainer(Module model, Func<Batch, StepOutput> forward, IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(optimizer);
        (Model, _forward, Optimizer) = (model, forward, optimizer);
    }

    /// <summary>The model.</summary>
    public Module Model { get; }

    /// <summary>What changes its parameters.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>Moves the rate; null for a constant one.</summary>
    public LRScheduler? Schedule { get; init; }

    /// <summary>When the schedule is stepped.</summary>
    public ScheduleUnit ScheduleUnit { get; init; }

    /// <summary>Lowers the rate when the measure that is watched stays where it is; stepped after each epoch.</summary>
    public ReduceLROnPlateau? Plateau { get; init; }

    /// <summary>The greatest norm of all gradients together; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or NaN.</exception>
    public double? ClipNorm { get; init => field = Limit(value, nameof(ClipNorm)); }

    /// <summary>The greatest size of an element of a gradient; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or NaN.</exception>
    public double? ClipValue { get; init => field = Limit(value, nameof(ClipValue)); }

    /// <summary>Batches whose gradients are added up for one step; the loss of each is divided by their number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int AccumulationSteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(AccumulationSteps));
            field = value;
        }
    } = 1;

    /// <summary>An average of the weights, updated after each step; evaluation uses it.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>What evaluation measures beside the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Which of <see cref="Metrics"/> decides which weights are best; null for the loss: on held-out data, or in training without any.</summary>
    public Metric? Monitor { get; init; }

    /// <summary>Ends the training when it no longer helps; null to go on.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Keeps <c>last</c> after each epoch and at a cancellation, and <c>best</c>; null for none.</summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>Keeps <c>last</c> after this many steps too; 0 for epochs alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public int CheckpointEverySteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(CheckpointEverySteps));
            field = value;
        }
    }

    /// <summary>Hears of each step and epoch, on the thread that trains.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Code of yours that runs during the training, in this order.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>The random generators that checkpoints carry: that of the process, unless yours are others.</summary>
    public IReadOnlyList<Generator> Generators { get; init; } = [Generator.Default];

    /// <summary>Epochs that are finished.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps of the optimizer so far.</summary>
    public long Step { get; private set; }

    /// <summary>The best value of what is watched; NaN before there was any.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Ends the training after the step under way.</summary>
    public void Stop() => _stop = true;

    /// <summary>The mean loss of a row and the metrics, with the model in evaluation; it goes back to how it was.</summary>
    /// <param name="data">Batches, each walked once.</param>
    /// <returns>The figures; the loss is NaN where there is no batch.</returns>
    public Evaluation Evaluate(IEnumerable<Batch> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var activity = TrainingTelemetry.Start("evaluate");
        using var scope = GradMode.NoGrad();
        var training = Model.NamedModules().Select(entry => (entry.Value, entry.Value.IsTraining)).ToArray();
        using var averaged = Average?.Swap();
        Model.Eval();
        try
        {
            foreach (var metric in Metrics) metric.Reset();
            var (sum, rows) = (0.0, 0L);
            foreach (var batch in data)
            {
                var (loss, output, target) = _forward(batch);
                var count = RowsOf(batch);
                (sum, rows) = (sum + loss.ToScalar() * count, rows + count);
                if (output is null || target is null) continue;
                foreach (var metric in Metrics) metric.Update(output, target);
            }
            var figures = new OrderedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var metric in Metrics) figures[metric.Name] = metric.Value;
            return new Evaluation(sum / rows, figures);
        }
        finally
        {
            foreach (var (module, was) in training)
                if (was) module.Train();
                else module.Eval();
        }
    }

    private static Func<Batch, StepOutput> Forward(Layer model, Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        return batch =>
        {
            var (output, target) = (model.Call(batch[0]), batch[1]);
            return new StepOutput(loss(output, target), output, target);
        };
    }

    private static long RowsOf(Batch batch) => batch.Count > 0 && batch[0].Rank > 0 ? batch[0].Shape[0] : 1;

    private static double? Limit(double? value, string name) =>
        value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");
}
