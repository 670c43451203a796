namespace AutoGrad.Compare.Limits;

/// <summary>b = a, over two arrays that make up the working set.</summary>
internal sealed class StreamCopy(long workingSet) : ILoop
{
    private readonly float[] _a = new float[workingSet / 8], _b = new float[workingSet / 8];

    public double Amount => 8.0 * _a.Length;

    public void Run(int repeats)
    {
        for (var i = 0; i < repeats; i++) _a.AsSpan().CopyTo(_b);
    }
}
