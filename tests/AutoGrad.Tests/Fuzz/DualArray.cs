using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Fuzz;

/// <summary>A plain array of hyper-dual numbers with extents. It shares no code with the library.</summary>
public sealed class DualArray(HyperDual[] data, params int[] extents)
{
    public HyperDual[] Data { get; } = data;

    public int[] Extents { get; } = extents;

    public int Rank => Extents.Length;

    public int Size => Data.Length;

    public HyperDual this[params int[] index]
    {
        get => Data[Offset(index)];
        set => Data[Offset(index)] = value;
    }

    public static DualArray Build(int[] extents, Func<int[], HyperDual> element) => new([.. NdArray.Indices(extents).Select(element)], extents);

    public static DualArray Zeros(params int[] extents) => Build(extents, _ => 0);

    public DualArray Map(Func<HyperDual, HyperDual> f) => new(Array.ConvertAll(Data, v => f(v)), Extents);

    /// <summary>The same elements with other extents.</summary>
    public DualArray As(params int[] extents) => new(Data, extents);

    /// <summary>An axis counted from the start.</summary>
    public int Axis(int axis) => axis < 0 ? axis + Rank : axis;

    /// <summary>The extent of an axis.</summary>
    public int Extent(int axis) => Extents[Axis(axis)];

    /// <summary>The element at an index of an array that this one broadcasts to.</summary>
    public HyperDual Broadcast(int[] index)
    {
        var own = index[(index.Length - Rank)..];
        for (var axis = 0; axis < Rank; axis++)
            if (Extents[axis] == 1) own[axis] = 0;
        return this[own];
    }

    public static int[] BroadcastExtents(params DualArray[] arrays)
    {
        var result = Enumerable.Repeat(1, arrays.Max(a => a.Rank)).ToArray();
        foreach (var a in arrays)
            for (var i = 1; i <= a.Rank; i++)
                if (a.Extents[^i] != 1) result[^i] = a.Extents[^i];
        return result;
    }

    /// <summary>The elements along an axis, at the other coordinates of an index.</summary>
    public HyperDual[] Line(int[] index, int axis) => [.. Enumerable.Range(0, Extents[axis]).Select(k => this[[.. index[..axis], k, .. index[(axis + 1)..]]])];

    /// <summary>Each line of an axis replaced by another, of one length.</summary>
    public DualArray Along(int axis, Func<HyperDual[], HyperDual[]> map)
    {
        axis = Axis(axis);
        int[] lines = [.. Extents[..axis], 1, .. Extents[(axis + 1)..]];
        var mapped = NdArray.Indices(lines).ToDictionary(Key, i => map(Line(i, axis)));
        var length = mapped.Values.First().Length;
        return Build([.. Extents[..axis], length, .. Extents[(axis + 1)..]], i => mapped[Key([.. i[..axis], 0, .. i[(axis + 1)..]])][i[axis]]);
    }

    /// <summary>Each group of elements along some axes replaced by one.</summary>
    public DualArray Reduce(int[] axes, bool keepDims, Func<HyperDual[], HyperDual> reduce)
    {
        var reduced = Enumerable.Range(0, Rank).Select(i => axes.Contains(i) || axes.Contains(i - Rank)).ToArray();
        var kept = Extents.Select((e, i) => reduced[i] ? 1 : e).ToArray();
        var groups = NdArray.Indices(Extents).ToLookup(i => Key([.. i.Select((at, axis) => reduced[axis] ? 0 : at)]), i => this[i]);
        var y = Build(kept, i => reduce([.. groups[Key(i)]]));
        return keepDims ? y : y.As([.. kept.Where((_, i) => !reduced[i])]);
    }

    private static string Key(int[] index) => string.Join(',', index);

    private int Offset(int[] index)
    {
        var offset = 0;
        for (var axis = 0; axis < Rank; axis++) offset = offset * Extents[axis] + index[axis];
        return offset;
    }
}
