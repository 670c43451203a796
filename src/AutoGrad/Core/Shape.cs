using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>The extents of a tensor, outermost axis first. Immutable; <c>default</c> is the scalar shape.</summary>
/// <remarks>
/// Written as a collection expression: <c>Tensor.Zeros([2, 3])</c>. The scalar shape is <c>[]</c>, and extents may be zero.
/// </remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The largest number of axes.</summary>
    internal const int MaxRank = 64;

    // null is the scalar shape: default(Shape) must be usable
    private readonly int[]? _extents;

    /// <summary>Creates a shape.</summary>
    /// <param name="extents">Extents, outermost first; none for a scalar.</param>
    /// <exception cref="ArgumentException">An extent is negative, or the product exceeds <see cref="Array.MaxLength"/>.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        if (extents.IsEmpty) return;
        if (extents.Length > MaxRank) throw new ArgumentException($"A shape has at most {MaxRank} axes, not {extents.Length}.", nameof(extents));
        _extents = extents.ToArray();
        var size = 1L;
        var empty = extents.Contains(0);
        foreach (var extent in extents)
        {
            if (extent < 0) throw new ArgumentException($"Shape {this} has a negative extent.", nameof(extents));
            size = empty ? 0 : size * extent;
            if (size > Array.MaxLength) throw TooLarge(ToString());
        }
    }

    /// <summary>Creates a shape from 64-bit extents, as files state them.</summary>
    /// <param name="extents">Extents, outermost first.</param>
    /// <exception cref="ArgumentException">An extent is negative or beyond <see cref="int.MaxValue"/>, or the product exceeds <see cref="Array.MaxLength"/>.</exception>
    public Shape(params ReadOnlySpan<long> extents) : this(Narrow(extents)) { }

    // wraps an array the library has checked and hands over
    private Shape(int[] owned, bool _) => _extents = owned;

    /// <summary>Number of axes.</summary>
    public int Rank => _extents is { } e ? e.Length : 0;

    /// <summary>Number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Size
    {
        get
        {
            var size = 1;
            if (_extents is { } e)
                foreach (var extent in e) size *= extent;
            return size;
        }
    }

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>The extent of an axis.</summary>
    /// <param name="axis">From 0, or from the end when negative: -1 is the last axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis]
    {
        get
        {
            var rank = Rank;
            var at = axis < 0 ? axis + rank : axis;
            if ((uint)at >= (uint)rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has {rank} axes.");
            return _extents![at];
        }
    }

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>Creates a shape from a collection expression.</summary>
    /// <param name="extents">Extents, outermost first.</param>
    /// <exception cref="ArgumentException">An extent is negative, or the product exceeds <see cref="Array.MaxLength"/>.</exception>
    public static Shape Create(ReadOnlySpan<int> extents) => new(extents);

    /// <summary>Wraps extents an op has computed; the array must not change afterwards.</summary>
    internal static Shape Owning(int[] extents)
    {
        var size = 1L;
        foreach (var extent in extents)
        {
            size *= extent;
            if (size > Array.MaxLength && !extents.Contains(0)) throw TooLarge(new Shape(extents, false).ToString());
        }
        return new Shape(extents, false);
    }

    /// <summary>The shape two operands broadcast to (numpy's rule: aligned at the last axis, extents equal or 1).</summary>
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="a">The first operand's shape.</param>
    /// <param name="b">The second operand's shape.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    internal static Shape Broadcast(string op, Shape a, Shape b)
    {
        if (a.SameAs(b)) return a;
        if (a.Rank == 0) return b;
        if (b.Rank == 0) return a;
        var extents = new int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= extents.Length; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1, y = i <= b.Rank ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
                throw new ShapeMismatchException(op, a, b, $"they do not broadcast: axis -{i} has {x} against {y} (aligned at the last axis, extents must be equal or 1)");
            extents[^i] = x == 1 ? y : x;
        }
        return Owning(extents);
    }

    /// <summary>True when a tensor of this shape can be expanded to <paramref name="target"/>.</summary>
    internal bool BroadcastsTo(Shape target)
    {
        if (Rank > target.Rank) return false;
        for (var i = 1; i <= Rank; i++)
            if (this[^i] != target[^i] && this[^i] != 1) return false;
        return true;
    }

    /// <summary>A copy with another extent at one axis.</summary>
    internal Shape With(int axis, int extent)
    {
        var extents = Extents.ToArray();
        extents[axis] = extent;
        return Owning(extents);
    }

    /// <summary>The first axes and the last ones, put together.</summary>
    internal static Shape Concat(ReadOnlySpan<int> first, ReadOnlySpan<int> last) => Owning([.. first, .. last]);

    /// <summary>Product of the extents before <paramref name="axis"/>.</summary>
    internal int Outer(int axis) => Product(Extents[..axis]);

    /// <summary>Product of the extents after <paramref name="axis"/>.</summary>
    internal int Inner(int axis) => Product(Extents[(axis + 1)..]);

    /// <summary>Product of some extents.</summary>
    internal static int Product(ReadOnlySpan<int> extents)
    {
        var product = 1;
        foreach (var extent in extents) product *= extent;
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool SameAs(Shape other) => ReferenceEquals(_extents, other._extents) || Extents.SequenceEqual(other.Extents);

    /// <summary>The extent of an axis: <c>shape[^1]</c> is the last.</summary>
    /// <param name="axis">The axis.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such axis.</exception>
    public int this[Index axis] => Extents[axis];

    /// <inheritdoc/>
    public bool Equals(Shape other) => SameAs(other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && SameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var extent in Extents) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>The extents in brackets: <c>[2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _extents ?? [])}]";

    /// <summary>Walks the extents, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_extents ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True when both have the same extents.</summary>
    public static bool operator ==(Shape a, Shape b) => a.SameAs(b);

    /// <summary>True when rank or an extent differs.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.SameAs(b);

    private static int[] Narrow(ReadOnlySpan<long> extents)
    {
        var narrow = new int[extents.Length];
        for (var i = 0; i < narrow.Length; i++)
        {
            if (extents[i] is < 0 or > int.MaxValue)
                throw new ArgumentException($"Extent {extents[i]} of axis {i} is outside 0..{int.MaxValue}.", nameof(extents));
            narrow[i] = (int)extents[i];
        }
        return narrow;
    }

    private static ArgumentException TooLarge(string shape) =>
        new($"Shape {shape} has more than {Array.MaxLength} elements: a tensor cannot hold them.", "extents");
}
