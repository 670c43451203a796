using AutoGrad.Nn;

namespace AutoGrad.Diagnostics;

/// <summary>Watches a model while it trains, and says in plain words which layers are ill and what helps.</summary>
/// <remarks>
/// <code>
/// using var health = GradientHealth.Watch(model);
/// for (...)
/// {
///     optimizer.ZeroGrad();
///     Loss.CrossEntropy(model.Call(x), y).Backward();
///     health.AfterBackward();
///     optimizer.Step();
///     health.AfterStep();         // optional: how far a step moves the weights
/// }
/// Console.WriteLine(health.Report());
/// </code>
/// It sees the ReLU, tanh and logistic activations that the same thread computes inside the model, as layers or as methods of tensors, and
/// keeps a copy of the weights between the two calls. A few steps are enough.
/// </remarks>
public sealed class GradientHealth : IDisposable
{
    private readonly List<LayerWatch> _layers = [];
    private readonly ActivationWatch _activations = new();

    private GradientHealth(Module model)
    {
        var byPath = new OrderedDictionary<string, List<Parameter>>(StringComparer.Ordinal);
        foreach (var (name, parameter) in model.NamedParameters())
        {
            var path = name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";
            if (!byPath.TryGetValue(path, out var parameters)) byPath[path] = parameters = [];
            parameters.Add(parameter);
        }
        foreach (var (path, parameters) in byPath) _layers.Add(new LayerWatch(path, [.. parameters]));
        _activations.Start();
    }

    /// <summary>Steps observed.</summary>
    public int Steps { get; private set; }

    /// <summary>Watches a model from now on, until it is disposed.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static GradientHealth Watch(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.ParameterCount == 0) throw new ArgumentException("GradientHealth: the model has no parameters.", nameof(model));
        return new GradientHealth(model);
    }

    /// <summary>Looks at the gradients: after the backward pass, before clipping and the step.</summary>
    public void AfterBackward()
    {
        foreach (var layer in _layers) layer.AfterBackward();
        _activations.EndPass();
        Steps++;
    }

    /// <summary>Looks at how far the step has moved the weights.</summary>
    /// <exception cref="InvalidOperationException"><see cref="AfterBackward"/> was not called before the step.</exception>
    public void AfterStep()
    {
        foreach (var layer in _layers) layer.AfterStep();
    }

    /// <summary>How the model fares, over the steps since the start or the last <see cref="Reset"/>.</summary>
    /// <exception cref="InvalidOperationException">No step was observed.</exception>
    public HealthReport Report()
    {
        if (Steps == 0) throw new InvalidOperationException("GradientHealth: no step was observed: call AfterBackward() after the backward pass.");
        var last = 0.0;
        foreach (var layer in _layers)
            if (layer.RootMeanSquare is var rms and > 0 && double.IsFinite(rms)) last = rms;
        return new HealthReport(Steps, _layers.ConvertAll(layer => layer.Report(last)), [.. _activations.Report()]);
    }

    /// <summary>Forgets what was observed.</summary>
    public void Reset()
    {
        foreach (var layer in _layers) layer.Reset();
        _activations.Reset();
        Steps = 0;
    }

    /// <summary>Stops watching; the report can still be asked for.</summary>
    public void Dispose() => _activations.Stop();
}
