using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = w ∗ x, over windows of x;  dx = the transpose in the input, from g and w,  dw = the transpose in the weight, from x and g.</summary>
internal sealed class ConvolveOp(string name, ConvolutionShape shape) : NaryOp(name, Saves.Inputs), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(ConvolutionShapes.Result(shape), x[0].DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], x[1], y, shape));
        return y;
    }

    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Products.Tangent(this, saved, t);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
        input == 0 ? new ConvolveToInputOp(Name, shape).Apply(g, saved.X(1)) : new ConvolveToWeightOp(Name, shape).Apply(saved.X(0), g);

    private readonly struct Kernel(Tensor x, Tensor w, Tensor y, ConvolutionShape shape) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.Run(shape, x.Span<T>(), w.Span<T>(), y.Span<T>());
    }
}

/// <summary>x = the transpose of a convolution in its input, from y and w;  dy = w ∗ g,  dw = the transpose in the weight, from g and y.</summary>
internal sealed class ConvolveToInputOp(string name, ConvolutionShape shape) : NaryOp(name, Saves.Inputs), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        var x = Tensor.Allocate(ConvolutionShapes.Image(shape), inputs[0].DType);
        Dispatch.Float(Name, x.DType, new Kernel(inputs[0], inputs[1], x, shape));
        return x;
    }

    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Products.Tangent(this, saved, t);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
        input == 0 ? new ConvolveOp(Name, shape).Apply(g, saved.X(1)) : new ConvolveToWeightOp(Name, shape).Apply(g, saved.X(0));

    private readonly struct Kernel(Tensor y, Tensor w, Tensor x, ConvolutionShape shape) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.ToInput(shape, y.Span<T>(), w.Span<T>(), x.Span<T>());
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
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Convolution.ToWeight(shape, x.Span<T>(), y.Span<T>(), w.Span<T>());
    }
}

/// <summary>The tensors' shapes of a convolution.</summary>
internal static class ConvolutionShapes
{
    public static Shape Image(ConvolutionShape shape) => Shape.Concat([shape.Batch, shape.Groups * shape.Channels], shape.Grid.Input);

    public static Shape Weight(ConvolutionShape shape) => Shape.Concat([shape.Groups * shape.Filters, shape.Channels], shape.Grid.Kernel);

    public static Shape Result(ConvolutionShape shape) => Shape.Concat([shape.Batch, shape.Groups * shape.Filters], shape.Grid.Output);
}
