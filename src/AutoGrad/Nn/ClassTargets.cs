using System.Numerics;

namespace AutoGrad.Nn;

/// <summary>Checks what scores for classes are compared with.</summary>
internal static class ClassTargets
{
    /// <summary>Logits must be [rows, classes] with at least one row, targets a class for each row.</summary>
    public static void Check(string name, Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (logits.Rank != 2 || targets.Rank != 1 || targets.Shape[0] != logits.Shape[0])
            throw new ShapeMismatchException(name, logits.Shape, targets.Shape, "the logits must be [rows, classes] and the targets [rows]: Reshape them");
        if (!logits.DType.IsFloating) throw Guard.NeedsFloat(name, logits.DType);
        if (!targets.DType.IsInteger)
            throw new ArgumentException($"{name}: targets are class numbers, Int64 or Int32, not {targets.DType}: convert with .To(DType.Int64).{NameScope.Suffix}", nameof(targets));
        if (targets.Size == 0) throw new ArgumentException($"{name}: logits {logits.Shape} have no rows.{NameScope.Suffix}", nameof(logits));
        if (targets.DType == DType.Int64) CheckRange(name, targets.Span<long>(), logits.Shape[1]);
        else CheckRange(name, targets.Span<int>(), logits.Shape[1]);
    }

    private static void CheckRange<T>(string name, ReadOnlySpan<T> targets, int classes) where T : unmanaged, IBinaryInteger<T>
    {
        var bound = T.CreateTruncating(classes);
        for (var i = 0; i < targets.Length; i++)
            if (targets[i] < T.Zero || targets[i] >= bound)
                throw new ArgumentException($"{name}: the target {targets[i]} at [{i}] is no class: there are {classes} classes, from 0.{NameScope.Suffix}", nameof(targets));
    }
}
