using System.Runtime.CompilerServices;

namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>A function of one sample, made a function of a batch.</summary>
    /// <remarks>
    /// <para>The function runs once, on tensors that show the shape of one sample and hold all of them: each op works on the whole
    /// batch by its batching rule, an op without a rule on one sample after another. Where the function asks for the elements themselves
    /// (<c>Item</c>, a branch on a value), draws random numbers, or calls <c>Backward</c>, it is run once more, on each sample by itself:
    /// it should have no effect other than its result.</para>
    /// <para>The result does not depend on the way it was computed, apart from rounding.</para>
    /// </remarks>
    /// <param name="function">Takes a tensor of one sample to a tensor.</param>
    /// <param name="inAxis">Which axis of the input are the samples; null for an input that all samples share.</param>
    /// <param name="outAxis">Where the samples will be in the result.</param>
    /// <returns>The function of a batch. It throws what <paramref name="function"/> throws, and <see cref="ArgumentException"/> for a batch of no samples.</returns>
    [OverloadResolutionPriority(1)]     // what Vmap(x => x) means
    public static Func<Tensor, Tensor> Vmap(Func<Tensor, Tensor> function, int? inAxis = 0, int outAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        var many = Vmap(t => (Tensor[])[function(t[0])], [inAxis], [outAxis]);
        return x => many([x])[0];
    }

    /// <summary>A function of one sample of two tensors, made a function of two batches.</summary>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int?, int)"/>
    /// <param name="function">Takes two tensors of one sample to a tensor.</param>
    /// <param name="inAxis0">Which axis of the first input are the samples; null for an input that all samples share.</param>
    /// <param name="inAxis1">The same for the second input.</param>
    /// <param name="outAxis">Where the samples will be in the result.</param>
    public static Func<Tensor, Tensor, Tensor> Vmap(Func<Tensor, Tensor, Tensor> function, int? inAxis0 = 0, int? inAxis1 = 0, int outAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        var many = Vmap(t => (Tensor[])[function(t[0], t[1])], [inAxis0, inAxis1], [outAxis]);
        return (x0, x1) => many([x0, x1])[0];
    }

    /// <summary>A function of one sample of several tensors, made a function of batches.</summary>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int?, int)"/>
    /// <param name="function">Takes tensors of one sample to tensors.</param>
    /// <param name="inAxes">Which axis of each input are the samples, null for an input that all samples share; none for axis 0 of every input.</param>
    /// <param name="outAxes">Where the samples will be in each result; none for axis 0.</param>
    public static Func<Tensor[], Tensor[]> Vmap(Func<Tensor[], Tensor[]> function, ReadOnlySpan<int?> inAxes = default, ReadOnlySpan<int> outAxes = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (from, to) = (inAxes.ToArray(), outAxes.ToArray());
        return x =>
        {
            ArgumentNullException.ThrowIfNull(x);
            if (from.Length > 0 && from.Length != x.Length) throw new ArgumentException($"Vmap: {from.Length} axes for {x.Length} inputs: give one each, or none for axis 0 everywhere.", nameof(x));
            var (samples, axes, size) = ((Tensor[])x.Clone(), new int?[x.Length], -1);
            for (var i = 0; i < samples.Length; i++)
            {
                ArgumentNullException.ThrowIfNull(x[i], nameof(x));
                axes[i] = from.Length == 0 ? 0 : from[i];
                if (axes[i] is not { } axis) continue;
                samples[i] = x[i].MoveAxis(Guard.Axis("Vmap", axis, x[i].Shape, parameter: "inAxes"), 0);
                axes[i] = 0;
                if (size >= 0 && samples[i].Shape[0] != size)
                    throw new ShapeMismatchException("Vmap", x[0].Shape, x[i].Shape, $"input {i} has {samples[i].Shape[0]} samples on axis {axis}, the inputs before it {size}");
                size = samples[i].Shape[0];
            }
            if (size < 0) throw new ArgumentException("Vmap: no input has an axis of samples: give one an axis.", nameof(x));
            if (size == 0) throw new ArgumentException("Vmap: the batch has no samples, so the function cannot run to tell the shape of its result: check the size first.", nameof(x));
            var y = MapSamples(function, samples, axes, size);
            if (to.Length > 0 && to.Length != y.Length) throw new ArgumentException($"Vmap: {to.Length} axes for {y.Length} results: give one each, or none for axis 0 everywhere.", nameof(x));
            for (var i = 0; i < to.Length; i++) y[i] = y[i].MoveAxis(0, to[i]);
            return y;
        };
    }

    /// <summary>Runs a function on all samples, on axis 0 of the inputs that have an axis, at once if it can be done.</summary>
    private static Tensor[] MapSamples(Func<Tensor[], Tensor[]> function, Tensor[] x, int?[] axes, int size)
    {
        var level = new Ops.Vectorized(size);
        level.Enter();
        try
        {
            var y = function(Zip(x, axes, t => new BatchedTensor(level, t)));
            if (!level.IsBroken) return Whole(level, y);
        }
        catch (BatchedValueException)
        {
            // it asked for what differs between samples
        }
        finally
        {
            level.Leave();
        }
        return OneAfterAnother(function, x, axes, size);
    }

    private static Tensor[] OneAfterAnother(Func<Tensor[], Tensor[]> function, Tensor[] x, int?[] axes, int size)
    {
        var results = new Tensor[size][];
        for (var k = 0; k < size; k++)
        {
            results[k] = Results(function(Zip(x, axes, t => t.Select(0, k))));
            if (results[k].Length != results[0].Length) throw new InvalidOperationException($"Vmap: the function returned {results[0].Length} tensors for sample 0 and {results[k].Length} for sample {k}.");
        }
        var (stacked, column) = (new Tensor[results[0].Length], new Tensor[size]);
        for (var i = 0; i < stacked.Length; i++)
        {
            for (var k = 0; k < size; k++) column[k] = results[k][i];
            stacked[i] = Tensor.Stack(column);
        }
        return stacked;
    }

    private static Tensor[] Whole(BatchLevel level, Tensor[] y)
    {
        var results = (Tensor[])Results(y).Clone();
        for (var i = 0; i < results.Length; i++)
            results[i] = results[i] is BatchedTensor batched && ReferenceEquals(batched.Level, level) ? batched.Samples : results[i].Expand(Shape.Concat([level.Size], results[i].Shape.Extents));
        return results;
    }

    private static Tensor[] Zip(Tensor[] x, int?[] axes, Func<Tensor, Tensor> sample)
    {
        var samples = (Tensor[])x.Clone();
        for (var i = 0; i < samples.Length; i++)
            if (axes[i] is not null) samples[i] = sample(samples[i]);
        return samples;
    }

    private static Tensor[] Results(Tensor[]? y)
    {
        if (y is null || Array.IndexOf(y, null!) >= 0) throw new InvalidOperationException("Vmap: the function returned null.");
        return y;
    }
}
