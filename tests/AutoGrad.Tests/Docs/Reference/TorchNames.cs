using AutoGrad.Conformance.Bindings;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>PyTorch's names, from the bindings of the conformance program.</summary>
internal static class TorchNames
{
    private static readonly ILookup<string, string> s_byMember =
        BindingTable.All.SelectMany(b => b.Names.Where(IsTorch).SelectMany(name => b.Members.Select(member => (name, Member: member)))).Distinct().ToLookup(p => Key(p.Member), p => p.name);

    /// <summary>Every name of PyTorch with the words for the library's members it is bound to.</summary>
    public static IEnumerable<(string Torch, string[] Members)> All =>
        BindingTable.All.SelectMany(b => b.Names.Where(IsTorch).SelectMany(name => b.Members.Select(member => (name, Member: member)))).GroupBy(p => p.name, p => p.Member)
        .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Distinct().ToArray()));

    /// <summary>The names that a member of the library stands for.</summary>
    public static IEnumerable<string> Of(string member) => s_byMember[Key(member.Split('.')[^1])].Distinct().Where(n => !n.StartsWith("torch.special.", StringComparison.Ordinal) || member.Length == 0).Order(StringComparer.Ordinal);

    /// <summary>A name without case and underscores.</summary>
    public static string Key(string name) => name.Replace("_", "").ToLowerInvariant();

    private static bool IsTorch(string name) => name.StartsWith("torch.", StringComparison.Ordinal) || name.StartsWith("F.", StringComparison.Ordinal) || name.StartsWith("Tensor.", StringComparison.Ordinal);
}
