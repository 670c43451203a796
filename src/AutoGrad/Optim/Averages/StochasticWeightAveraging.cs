using AutoGrad.Nn;

namespace AutoGrad.Optim;

/// <summary>The mean of the weights at all updates: usually one at the end of each of the last epochs, at a constant or cyclic rate.</summary>
/// <remarks>
/// a ← a + (w − a)/n at update n. Where the model normalises batches, let <see cref="RefreshBatchNorm"/> measure their statistics anew.
/// Izmailov et al., "Averaging weights leads to wider optima and better generalization", 2018.
/// </remarks>
/// <param name="model">Whose weights to average.</param>
/// <exception cref="ArgumentException">The model has no parameter.</exception>
public sealed class StochasticWeightAveraging(Module model) : WeightAverage(model)
{
    /// <summary>Measures the running statistics of every batch normalisation anew, as the mean over some batches.</summary>
    /// <remarks>The model's own weights of now count: call it after <see cref="WeightAverage.CopyTo"/>. Training or evaluating is as before afterwards.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Batches of inputs.</param>
    public static void RefreshBatchNorm(Layer model, IEnumerable<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        List<BatchNormLayer> layers = [.. from entry in model.NamedModules() let layer = entry.Value as BatchNormLayer where layer?.RunningMean is not null select layer];
        if (layers.Count == 0) return;
        using var scope = GradMode.NoGrad();
        var states = model.NamedModules().Select(entry => (entry.Value, entry.Value.IsTraining)).ToArray();
        var before = layers.ConvertAll(layer => (Mean: layer.RunningMean!.Clone(), Variance: layer.RunningVar!.Clone(), Batches: layer.BatchesTracked!.Clone()));
        var sums = new Dictionary<Layer, (Tensor Mean, Tensor Variance, int Batches)>(ReferenceEqualityComparer.Instance);
        var hooks = layers.ConvertAll(layer => layer.RegisterForwardPreHook((_, x) =>
        {
            var (mean, variance) = Statistics(x);
            sums[layer] = sums.TryGetValue(layer, out var sum) ? (sum.Mean + mean, sum.Variance + variance, sum.Batches + 1) : (mean, variance, 1);
            return null;
        }));
        model.Eval();
        foreach (var layer in layers) layer.Train();
        try
        {
            foreach (var x in inputs) model.Call(x);
        }
        catch
        {
            sums.Clear();
            throw;
        }
        finally
        {
            foreach (var hook in hooks) hook.Dispose();
            foreach (var (module, training) in states)
                if (training) module.Train();
                else module.Eval();
            for (var i = 0; i < layers.Count; i++)
            {
                var seen = sums.TryGetValue(layers[i], out var sum);
                layers[i].RunningMean!.CopyFrom(seen ? sum.Mean / sum.Batches : before[i].Mean);
                layers[i].RunningVar!.CopyFrom(seen ? sum.Variance / sum.Batches : before[i].Variance);
                layers[i].BatchesTracked!.CopyFrom(seen ? Tensor.Scalar((long)sum.Batches) : before[i].Batches);
            }
        }
    }

    /// <inheritdoc/>
    protected override double Share(long update) => 1.0 / update;

    // of each channel, over all other axes; the variance as the running one counts it, over n - 1
    private static (Tensor Mean, Tensor Variance) Statistics(Tensor x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        return (x.Mean(axes), x.Var(axes));
    }
}
