using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>z = the extreme of x and of the elements of y that go to its place;  g is shared evenly by those that equal it.</summary>
internal sealed class ScatterExtremeOp(int[] positions, bool largest) : NaryOp("ScatterReduce", Saves.Inputs | Saves.Output), IRecyclable
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var z = Tensor.Allocate(x[0].Shape, x[0].DType);
        Dispatch.Number(Name, z.DType, new Kernel(x[0], x[1], z, positions, largest));
        return z;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (x, y, z) = (saved.X(0).Detach(), saved.X(1).Detach(), saved.Y.Detach());
        var (own, sent) = (x.EqualTo(z).To(g.DType), y.EqualTo(Taken(z, y.Shape)).To(g.DType));
        var shared = g / (own + new FlatSumOp(Name, positions, x.Shape).Apply(sent));
        return input == 0 ? shared * own : Taken(shared, y.Shape) * sent;
    }

    private Tensor Taken(Tensor x, Shape shape) => new FlatTakeOp(Name, positions, shape).Apply(x);

    private readonly struct Kernel(Tensor x, Tensor y, Tensor z, int[] positions, bool largest) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            ReadOnlySpan<T> from = y.Span<T>();
            var to = z.Span<T>();
            x.Span<T>().CopyTo(to);
            for (var i = 0; i < from.Length; i++)
            {
                ref var best = ref to[positions[i]];
                best = largest ? T.Max(best, from[i]) : T.Min(best, from[i]);
            }
        }
    }
}
