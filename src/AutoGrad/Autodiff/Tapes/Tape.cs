namespace AutoGrad;

/// <summary>Looks at what was recorded.</summary>
/// <remarks><code>
/// using var watch = Tape.Watch();
/// var loss = model.Call(x).Sum();
/// Console.WriteLine(Tape.Report(loss));
/// foreach (var unused in watch.DetectUnused(loss, model.NamedParameters())) Console.WriteLine(unused);
/// </code></remarks>
public static class Tape
{
    /// <summary>Notes from now on where each op of this thread runs, so that reports can say it.</summary>
    /// <returns>Stops watching when disposed.</returns>
    public static TapeWatch Watch() => new();

    /// <summary>What a result was computed by, what its graph keeps for the backward pass, and how much that pass will need.</summary>
    /// <remarks>Modules are listed for ops that ran under <see cref="Watch"/>.</remarks>
    /// <param name="loss">The result, before its backward pass.</param>
    /// <exception cref="InvalidOperationException">The result requires no gradient, or its graph was released.</exception>
    public static TapeReport Report(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Node is null) throw new InvalidOperationException($"Tape.Report: the result {loss.Shape} depends on nothing that requires a gradient.");
        return new TapeReport(loss);
    }
}
