using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>The sums a pass has collected for leaves, in the order the leaves were first met.</summary>
/// <remarks>
/// Leaves may be shared by passes on several threads, so a leaf's slot is only a hint: where another pass has overwritten
/// it, a dictionary decides, and the bits of the result do not depend on who came first.
/// </remarks>
internal sealed class LeafSums
{
    private const int Few = 8;

    private readonly List<LeafNode> _leaves = [];
    private readonly List<GradientSum> _sums = [];
    private readonly Dictionary<LeafNode, int> _places = [];
    private GradientSum _ignored;

    /// <summary>True to take any leaf; false to take only registered ones.</summary>
    public bool Open { get; set; }

    public int Count => _leaves.Count;

    public (LeafNode Leaf, Tensor Sum) this[int i] => (_leaves[i], _sums[i].Sum!);

    /// <summary>Puts what a hook answered in the place of a sum.</summary>
    public void Replace(int i, Tensor sum) => _sums[i] = new GradientSum { Sum = sum };

    public void Register(LeafNode leaf) => Place(leaf, add: true);

    public bool Contains(LeafNode leaf) => Place(leaf, add: false) >= 0;

    /// <summary>The sum of a leaf, to be added to.</summary>
    public ref GradientSum Of(LeafNode leaf)
    {
        var place = Place(leaf, Open);
        if (place < 0)
        {
            _ignored = default;
            return ref _ignored;
        }
        return ref CollectionsMarshal.AsSpan(_sums)[place];
    }

    public Tensor? SumOf(LeafNode leaf) => Place(leaf, add: false) is >= 0 and var place ? _sums[place].Sum : null;

    public void Clear()
    {
        _leaves.Clear();
        _sums.Clear();
        _places.Clear();
    }

    /// <summary>The first few leaves are looked at one by one, which costs less than a hash of each.</summary>
    private int Find(LeafNode leaf)
    {
        for (var i = 0; i < Math.Min(Few, _leaves.Count); i++)
            if (ReferenceEquals(_leaves[i], leaf)) return i;
        return _leaves.Count > Few && _places.TryGetValue(leaf, out var place) ? place : -1;
    }

    private int Place(LeafNode leaf, bool add)
    {
        var hint = Volatile.Read(ref leaf.Slot);
        if ((uint)hint < (uint)_leaves.Count && ReferenceEquals(_leaves[hint], leaf)) return hint;
        var place = Find(leaf);
        if (place >= 0) return leaf.Slot = place;
        if (!add) return -1;
        place = _leaves.Count;
        if (place >= Few) _places.Add(leaf, place);
        _leaves.Add(leaf);
        _sums.Add(default);
        return leaf.Slot = place;
    }
}
