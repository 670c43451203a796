namespace AutoGrad.Ops;

/// <summary>y = (x − m) r with the mean m and r = 1/√(variance + ε) over some axes;  dx = r (g − mean g − y · mean (g y)).</summary>
/// <remarks>What all normalisations share. The variance is that of the population, in two passes. Only x and y are kept.</remarks>
internal sealed class StandardizeOp(string name, ReducedShape over, double epsilon) : NaryOp(name, Saves.Inputs | Saves.Output), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x) => (x[0] - new MeanOp(over).Apply(x[0])) * InverseDeviation(x[0], over, epsilon);

    internal override Tensor Batched(BatchedInputs x) => new StandardizeOp(Name, over.Behind(x.Size), epsilon).Apply(x[0]);

    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Vjp(0, saved, t[0]!);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => Pull(saved.X(), saved.Y, g, over, epsilon);

    /// <summary>dx for x, its standardised y and an upstream gradient.</summary>
    public static Tensor Pull(Tensor x, Tensor y, Tensor g, ReducedShape over, double epsilon) =>
        InverseDeviation(x, over, epsilon) * (g - new MeanOp(over).Apply(g) - y * new MeanOp(over).Apply(g * y));

    private static Tensor InverseDeviation(Tensor x, ReducedShape over, double epsilon) => (new VarOp(over, correction: 0).Apply(x) + epsilon).Rsqrt();
}
