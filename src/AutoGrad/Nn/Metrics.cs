namespace AutoGrad.Nn;

/// <summary>What people read to judge a model; nothing here is differentiated.</summary>
public static class Metrics
{
    /// <summary>The share of rows whose largest logit is the right class's, from 0 to 1.</summary>
    /// <param name="logits">What the model says, [rows, classes].</param>
    /// <param name="targets">The right class of each row, from 0; [rows], Int64 or Int32.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="logits"/> has not two axes, or <paramref name="targets"/> is not [rows].</exception>
    /// <exception cref="ArgumentException">A target is no class, an element type is wrong, or there are no rows.</exception>
    public static double Accuracy(Tensor logits, Tensor targets)
    {
        ClassTargets.Check("Accuracy", logits, targets);
        var guesses = logits.ArgMax(1).To(DType.Int64).AsSpan<long>();
        var right = targets.To(DType.Int64).AsSpan<long>();
        var hits = 0;
        for (var i = 0; i < right.Length; i++)
            if (guesses[i] == right[i]) hits++;
        return (double)hits / right.Length;
    }
}
