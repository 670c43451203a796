using System.Runtime.CompilerServices;
namespace AutoGrad.Kernels;

/// <summary>e^(scale x − shift): a softmax's numerator.</summary>
internal readonly struct ScaledExp(double scale, double shift) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Exponential.Exp(V.Fma(x, V.Constant(scale), V.Constant(-shift)));
}
