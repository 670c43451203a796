using AutoGrad.Nn;

namespace AutoGrad.Diagnostics;

/// <summary>Gathers norms of the parameters of one module.</summary>
/// <param name="path">Its path.</param>
/// <param name="parameters">Its own parameters.</param>
internal sealed class LayerWatch(string path, Parameter[] parameters)
{
    private double _gradients, _matrices, _updates;
    private int _steps, _updated, _without;
    private double[][]? _before;

    /// <summary>Of the gradient of its matrices, over all steps; NaN without matrices.</summary>
    public double RootMeanSquare
    {
        get
        {
            var size = parameters.Where(p => p.Rank >= 2).Sum(p => (long)p.Size);
            return size == 0 || _steps == 0 ? double.NaN : Math.Sqrt(_matrices / _steps / size);
        }
    }

    public void AfterBackward()
    {
        var without = true;
        foreach (var parameter in parameters)
        {
            // what is frozen is meant to have none
            if (parameter.Grad is not { } gradient)
            {
                if (!parameter.RequiresGrad) without = false;
                continue;
            }
            without = false;
            var squares = SumOfSquares(Numbers(gradient));
            _gradients += squares;
            if (parameter.Rank >= 2) _matrices += squares;
        }
        if (without) _without++;
        _steps++;
        _before = Array.ConvertAll(parameters, Numbers);
    }

    public void AfterStep()
    {
        if (_before is null) throw new InvalidOperationException("GradientHealth: AfterBackward() comes before the optimizer's step, AfterStep() after it.");
        var (moved, size) = (0.0, 0.0);
        for (var i = 0; i < parameters.Length; i++)
        {
            var (now, before) = (Numbers(parameters[i]), _before[i]);
            for (var k = 0; k < now.Length; k++)
            {
                moved += (now[k] - before[k]) * (now[k] - before[k]);
                size += before[k] * before[k];
            }
        }
        if (size > 0)
        {
            _updates += moved / size;
            _updated++;
        }
        _before = null;
    }

    public void Reset()
    {
        (_gradients, _matrices, _updates, _steps, _updated, _without) = (0, 0, 0, 0, 0, 0);
        _before = null;
    }

    public LayerHealth Report(double last)
    {
        var weight = Math.Sqrt(parameters.Sum(p => SumOfSquares(Numbers(p))));
        var gradient = Math.Sqrt(_gradients / _steps);
        return new LayerHealth(
            path, parameters.Sum(p => (long)p.Size), weight, parameters.All(p => !p.RequiresGrad), _without < _steps, gradient, gradient / weight, last > 0 ? RootMeanSquare / last : double.NaN, _updated == 0 ? double.NaN : Math.Sqrt(_updates / _updated));
    }

    private static double[] Numbers(Tensor x) => x.DType == DType.Float64 ? x.ToArray<double>() : Array.ConvertAll(x.ToArray<float>(), v => (double)v);

    private static double SumOfSquares(double[] x) => TensorPrimitives.SumOfSquares<double>(x);
}
