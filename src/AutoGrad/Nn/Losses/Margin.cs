namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>Of distances x with labels ±1: x where the label is 1, max(0, margin − x) where it is −1.</summary>
    /// <param name="prediction">The distances.</param>
    /// <param name="target">1 for pairs that belong together, −1 for others; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="margin">How far apart is far enough.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor HingeEmbedding(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double margin = 1)
    {
        CheckPair("HingeEmbedding", prediction, target);
        var (apart, together) = (Tensor.Where(target.EqualTo(1), 0, Hinge(margin - prediction)), Tensor.Where(target.EqualTo(-1), 0, prediction));
        return Reduce(apart + together, reduction);
    }

    /// <summary>Of pairs of vectors with labels ±1: 1 − cos where the label is 1, max(0, cos − margin) where it is −1, with the cosine between the two.</summary>
    /// <param name="first">Vectors on the last axis, [rows, features] or [features].</param>
    /// <param name="second">Others, in the same shape and element type.</param>
    /// <param name="target">1 for pairs that belong together, −1 for others; [rows], or a scalar.</param>
    /// <param name="reduction">What to make of the losses of single pairs.</param>
    /// <param name="margin">The cosine below which vectors that do not belong together cost nothing; from −1 to 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, or there are no elements.</exception>
    public static Tensor CosineEmbedding(Tensor first, Tensor second, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        CheckPair("CosineEmbedding", first, second);
        CheckRows("CosineEmbedding", first, target);
        const double Least = 1e-12;     // PyTorch's: a vector of zeros has a cosine of 0
        var lengths = (first.Square().Sum(-1) + Least) * (second.Square().Sum(-1) + Least);
        var cosine = (first * second).Sum(-1) / lengths.Sqrt();
        var together = Tensor.Where(target.EqualTo(1), 1 - cosine, 0);
        return Reduce(together + Tensor.Where(target.EqualTo(-1), Hinge(cosine - margin), 0), reduction);
    }

    /// <summary>Of pairs of scores with labels ±1: max(0, margin − y (first − second)): the first should rank higher where y is 1, the second where it is −1.</summary>
    /// <param name="first">Scores.</param>
    /// <param name="second">Other scores, in the same shape and element type.</param>
    /// <param name="target">1 or −1, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single pairs.</param>
    /// <param name="margin">By how much the one should be higher.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor MarginRanking(Tensor first, Tensor second, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        CheckPair("MarginRanking", first, second);
        CheckPair("MarginRanking", first, target);
        return Reduce(Hinge(margin - target * (first - second)), reduction);
    }

    /// <summary>Of triples of vectors: max(0, margin + |anchor − positive| − |anchor − negative|): what belongs together should be closer than what does not.</summary>
    /// <remarks>Distances are ‖a − b + ε‖ along the last axis, as in PyTorch. Schroff, Kalenichenko and Philbin, "FaceNet", 2015.</remarks>
    /// <param name="anchor">Vectors on the last axis.</param>
    /// <param name="positive">Vectors that belong to them, in the same shape and element type.</param>
    /// <param name="negative">Vectors that do not, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single triples.</param>
    /// <param name="margin">By how much closer.</param>
    /// <param name="eps">What is added to each difference.</param>
    /// <param name="swap">Take the distance of positive and negative, where it is smaller than that of anchor and negative.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are scalars.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, or there are no elements.</exception>
    public static Tensor TripletMargin(Tensor anchor, Tensor positive, Tensor negative, Reduction reduction = Reduction.Mean, double margin = 1, double eps = 1e-6, bool swap = false)
    {
        CheckPair("TripletMargin", anchor, positive);
        CheckPair("TripletMargin", anchor, negative);
        if (anchor.Rank == 0) throw new ShapeMismatchException("TripletMargin", anchor.Shape, positive.Shape, "vectors have an axis");
        var (near, far) = ((anchor - positive + eps).Norm(-1), (anchor - negative + eps).Norm(-1));
        if (swap) far = far.Minimum((positive - negative + eps).Norm(-1));
        return Reduce(Hinge(margin + near - far), reduction);
    }

    /// <summary>Of scores for classes: Σ max(0, margin − score of the right class + score)^p over the other classes, divided by their number and one.</summary>
    /// <param name="prediction">Scores, [rows, classes] or [classes].</param>
    /// <param name="targets">The right classes, [rows] or a scalar, Int64 or Int32.</param>
    /// <param name="reduction">What to make of the losses of single rows.</param>
    /// <param name="p">The exponent, 1 or 2.</param>
    /// <param name="margin">By how much the right class should lead.</param>
    /// <param name="weight">One factor a class, for the rows it is right for; null for 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">A target is no class, an element type is wrong, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is neither 1 nor 2.</exception>
    public static Tensor MultiMargin(Tensor prediction, Tensor targets, Reduction reduction = Reduction.Mean, int p = 1, double margin = 1, Tensor? weight = null)
    {
        var classes = ClassTargets.Of("MultiMargin", prediction, targets, weight, ignored: null);
        if (prediction.Rank > 2) throw new ShapeMismatchException("MultiMargin", prediction.Shape, targets.Shape, "the scores must be [rows, classes]");
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), p, $"MultiMargin: the exponent is 1 or 2.{NameScope.Suffix}");
        var lead = Hinge(margin - prediction.Gather(classes.Axis, classes.Classes) + prediction);
        if (p == 2) lead = lead.Square();
        if (weight is not null) lead *= weight.IndexSelect(0, classes.Classes.Flatten()).Reshape(classes.Classes.Shape);
        var others = classes.Classes.Squeeze(classes.Axis).OneHot(prediction.Shape[classes.Axis], DType.Bool);
        return Reduce(lead.MaskedFill(others, 0).Mean(classes.Axis), reduction);
    }

    /// <summary>Of scores x with labels y of ±1: log(1 + e^(−y x)).</summary>
    /// <param name="prediction">The scores.</param>
    /// <param name="target">1 or −1, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor SoftMargin(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckPair("SoftMargin", prediction, target);
        return Reduce(-(target * prediction).LogSigmoid(), reduction);
    }

    /// <summary>Of scores for classes of which any number may be right: the mean over the classes of −y log σ(x) − (1 − y) log(1 − σ(x)).</summary>
    /// <param name="prediction">The scores, classes on the last axis.</param>
    /// <param name="target">1 for classes that are right, 0 for others; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single rows.</param>
    /// <param name="weight">One factor a class, or any that broadcast to the scores; null for 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are scalars, or the weight does not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor MultilabelSoftMargin(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null)
    {
        CheckPair("MultilabelSoftMargin", prediction, target);
        if (prediction.Rank == 0) throw new ShapeMismatchException("MultilabelSoftMargin", prediction.Shape, target.Shape, "scores for classes have an axis");
        var losses = Ops.BinaryCrossEntropyWithLogitsOp.Instance.Apply(prediction, target);
        return Reduce(Weighted("MultilabelSoftMargin", losses, weight).Mean(-1), reduction);
    }

    // max(0, x), with derivative 1 at 0 as in PyTorch
    private static Tensor Hinge(Tensor x) => x.Clamp(min: 0);

    /// <summary>Refuses targets that are not one for each vector on the last axis.</summary>
    private static void CheckRows(string loss, Tensor vectors, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (vectors.Rank == 0 || !target.Shape.Extents.SequenceEqual(vectors.Shape.Extents[..^1]))
            throw new ShapeMismatchException(loss, vectors.Shape, target.Shape, "there must be one target for each vector on the last axis");
    }
}
