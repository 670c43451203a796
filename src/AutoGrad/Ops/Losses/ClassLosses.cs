using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The cross-entropy of each row of [rows, classes] with its class.</summary>
    /// <param name="classes">Checked class numbers, one a row.</param>
    internal Tensor ClassLosses(Tensor classes)
    {
        var targets = new int[classes.Size];
        if (classes.DType == DType.Int64)
            for (var i = 0; i < targets.Length; i++) targets[i] = (int)classes.Span<long>()[i];
        else classes.Span<int>().CopyTo(targets);
        return new ClassLossOp(targets).Apply(this);
    }
}
