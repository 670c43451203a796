using System.Numerics;

namespace AutoGrad.Nn;

/// <summary>The classes that scores are compared with, checked.</summary>
/// <param name="Axis">The axis of the scores that holds the classes.</param>
/// <param name="Classes">The class of each row, as an index along that axis; 0 where ignored.</param>
/// <param name="IsIgnored">Which rows do not count; null if all do.</param>
/// <param name="Weight">One factor a class; null for 1.</param>
internal sealed record ClassTargets(int Axis, Tensor Classes, Tensor? IsIgnored, Tensor? Weight)
{
    /// <summary>PyTorch's number for rows to ignore.</summary>
    public const long Ignored = -100;

    /// <summary>Scores must be [rows, classes] with at least one row, targets a class for each row.</summary>
    public static void Check(string name, Tensor scores, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        if (scores.Rank != 2) throw Mismatch(name, scores, targets);
        CheckTargets(name, scores, targets, null);
    }

    /// <summary>The targets of scores that have their classes on axis 1, or are one row.</summary>
    public static ClassTargets Of(string name, Tensor scores, Tensor targets, Tensor? weight, long? ignored)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        CheckTargets(name, scores, targets, ignored);
        CheckClasses(name, scores, weight);
        var axis = AxisOf(scores);
        if (ignored is not { } skipped || !Contains(targets, skipped)) return new ClassTargets(axis, targets.Unsqueeze(axis), null, weight);
        var skip = targets.EqualTo(skipped);
        return new ClassTargets(axis, Tensor.Where(skip, 0, targets).Unsqueeze(axis), skip.Unsqueeze(axis), weight);
    }

    /// <summary>The axis of the classes: 1, or 0 of one row.</summary>
    public static int AxisOf(Tensor scores) => scores.Rank == 1 ? 0 : 1;

    /// <summary>Refuses class weights of another length or type.</summary>
    public static void CheckClasses(string name, Tensor scores, Tensor? weight)
    {
        if (scores.Rank == 0) throw Mismatch(name, scores, weight ?? scores);
        if (weight is null) return;
        Guard.SameDType(name, scores, weight);
        if (weight.Rank != 1 || weight.Size != scores.Shape[AxisOf(scores)])
            throw new ShapeMismatchException(name, scores.Shape, weight.Shape, $"the weight must be [{scores.Shape[AxisOf(scores)]}], one factor a class");
    }

    /// <summary>A vector with one number a class, in a shape that broadcasts over the scores.</summary>
    public static Tensor AlongClasses(Tensor weight, Tensor scores)
    {
        var extents = new int[scores.Rank - AxisOf(scores)];
        Array.Fill(extents, 1);
        extents[0] = weight.Size;
        return weight.Reshape(new Shape(extents));
    }

    /// <summary>The negative log-probabilities of the classes, reduced; the mean divides by the weights of the rows that count.</summary>
    public Tensor Reduce(Tensor logProbabilities, double smoothing, Reduction reduction)
    {
        var weights = Weight?.IndexSelect(0, Classes.Flatten()).Reshape(Classes.Shape);
        var losses = -logProbabilities.Gather(Axis, Classes);
        if (weights is not null) losses *= weights;
        if (smoothing > 0)
        {
            var all = Weight is null ? logProbabilities : logProbabilities * AlongClasses(Weight, logProbabilities);
            losses = losses * (1 - smoothing) - all.Sum(Axis, keepDims: true) * (smoothing / logProbabilities.Shape[Axis]);
        }
        if (IsIgnored is not null) losses = losses.MaskedFill(IsIgnored, 0);
        return reduction switch
        {
            Reduction.None => losses.Squeeze(Axis),
            Reduction.Sum => losses.Sum(),
            Reduction.Mean when IsIgnored is null && weights is null => losses.Mean(),
            Reduction.Mean => losses.Sum() / Counted(weights ?? Tensor.Ones(losses.Shape, losses.DType)),
            Reduction.BatchMean => losses.Sum() / (losses.Rank == 1 ? 1 : losses.Shape[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction."),
        };
    }

    private Tensor Counted(Tensor weights) => (IsIgnored is null ? weights : weights.MaskedFill(IsIgnored, 0)).Sum();

    private static void CheckTargets(string name, Tensor scores, Tensor targets, long? ignored)
    {
        if (!Fits(scores, targets)) throw Mismatch(name, scores, targets);
        if (!scores.DType.IsFloating) throw Guard.NeedsFloat(name, scores.DType);
        if (!targets.DType.IsInteger)
            throw new ArgumentException($"{name}: targets are class numbers, Int64 or Int32, not {targets.DType}: convert with .To(DType.Int64).{NameScope.Suffix}", nameof(targets));
        if (targets.Size == 0) throw new ArgumentException($"{name}: logits {scores.Shape} have no rows.{NameScope.Suffix}", nameof(scores));
        if (targets.DType == DType.Int64) CheckRange(name, scores.Shape, targets.Shape, targets.Span<long>(), scores.Shape[AxisOf(scores)], ignored);
        else CheckRange(name, scores.Shape, targets.Shape, targets.Span<int>(), scores.Shape[AxisOf(scores)], ignored);
    }

    private static bool Fits(Tensor scores, Tensor targets)
    {
        if (scores.Rank == 0 || targets.Rank != scores.Rank - 1) return false;
        var axis = AxisOf(scores);
        return scores.Shape.Extents[..axis].SequenceEqual(targets.Shape.Extents[..axis]) && scores.Shape.Extents[(axis + 1)..].SequenceEqual(targets.Shape.Extents[axis..]);
    }

    private static bool Contains(Tensor targets, long value) =>
        targets.DType == DType.Int64 ? targets.Span<long>().Contains(value) : value is >= int.MinValue and <= int.MaxValue && targets.Span<int>().Contains((int)value);

    private static ShapeMismatchException Mismatch(string name, Tensor scores, Tensor targets) =>
        new(name, scores.Shape, targets.Shape, "the logits must be [rows, classes] or [rows, classes, ...] and the targets [rows] or [rows, ...]: Reshape them");

    private static void CheckRange<T>(string name, Shape scores, Shape shape, ReadOnlySpan<T> targets, int classes, long? ignored) where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < targets.Length; i++)
        {
            var target = long.CreateSaturating(targets[i]);
            if ((target < 0 || target >= classes) && target != ignored)
                throw new ArgumentException($"{name}: the target {target} at {ElementPosition.Of(shape, i)} is no class: there are {classes} classes, from 0, in logits {scores} for targets {shape}.{NameScope.Suffix}", nameof(targets));
        }
    }
}
