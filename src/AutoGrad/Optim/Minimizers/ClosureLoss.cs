namespace AutoGrad.Optim;

/// <summary>A loss and its gradient by way of <see cref="Tensor.Grad"/>, from a closure that may go backward itself.</summary>
internal sealed class ClosureLoss(ParameterVector vector, Func<Tensor> closure)
{
    /// <summary>The point that the parameters return to.</summary>
    public LossAndGradient Best { get; set; } = new(vector.Read(), double.NaN, new double[vector.Size]);

    public int Evaluations { get; private set; }

    public LossAndGradient At(double[] x)
    {
        vector.Write(x);
        Evaluations++;
        foreach (var parameter in vector.Parameters) parameter.ZeroGrad();
        using var scope = GradMode.EnableGrad();
        var loss = Minimizer.OneNumber(nameof(Lbfgs), closure(), nameof(closure));
        if (!Array.Exists(vector.Parameters, p => p.Grad is not null)) loss.Backward();
        return new(x, loss.ToScalar(), vector.Flatten(Array.ConvertAll(vector.Parameters, p => p.Grad)));
    }

    /// <summary>Puts the best point into the parameters, and its gradient into theirs.</summary>
    public void Restore()
    {
        vector.Write(Best.X);
        var gradients = vector.Split(Best.Gradient);
        for (var i = 0; i < gradients.Length; i++) vector.Parameters[i].Grad = gradients[i];
    }
}
