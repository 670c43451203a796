namespace AutoGrad.Ops;

/// <summary>The larger or the smaller of two;  g goes to the one taken, half to each on a tie.</summary>
internal abstract class ExtremumOp(string name, bool largest) : NumberBinaryOp(name, Saves.Inputs)
{
    // beside a NaN neither loses: both receive g, as in PyTorch
    protected internal sealed override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (own, other) = (saved.X(input), saved.X(1 - input));
        var loses = largest ? own < other : own > other;
        return Tensor.Where(loses, 0, Tensor.Where(own.EqualTo(other), g * 0.5, g));
    }
}
