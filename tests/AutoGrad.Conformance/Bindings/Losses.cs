using AutoGrad.Nn;

namespace AutoGrad.Conformance.Bindings;

/// <summary>Losses.</summary>
internal static class Losses
{
    public static IEnumerable<Binding> All =>
    [
        new("F.mse_loss", "input, target, size_average=None, reduce=None, reduction='mean'", a => Loss.Mse(Input(a), Target(a), Reduced(a)), "Mse"),
        new("F.l1_loss", "input, target, size_average=None, reduce=None, reduction='mean'", a => Loss.L1(Input(a), Target(a), Reduced(a)), "L1"),
        new("F.smooth_l1_loss", "input, target, size_average=None, reduce=None, reduction='mean', beta=1.0", a => Loss.SmoothL1(Input(a), Target(a), Reduced(a), a.Number("beta")), "SmoothL1"),
        new("F.huber_loss", "input, target, reduction='mean', delta=1.0", a => Loss.Huber(Input(a), Target(a), Reduced(a), a.Number("delta")), "Huber"),
        new("F.nll_loss", "input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'",
            a => Loss.Nll(Input(a), Target(a), Reduced(a), a.OptionalTensor("weight"), a.Int("ignore_index")), "Nll"),
        new("F.cross_entropy", "input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
            a => Loss.CrossEntropy(Input(a), Target(a), Reduced(a), a.OptionalTensor("weight"), a.Int("ignore_index"), a.Number("label_smoothing")), "CrossEntropy"),
        new("F.binary_cross_entropy", "input, target, weight=None, size_average=None, reduce=None, reduction='mean'",
            a => Loss.BinaryCrossEntropy(Input(a), Target(a), Reduced(a), a.OptionalTensor("weight")), "BinaryCrossEntropy"),
        new("F.binary_cross_entropy_with_logits", "input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None",
            a => Loss.BinaryCrossEntropyWithLogits(Input(a), Target(a), Reduced(a), a.OptionalTensor("weight"), a.OptionalTensor("pos_weight")), "BinaryCrossEntropyWithLogits"),
        new("F.kl_div", "input, target, size_average=None, reduce=None, reduction='mean', log_target=False", a => Loss.KlDiv(Input(a), Target(a), Reduced(a), a.Flag("log_target")), "KlDiv"),
        new("F.poisson_nll_loss", "input, target, log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction='mean'",
            a => Loss.PoissonNll(Input(a), Target(a), Reduced(a), a.Flag("log_input"), a.Flag("full"), a.Number("eps")), "PoissonNll"),
        new("F.gaussian_nll_loss", "input, target, var, full=False, eps=1e-6, reduction='mean'",
            a => Loss.GaussianNll(Input(a), Target(a), a.Tensor("var"), Reduced(a), a.Flag("full"), a.Number("eps")), "GaussianNll"),
        new("F.hinge_embedding_loss", "input, target, margin=1.0, size_average=None, reduce=None, reduction='mean'", a => Loss.HingeEmbedding(Input(a), Target(a), Reduced(a), a.Number("margin")), "HingeEmbedding"),
        new("F.cosine_embedding_loss", "input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'",
            a => Loss.CosineEmbedding(a.Tensor("input1"), a.Tensor("input2"), Target(a), Reduced(a), a.Number("margin")), "CosineEmbedding"),
        new("F.margin_ranking_loss", "input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'",
            a => Loss.MarginRanking(a.Tensor("input1"), a.Tensor("input2"), Target(a), Reduced(a), a.Number("margin")), "MarginRanking"),
        new("F.triplet_margin_loss", "anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, size_average=None, reduce=None, reduction='mean'",
            a => a.Number("p") == 2 ? Loss.TripletMargin(a.Tensor("anchor"), a.Tensor("positive"), a.Tensor("negative"), Reduced(a), a.Number("margin"), a.Number("eps"), a.Flag("swap")) : throw a.Wrong("p", "2"), "TripletMargin"),
        new("F.multi_margin_loss", "input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'",
            a => Loss.MultiMargin(Input(a), Target(a), Reduced(a), a.Int("p"), a.Number("margin"), a.OptionalTensor("weight")), "MultiMargin"),
        new("F.soft_margin_loss", "input, target, size_average=None, reduce=None, reduction='mean'", a => Loss.SoftMargin(Input(a), Target(a), Reduced(a)), "SoftMargin"),
        new("F.multilabel_soft_margin_loss", "input, target, weight=None, size_average=None, reduce=None, reduction='mean'",
            a => Loss.MultilabelSoftMargin(Input(a), Target(a), Reduced(a), a.OptionalTensor("weight")), "MultilabelSoftMargin"),
    ];

    private static Tensor Input(Arguments a) => a.Tensor("input");

    private static Tensor Target(Arguments a) => a.Tensor("target");

    private static Reduction Reduced(Arguments a) => a.Text("reduction") switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        "batchmean" => Reduction.BatchMean,
        _ => throw a.Wrong("reduction", "a reduction"),
    };
}
