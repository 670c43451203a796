using System.Diagnostics;
using System.Globalization;
using AutoGrad.Data;
using AutoGrad.Optim;

namespace AutoGrad.Training;

public sealed partial class Trainer
{
    private const string Last = "last", BestName = "best";

    private double _epochLoss;
    private int _batch, _epochSteps, _waited;
    private (string? Name, long Step) _saved;
    private readonly Queue<(string Name, double Value)> _owed = [];
    private bool _running;

    /// <summary>Trains until the model has seen all epochs; a trainer that was resumed goes on where its checkpoint stood.</summary>
    /// <remarks>
    /// <para>A <see cref="BatchLoader"/> is set to where the training stands, so that its batches are those of an uninterrupted run; of other data, which
    /// must give the same batches again, those that were seen are skipped. A second call trains on, from the epochs that are finished.</para>
    /// <para>Cancelling is no exception: the step under way is finished, <c>last</c> is saved, and the result says so.</para>
    /// </remarks>
    /// <param name="data">Batches; walked once an epoch.</param>
    /// <param name="epochs">How many epochs in all.</param>
    /// <param name="evaluation">Held-out batches, walked after each epoch; null for none.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is negative.</exception>
    /// <exception cref="ArgumentException">An epoch has no batch, <see cref="Monitor"/> is not among <see cref="Metrics"/> or needs held-out data, or the training stands in the midst of an epoch of a loader with other settings.</exception>
    /// <exception cref="IOException">A checkpoint could not be saved; the one that was there stays, and a second call goes on.</exception>
    /// <exception cref="TrainingDivergedException">The loss, the gradients that are clipped, or weights that were to be saved became NaN or infinite; the last checkpoint stays.</exception>
    /// <exception cref="InvalidOperationException">A training runs already.</exception>
    public TrainingResult Fit(IEnumerable<Batch> data, int epochs, IEnumerable<Batch>? evaluation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        if (Monitor is not null && (evaluation is null || !Metrics.Contains(Monitor)))
            throw new ArgumentException($"Fit: the monitored {Monitor.Name} must be among Metrics, and needs held-out data.", nameof(evaluation));
        if (_running) throw new InvalidOperationException("Fit: this trainer trains already.");
        SaveOwed();
        Place(data);
        (_running, _stop) = (true, false);
        var finished = new List<EpochResult>();
        try
        {
            var end = TrainingEnd.Completed;
            while (end == TrainingEnd.Completed && Epoch < epochs) end = cancellation.IsCancellationRequested ? TrainingEnd.Cancelled : RunEpoch(data, epochs, evaluation, finished, cancellation);
            if (end is TrainingEnd.Cancelled or TrainingEnd.Stopped) Save(Last, double.NaN);
            return new TrainingResult(end, Step, Best, finished);
        }
        finally
        {
            _running = false;
        }
    }

    private TrainingEnd RunEpoch(IEnumerable<Batch> data, int epochs, IEnumerable<Batch>? evaluation, List<EpochResult> finished, CancellationToken cancellation)
    {
        using var activity = TrainingTelemetry.Start("epoch");
        activity?.SetTag("epoch", Epoch + 1);
        var total = data switch { DataLoader known => known.Count, IReadOnlyCollection<Batch> list => list.Count, _ => (int?)null };
        if (_batch == 0)
            foreach (var callback in Callbacks) callback.OnEpochStart(this, Epoch + 1);
        Model.Train();
        var (began, before, ends) = (Stopwatch.GetTimestamp(), Step, TrainingEnd.Completed);
        var progress = default(TrainingProgress);
        using (var batches = Walk(data))
        {
            while (ends == TrainingEnd.Completed && OneStep(batches) is { } step)
            {
                progress = new TrainingProgress(
                    Epoch + 1, epochs, _batch, total, Step, step.Loss, step.Rate, step.Norm, (Step - before) / Stopwatch.GetElapsedTime(began).TotalSeconds, null);
                TrainingTelemetry.Step(step.Loss, step.Norm, progress.StepsPerSecond);
                foreach (var callback in Callbacks) callback.OnStep(this, progress);
                Progress?.Report(progress);
                if (cancellation.IsCancellationRequested) ends = TrainingEnd.Cancelled;
                else if (_stop) ends = TrainingEnd.Stopped;
                if (ends == TrainingEnd.Completed && CheckpointEverySteps > 0 && Step % CheckpointEverySteps == 0) Save(Last, double.NaN);
            }
        }
        if (ends != TrainingEnd.Completed) return ends;
        if (_epochSteps == 0) throw new ArgumentException($"Fit: epoch {Epoch + 1} has no batch. A source that can be walked only once is no data for several epochs.", nameof(data));
        return Finish(evaluation, finished, progress with { Epoch = Epoch + 1, Epochs = epochs, Batch = _batch, Batches = total, Step = Step });
    }

    /// <summary>The batches of one step of the optimizer; null where the epoch has no more.</summary>
    private (double Loss, double? Norm, double Rate)? OneStep(IEnumerator<Batch> batches)
    {
        var (sum, count, taken) = (0.0, 0, new Batch?[AccumulationSteps]);
        while (count < AccumulationSteps && batches.MoveNext()) taken[count++] = batches.Current;
        if (count == 0) return null;
        using var activity = TrainingTelemetry.Start("step");
        Optimizer.ZeroGrad();
        for (var i = 0; i < count; i++)
        {
            var loss = _forward(taken[i]!).Loss;
            var value = loss.ToScalar();
            if (!double.IsFinite(value)) throw Diverged("loss", value);
            sum += value / count;
            TrainingTelemetry.Tape(loss);
            (count == 1 ? loss : loss / count).Backward();
        }
        double? norm = ClipNorm is { } most ? GradientClipping.ByNorm(Optimizer.Parameters, most) : TrainingTelemetry.WantsNorm ? GradientClipping.TotalNorm(Optimizer.Parameters) : null;
        if (ClipNorm is not null && !double.IsFinite(norm!.Value)) throw Diverged("norm of the gradients", norm.Value);
        if (ClipValue is { } limit) GradientClipping.ByValue(Optimizer.Parameters, limit);
        foreach (var callback in Callbacks) callback.OnGradients(this, sum);
        var rate = Optimizer.Groups[0].LearningRate;
        Optimizer.Step();
        (Step, _batch, _epochLoss, _epochSteps) = (Step + 1, _batch + count, _epochLoss + sum, _epochSteps + 1);
        if (ScheduleUnit == ScheduleUnit.Step) Schedule?.Step();
        Average?.Update();
        return (sum, norm, rate);
    }

    private TrainingEnd Finish(IEnumerable<Batch>? evaluation, List<EpochResult> finished, TrainingProgress progress)
    {
        // each epoch's, whether it is the first of this process or not
        if (evaluation is BatchLoader held) held.Epoch = Epoch;
        var figures = evaluation is null ? null : Evaluate(evaluation);
        var result = new EpochResult(Epoch + 1, _epochLoss / _epochSteps, figures);
        var watched = Monitor?.Value ?? figures?.Loss ?? result.Loss;
        var higher = Monitor?.HigherIsBetter ?? false;
        (Epoch, _batch, _epochLoss, _epochSteps) = (Epoch + 1, 0, 0, 0);
        if (ScheduleUnit == ScheduleUnit.Epoch) Schedule?.Step();
        Plateau?.Step(watched);
        var margin = EarlyStopping?.MinDelta ?? 0;
        var better = double.IsNaN(Best) ? !double.IsNaN(watched) : higher ? watched > Best + margin : watched < Best - margin;
        (Best, _waited) = better ? (watched, 0) : (Best, _waited + 1);
        if (better) _owed.Enqueue((BestName, watched));
        _owed.Enqueue((Last, watched));
        finished.Add(result);
        foreach (var callback in Callbacks) callback.OnEpochEnd(this, result);
        Progress?.Report(progress with { Loss = result.Loss, Finished = result });
        SaveOwed();     // with what the callbacks changed
        return _stop ? TrainingEnd.Stopped : EarlyStopping is { } stop && _waited > stop.Patience ? TrainingEnd.StoppedEarly : TrainingEnd.Completed;
    }

    // what could not be saved is saved before the training goes on
    private void SaveOwed()
    {
        for (; _owed.TryPeek(out var next); _owed.Dequeue()) Save(next.Name, next.Value);
    }

    private void Save(string name, double value)
    {
        if (Checkpoints is null) return;
        // a finite loss may have an infinite gradient: weights that no longer are numbers must not replace the good ones
        foreach (var parameter in Optimizer.Parameters)
            if (!IsFinite(parameter)) throw new TrainingDivergedException(TrainingDivergedException.Weights, double.NaN, Epoch + 1, Step, _saved.Name, _saved.Step);
        var state = State();
        state.Metadata["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture);
        state.Metadata["batch"] = _batch.ToString(CultureInfo.InvariantCulture);
        state.Metadata["step"] = Step.ToString(CultureInfo.InvariantCulture);
        if (!double.IsNaN(value)) state.Metadata["value"] = value.ToString("R", CultureInfo.InvariantCulture);
        Checkpoints.Save(name, state);
        _saved = (name, Step);
    }

    private static bool IsFinite(Tensor x) => x.DType == DType.Float32 ? TensorPrimitives.IsFiniteAll(x.Span<float>()) : TensorPrimitives.IsFiniteAll(x.Span<double>());

    private TrainingDivergedException Diverged(string what, double value)
    {
        Optimizer.ZeroGrad();
        return new TrainingDivergedException(what, value, Epoch + 1, Step + 1, _saved.Name, _saved.Step);
    }
}
