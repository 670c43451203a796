using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = w ∗ x + b, over windows of x, b one number a filter or none;  dx = the transpose in the input, from g and w,  dw = the transpose in the weight, from x and g,  db = Σ g.</summary>
internal sealed class ConvolveOp(string name, ConvolutionShape shape) : NaryOp(name, Saves.Inputs), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(ConvolutionShapes.Result(shape), x[0].DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], x[1], x.Length > 2 ? x[2] : null, y, shape));
        return y;
    }

    protected internal override Tensor? Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => t.Length == 2 ? Products.Tangent(this, saved, t) : base.Jvp(saved, t);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input switch
    {
        0 => new ConvolveToInputOp(Name, shape).Apply(g, saved.X(1)),
        1 => new ConvolveToWeightOp(Name, shape).Apply(saved.X(0), g),
        _ => ConvolutionShapes.SumOfChannels(g),
    };

    private readonly struct Kernel(Tensor x, Tensor w, Tensor? bias, Tensor y, ConvolutionShape shape) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.Run<T>(shape, x.Span<T>(), w.Span<T>(), bias is null ? [] : bias.Span<T>(), y.Span<T>());
    }
}

/// <summary>x = the transpose of a convolution in its input, from y and w, + b, one number a channel or none;  dy = w ∗ g,  dw = the transpose in the weight, from g and y,  db = Σ g.</summary>
internal sealed class ConvolveToInputOp(string name, ConvolutionShape shape) : NaryOp(name, Saves.Inputs), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        var x = Tensor.Allocate(ConvolutionShapes.Image(shape), inputs[0].DType);
        Dispatch.Float(Name, x.DType, new Kernel(inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null, x, shape));
        return x;
    }

    protected internal override Tensor? Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => t.Length == 2 ? Products.Tangent(this, saved, t) : base.Jvp(saved, t);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input switch
    {
        0 => new ConvolveOp(Name, shape).Apply(g, saved.X(1)),
        1 => new ConvolveToWeightOp(Name, shape).Apply(g, saved.X(0)),
        _ => ConvolutionShapes.SumOfChannels(g),
    };

    private readonly struct Kernel(Tensor y, Tensor w, Tensor? bias, Tensor x, ConvolutionShape shape) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.ToInput<T>(shape, y.Span<T>(), w.Span<T>(), bias is null ? [] : bias.Span<T>(), x.Span<T>());
    }
}

/// <summary>w = the transpose of a convolution in its weight, from x and y;  dx = the transpose in the input, from y and g,  dy = g ∗ x.</summary>
internal sealed class ConvolveToWeightOp(string name, ConvolutionShape shape) : NaryOp(name, Saves.Inputs), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        var w = Tensor.Allocate(ConvolutionShapes.Weight(shape), inputs[0].DType);
        Dispatch.Float(Name, w.DType, new Kernel(inputs[0], inputs[1], w, shape));
        return w;
    }

    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Products.Tangent(this, saved, t);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
        input == 0 ? new ConvolveToInputOp(Name, shape).Apply(saved.X(1), g) : new ConvolveOp(Name, shape).Apply(saved.X(0), g);

    private readonly struct Kernel(Tensor x, Tensor y, Tensor w, ConvolutionShape shape) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.ToWeight<T>(shape, x.Span<T>(), y.Span<T>(), w.Span<T>());
    }
}

/// <summary>The tensors' shapes of a convolution.</summary>
internal static class ConvolutionShapes
{
    /// <summary>The gradient of what was added to each channel of [batch, channels, ...].</summary>
    public static Tensor SumOfChannels(Tensor g)
    {
        var axes = new int[g.Rank - 1];
        for (var i = 1; i < axes.Length; i++) axes[i] = i + 1;
        return g.Sum(axes);
    }

    public static Shape Image(ConvolutionShape shape) => Shape.Concat([shape.Batch, shape.Groups * shape.Channels], shape.Grid.Input);

    public static Shape Weight(ConvolutionShape shape) => Shape.Concat([shape.Groups * shape.Filters, shape.Channels], shape.Grid.Kernel);

    public static Shape Result(ConvolutionShape shape) => Shape.Concat([shape.Batch, shape.Groups * shape.Filters], shape.Grid.Output);
}
