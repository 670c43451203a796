using System.Reflection;
using AutoGrad.Ops;
using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>How ops behave in forward mode and in batches, as observed.</summary>
internal static class TransformFacts
{
    /// <summary>"rule", or the ops that need two pullbacks.</summary>
    public static string ForwardOf(IEnumerable<Op> ops)
    {
        var transposed = ops.Where(op => !HasTangent(op)).Select(op => op.Name).Distinct().Order(StringComparer.Ordinal).ToArray();
        return transposed.Length == 0 ? "rule" : $"two pullbacks: {string.Join(", ", transposed)}";
    }

    /// <summary>"at once", the ops that loop, or "by sample".</summary>
    public static string BatchesOf(IEnumerable<OpRow> rows)
    {
        var looped = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
            foreach (var sample in row.Inputs().Where(x => x.Length > 0))
            {
                var level = new Vectorized(2);
                level.Enter();
                try
                {
                    row.Run(Array.ConvertAll(sample, t => (Tensor)new BatchedTensor(level, Tensor.Stack([t, t]))));
                    if (level.IsBroken) return "by sample";
                    looped.UnionWith(level.Looped.Select(op => op.Name));
                }
                catch (BatchedValueException)
                {
                    return "by sample";
                }
                finally
                {
                    level.Leave();
                }
            }
        return looped.Count == 0 ? "at once" : $"loop: {string.Join(", ", looped)}";
    }

    /// <summary>True for an op with a rule for its tangent.</summary>
    public static bool HasTangent(Op op) => op.IsPointwise || op is ILinear
        || op.GetType().GetMethod("Jvp", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(Op);
}
