using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using AutoGrad.Conformance.Cases;
using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Running;

/// <summary>What became of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">What differed; null if it passed.</param>
/// <param name="Unsupported">The torch name that no binding covers, if that is why.</param>
internal sealed record Outcome(ConformanceCase Case, string? Failure = null, string? Unsupported = null)
{
    public bool Passed => Failure is null;
}

/// <summary>Runs cases: in each element type, twice, on several threads at once, and on slices.</summary>
/// <param name="threads">The numbers of threads that run a case at the same time.</param>
internal sealed partial class CaseRunner(params int[] threads)
{
    /// <summary>As thorough as the console program runs.</summary>
    public static CaseRunner Full { get; } = new(1, 2, 16);

    public Outcome Run(ConformanceCase @case)
    {
        try
        {
            foreach (var (floating, tolerance) in @case.Tolerances)
            {
                var failure = @case.ExpectsError ? ErrorProblem(@case, floating) : ValueProblem(@case, floating, tolerance);
                if (failure is not null) return new Outcome(@case, $"{floating}: {failure}");
            }
            return new Outcome(@case);
        }
        catch (UnsupportedException e)
        {
            return new Outcome(@case, e.Message, e.What);
        }
        catch (FormatException e)
        {
            return new Outcome(@case, e.Message, "expression");
        }
        catch (Exception e)
        {
            return new Outcome(@case, $"threw {e.GetType().Name}: {e.Message}");
        }
    }

    private string? ValueProblem(ConformanceCase @case, DType floating, Tolerance tolerance)
    {
        var first = @case.Observe(floating, inside: false);
        if (Differences.Of(@case.Expected, first, floating, tolerance) is { } difference) return difference;
        if (Differences.InBits(@case.Expected, first, @case.Observe(floating, inside: true)) is { } sliced) return $"{sliced}: other bits where the inputs are slices";
        foreach (var count in threads)
            foreach (var other in AtOnce(count, () => @case.Observe(floating, inside: false)))
                if (Differences.InBits(@case.Expected, first, other) is { } changed) return $"{changed}: other bits in another run on {count} threads";
        return null;
    }

    /// <summary>Runs the same on several threads at the same time.</summary>
    private static IReadOnlyList<Tensor?>[] AtOnce(int count, Func<IReadOnlyList<Tensor?>> run)
    {
        if (count == 1) return [run()];
        var (results, failure) = (new IReadOnlyList<Tensor?>[count], (Exception?)null);
        using var start = new Barrier(count);
        var workers = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                results[i] = run();
            }
            catch (Exception e)
            {
                failure = e;        // rethrown below, on the thread that waits
            }
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return results;
    }

    private static string? ErrorProblem(ConformanceCase @case, DType floating)
    {
        try
        {
            @case.Observe(floating, inside: false);
            return "no exception, where torch raises an error";
        }
        // the exceptions that the library documents; NullReference, InvalidCast, IndexOutOfRange and their like are failures
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            if (!Names(e.Message, @case.Words)) return $"the message of {e.GetType().Name} names none of {string.Join(", ", @case.Words)}: {e.Message}";
            var unnamed = @case.Operands.Where(shape => !e.Message.Contains(shape.ToString(), StringComparison.Ordinal)).ToArray();
            return unnamed.Length == 0 ? null : $"the message of {e.GetType().Name} does not name {string.Join(" and ", unnamed)}: {e.Message}";
        }
    }

    /// <summary>Whether one of the words stands in a message, whatever its case and underscores.</summary>
    private static bool Names(string message, IEnumerable<string> words)
    {
        var found = Identifier.EnumerateMatches(message);
        var wanted = words.Select(w => w.Replace("_", "")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var match in found)
            if (wanted.Contains(message.Substring(match.Index, match.Length).Replace("_", ""))) return true;
        return false;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Identifier { get; }
}
