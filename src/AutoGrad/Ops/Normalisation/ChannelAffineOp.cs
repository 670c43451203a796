using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = (x − m) s + b with numbers m, s and b of each channel;  dx = g s,  dm = −Σ g s,  ds = Σ g (x − m),  db = Σ g.</summary>
/// <remarks>Inputs are x [samples, channels, ...], m, s, and b if there is one: what batch normalisation is outside of training.</remarks>
internal sealed class ChannelAffineOp : NaryOp, IRecyclable
{
    private static readonly ChannelAffineOp s_instance = new();

    private ChannelAffineOp() : base("BatchNorm", Saves.Inputs) { }

    public static Tensor Of(Tensor x, Tensor shift, Tensor scale, Tensor? bias) => bias is null ? s_instance.Apply(x, shift, scale) : s_instance.Apply(x, shift, scale, bias);

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[0].Shape, x[0].DType);
        Dispatch.Number(Name, y.DType, new Kernel(x[0], x[1], x[2], x.Length > 3 ? x[3] : null, y));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var x = saved.X(0);
        Tensor shift = Along(saved.X(1), x.Rank), scale = Along(saved.X(2), x.Rank);
        if (input == 0) return g * scale;
        var axes = new int[x.Rank - 1];
        for (var i = 1; i < axes.Length; i++) axes[i] = i + 1;
        return input switch
        {
            1 => -(g * scale).Sum(axes),
            2 => (g * (x - shift)).Sum(axes),
            _ => g.Sum(axes),
        };
    }

    /// <summary>One number a channel, to broadcast over the planes.</summary>
    private static Tensor Along(Tensor x, int rank)
    {
        var extents = new int[rank - 1];
        Array.Fill(extents, 1);
        extents[0] = x.Size;
        return x.Reshape(new Shape(extents));
    }

    private readonly struct Kernel(Tensor x, Tensor shift, Tensor scale, Tensor? bias, Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            ChannelAffine.Run(x.Shape.Inner(1), x.Span<T>(), shift.Span<T>(), scale.Span<T>(), bias is null ? [] : bias.Span<T>(), y.Span<T>());
    }
}
