namespace AutoGrad.Tests.OpTable;

/// <summary>A plain array with extents: what references compute on. It shares no code with the library.</summary>
public sealed class NdArray(double[] data, params int[] extents)
{
    public double[] Data { get; } = data;

    public int[] Extents { get; } = extents;

    public int Rank => Extents.Length;

    public int Size => Data.Length;

    public double this[params int[] index]
    {
        get => Data[Offset(index)];
        set => Data[Offset(index)] = value;
    }

    public static NdArray Zeros(params int[] extents) => new(new double[extents.Aggregate(1, (a, b) => a * b)], extents);

    /// <summary>Builds an array by a formula over indices.</summary>
    public static NdArray Build(int[] extents, Func<int[], double> element)
    {
        var result = Zeros(extents);
        var i = 0;
        foreach (var index in Indices(extents)) result.Data[i++] = element(index);
        return result;
    }

    /// <summary>All indices of a shape, row-major. The array handed out is new each time.</summary>
    public static IEnumerable<int[]> Indices(int[] extents)
    {
        if (extents.Contains(0)) yield break;
        var index = new int[extents.Length];
        while (true)
        {
            yield return (int[])index.Clone();
            var axis = extents.Length - 1;
            for (; axis >= 0 && ++index[axis] == extents[axis]; axis--) index[axis] = 0;
            if (axis < 0) yield break;
        }
    }

    /// <summary>An element as if the array were broadcast to the rank and extents of <paramref name="index"/>.</summary>
    public double Broadcast(int[] index)
    {
        var own = index[(index.Length - Rank)..];
        for (var axis = 0; axis < Rank; axis++)
            if (Extents[axis] == 1) own[axis] = 0;
        return this[own];
    }

    /// <summary>The extents two arrays broadcast to.</summary>
    public static int[] BroadcastExtents(params NdArray[] arrays)
    {
        var result = Enumerable.Repeat(1, arrays.Max(a => a.Rank)).ToArray();
        foreach (var a in arrays)
            for (var i = 1; i <= a.Rank; i++)
                if (a.Extents[^i] != 1) result[^i] = a.Extents[^i];
        return result;
    }

    public static NdArray Of(Tensor t) => new(t.DType switch
    {
        DType.Float64 => t.ToArray<double>(),
        DType.Float32 => Array.ConvertAll(t.ToArray<float>(), v => (double)v),
        DType.Int64 => Array.ConvertAll(t.ToArray<long>(), v => (double)v),
        DType.Int32 => Array.ConvertAll(t.ToArray<int>(), v => (double)v),
        _ => Array.ConvertAll(t.ToArray<bool>(), v => v ? 1.0 : 0.0),
    }, t.Shape.Extents.ToArray());

    private int Offset(int[] index)
    {
        var offset = 0;
        for (var axis = 0; axis < Rank; axis++) offset = offset * Extents[axis] + index[axis];
        return offset;
    }
}
