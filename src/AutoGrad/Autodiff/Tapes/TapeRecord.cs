using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>What is noted of one place of the graph while a tape is watched. It refers to other notes, never to the graph.</summary>
internal sealed class TapeRecord(string op, string module)
{
    private static readonly ConditionalWeakTable<Node, TapeRecord> s_table = [];

    /// <summary>The op; empty for a leaf.</summary>
    public string Op { get; } = op;

    /// <summary>The module it ran in.</summary>
    public string Module { get; } = module;

    /// <summary>Why no gradient comes back through here; null if one does.</summary>
    public UnusedReason? Cut { get; init; }

    /// <summary>What the inputs were.</summary>
    public List<TapeRecord> Parents { get; } = [];

    /// <summary>What read it.</summary>
    public List<TapeRecord> Children { get; } = [];

    /// <summary>The note of a place; null if it was not watched.</summary>
    public static TapeRecord? Find(Node node) => s_table.TryGetValue(node, out var record) ? record : null;

    /// <summary>Takes a note of a place.</summary>
    public void For(Node node) => s_table.AddOrUpdate(node, this);

    /// <summary>Links two notes.</summary>
    public void Reads(TapeRecord parent)
    {
        Parents.Add(parent);
        lock (parent.Children) parent.Children.Add(this);
    }
}
