using System.Numerics.Tensors;

namespace AutoGrad.Compare.Limits;

/// <summary>a = s·c + b, over three arrays that make up the working set.</summary>
internal sealed class StreamTriad(long workingSet) : ILoop
{
    private readonly float[] _a = new float[workingSet / 12], _b = new float[workingSet / 12], _c = new float[workingSet / 12];

    public double Amount => 12.0 * _a.Length;

    public void Run(int repeats)
    {
        for (var i = 0; i < repeats; i++) TensorPrimitives.MultiplyAdd(_c, 3f, _b, _a);
    }
}
