using System.Reflection;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>Finds what the library calls a thing of PyTorch: by the same word, or by the word that torch-names.txt gives.</summary>
internal static class LibraryName
{
    private static readonly Type[] s_types = typeof(Tensor).Assembly.GetExportedTypes();

    private static readonly string[] s_functions = ["Tensor", "LinearAlgebra", "Recurrent", "Autodiff", "GradientClipping"];

    /// <summary>The member in C#, or null if there is none.</summary>
    /// <param name="torch">A dotted name of PyTorch.</param>
    /// <param name="given">The type, or type and member, if it is not the same word.</param>
    public static string? Of(string torch, string? given)
    {
        if (given is not null)
        {
            var parts = given.Split('.');
            var type = s_types.FirstOrDefault(t => t.Name == parts[0]);
            var found = type is not null && (parts.Length == 1 || Members(type).Any(m => m.Name == parts[1]));
            return found ? parts.Length == 1 ? Qualified(type!) : Call(type!, Members(type!).First(m => m.Name == parts[1])) : throw new ShouldAssertException($"torch-names.txt: {torch} = {given}: the library has no such member.");
        }
        var words = new[] { torch.Split('.')[^1] }.Concat(Shorter(torch.Split('.')[^1], "Loss", "LR")).Select(TorchNames.Key).ToArray();
        var space = torch.StartsWith("torch.nn.init.", StringComparison.Ordinal) ? "none" : torch.StartsWith("torch.nn.", StringComparison.Ordinal) ? "AutoGrad.Nn" : torch.StartsWith("torch.optim.", StringComparison.Ordinal) ? "AutoGrad.Optim" : torch.Contains(".data.") ? "AutoGrad.Data" : "none";
        if (words.Select(w => s_types.FirstOrDefault(t => t.Namespace == space && TorchNames.Key(ApiName(t)) == w)).FirstOrDefault(t => t is not null) is { } layer) return Qualified(layer);
        if (space is not ("none" or "AutoGrad.Nn") && !torch.Contains(".init.")) return null;
        foreach (var owner in torch.Contains(".init.") ? ["Init"] : torch.EndsWith("Loss", StringComparison.Ordinal) ? ["Loss"] : s_functions)
            foreach (var type in s_types.Where(t => t.Name == owner))
                if (Members(type).FirstOrDefault(m => words.Contains(TorchNames.Key(m.Name))) is { } member) return Call(type, member);
        return null;
    }

    /// <summary>A member that a binding names, in C#.</summary>
    public static string? OfBound(string word)
    {
        if (OpEntry.All.FirstOrDefault(e => TorchNames.Key(e.Member.Name.Split('.')[^1]) == TorchNames.Key(word)) is { } entry)
            return string.Join(", ", entry.Member.Calls.Select(c => c.Split('(')[0]).Distinct().Select(c => $"`{c.Replace("|", "\\|")}`"));
        return Of(word, null) is { } call ? $"`{call}`" : null;
    }

    private static IEnumerable<string> Shorter(string word, params string[] ends) => from end in ends where word.EndsWith(end, StringComparison.Ordinal) select word[..^end.Length];

    private static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => m is PropertyInfo or MethodInfo { IsSpecialName: false });

    private static string ApiName(Type type) => type.Name.Split('`')[0];

    private static string Qualified(Type type) => type.Namespace is "AutoGrad" or null ? ApiName(type) : $"{type.Namespace["AutoGrad.".Length..]}.{ApiName(type)}";

    private static string Call(Type type, MemberInfo member)
    {
        var isStatic = member is MethodInfo { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true };
        var owner = isStatic ? ApiName(type) : type == typeof(Tensor) ? "x" : ApiName(type);
        return $"{owner}.{member.Name}";
    }
}
