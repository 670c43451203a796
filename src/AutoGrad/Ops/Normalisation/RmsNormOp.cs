namespace AutoGrad.Ops;

/// <summary>y = x̂ w with x̂ = x / √(mean x² + ε) over the last axes;  dx = (u − x̂ mean(u x̂)) / √(mean x² + ε) with u = g w,  dw = g x̂.</summary>
/// <remarks>Inputs are x, and the weight if there is one. One number a row is kept besides them.</remarks>
internal sealed class RmsNormOp(ReducedShape over, Shape row, double epsilon, bool weighted) : RowNormOp("RmsNorm", over, row, epsilon, centered: false, weighted, biased: false)
{
    public override Op Again() => new RmsNormOp(Over, Row, Epsilon, Weighted);
}
