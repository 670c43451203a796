namespace AutoGrad.Tests.OpTable;

/// <summary>Every operation of the library, a row each.</summary>
internal static class OpTable
{
    public static IReadOnlyList<OpRow> Rows { get; } =
    [
        .. ArithmeticRows.All,
        .. MathRows.All,
        .. ActivationRows.All,
        .. ComparisonRows.All,
        .. IndexingRows.All,
        .. ViewRows.All,
        .. ReductionRows.All,
        .. MatMulRows.All,
        .. ProductRows.All,
        .. LinearAlgebraRows.All,
        .. ConvolutionRows.All,
        .. PoolingRows.All,
        .. ResamplingRows.All,
        .. NormalisationRows.All,
        .. RecurrentRows.All,
        .. ElementLossRows.All,
        .. MaskAndSequenceLossRows.All,
        .. ClassLossRows.All,
        .. LossRows.All,
        .. SpecialRows.All,
        .. OrderingRows.All,
        .. ScatteringRows.All,
        .. GradientRows.All,
    ];
}
