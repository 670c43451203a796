namespace AutoGrad.Nn;

/// <summary>A skip connection: the input, or what a shortcut makes of it, plus what a layer makes of it.</summary>
/// <remarks>
/// He et al., "Deep residual learning for image recognition", 2015. The gradient has a way around the layer, so that deep stacks train.
/// <code>
/// var block = new Residual(new Sequential(new Conv2d(16, 16, 3, padding: 1), new Relu(), new Conv2d(16, 16, 3, padding: 1)));
/// </code>
/// </remarks>
public sealed class Residual : Layer
{
    /// <summary>Creates the connection.</summary>
    /// <param name="body">The layer that is skipped.</param>
    /// <param name="shortcut">What the input goes through on the way around, such as a 1×1 convolution where the body changes the shape; null for nothing.</param>
    public Residual(Layer body, Layer? shortcut = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        (Body, Shortcut) = (body, shortcut);
    }

    /// <summary>The layer that is skipped.</summary>
    public Layer Body { get; set => field = Register(value); }

    /// <summary>What the input goes through on the way around; null for nothing.</summary>
    public Layer? Shortcut { get; set => field = Register(value); }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var around = Shortcut is null ? x : Shortcut.Call(x);
        var through = Body.Call(x);
        if (around.Shape != through.Shape)
            throw new ShapeMismatchException("Residual", around.Shape, through.Shape, "both ways must end in one shape: give a shortcut that changes the input as the body does");
        return around + through;
    }
}
