using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Tests.Architecture;

/// <summary>Rules for source files that a reader can rely on.</summary>
public class SourceRulesTests
{
    private const int LongestFile = 400;

    private static readonly string[] s_everywhere = ["src", "tests", "perf", "samples", "docs"];

    private static readonly string[] s_vague = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Misc", "Manager", "Shared", "Stuff", "Various", "Extensions"];

    // what reflection may be used for: a type's name in a message, and type tests that the compiler resolves
    private static readonly HashSet<string> s_harmless = ["Name", "op_Equality", "op_Inequality", "ToString", "Equals"];

    [Test]
    public void No_file_is_longer_than_400_lines() =>
        Offenders(SourceTree.CSharp(s_everywhere), f => f.Text.AsSpan().Count('\n') > LongestFile ? $"{f.Text.AsSpan().Count('\n')} lines" : null)
            .ShouldBeEmpty("Split these by idea:");

    [Test]
    public void No_file_has_a_vague_name() =>
        Offenders(SourceTree.CSharp(s_everywhere), f => s_vague.FirstOrDefault(v => NameOf(f.Path).EndsWith(v, StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty("Name these after what they do:");

    [Test]
    public void Each_file_is_named_after_a_type_or_member_it_declares() =>
        Offenders(SourceTree.CSharp("src"), f =>
        {
            var names = Declared(f.Text).ToHashSet();
            var name = NameOf(f.Path);
            return names.Any(n => n.StartsWith(name, StringComparison.Ordinal) || n.EndsWith(name, StringComparison.Ordinal)) ? null : $"declares {string.Join(", ", names.Order())}";
        }).ShouldBeEmpty("No type or member of these has a name that begins or ends with the file's:");

    [Test]
    public void The_library_does_not_reflect() =>
        LibraryCompilation.Uses.Where(u => Reflects(u.Symbol)).Select(u => u.ToString()).ShouldBeEmpty("Ahead-of-time compilation and trimming need code without reflection:");

    [TestCase("object M(object x) => x.GetType().GetProperty(\"P\");")]
    [TestCase("object M() => System.Type.GetType(\"T\");")]
    [TestCase("object M() => System.Activator.CreateInstance<object>();")]
    [TestCase("object M(dynamic x) => 1;")]
    [TestCase("System.Linq.Expressions.Expression<System.Func<int>> M() => () => 1;")]
    [TestCase("object M(System.Reflection.Assembly a) => a;")]
    public void Reflection_is_seen(string member) => Planted("Nn", member).ShouldContain(u => Reflects(u.Symbol));

    [Test]
    public void A_type_name_in_a_message_is_no_reflection() => Planted("Nn", "string M(object x) => x.GetType().Name + typeof(int).Name;").ShouldNotContain(u => Reflects(u.Symbol));

    [Test]
    public void Kernels_and_ops_do_not_use_LINQ()
    {
        LibraryCompilation.Uses.Where(u => InFolder(u.File, "Kernels", "Ops") && IsLinq(u.Symbol)).Select(u => u.ToString()).ShouldBeEmpty("LINQ allocates and hides loops:");
        Planted("Ops", "object M(int[] x) => x.Select(v => v + 1);").ShouldContain(u => IsLinq(u.Symbol));
    }

    [Test]
    public void Kernels_do_not_know_tensors()
    {
        LibraryCompilation.Uses.Where(u => InFolder(u.File, "Kernels") && IsTensorOrShape(u.Symbol)).Select(u => u.ToString()).ShouldBeEmpty("Kernels see spans:");
        Planted("Kernels", "int M(AutoGrad.Tensor x) => x.Size;").ShouldContain(u => IsTensorOrShape(u.Symbol));
        Planted("Kernels", "object M(int n) => new AutoGrad.Shape(n);").ShouldContain(u => IsTensorOrShape(u.Symbol));
    }

    private static bool IsTensorOrShape(ISymbol symbol) => (symbol as ITypeSymbol ?? symbol.ContainingType)?.ToDisplayString() is "AutoGrad.Tensor" or "AutoGrad.Shape";

    private static string[] Offenders(IEnumerable<(string Path, string Text)> files, Func<(string Path, string Text), string?> offence) =>
        [.. from f in files let o = offence(f) where o is not null select $"{f.Path}: {o}"];

    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    private static bool InFolder(string path, params string[] folders) => folders.Any(f => path.StartsWith($"src/AutoGrad/{f}/", StringComparison.Ordinal));

    private static IEnumerable<string> Declared(string text)
    {
        foreach (var node in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes())
            switch (node)
            {
                case BaseTypeDeclarationSyntax type: yield return type.Identifier.Text; break;
                case DelegateDeclarationSyntax type: yield return type.Identifier.Text; break;
                case MethodDeclarationSyntax method: yield return method.Identifier.Text; break;
                case IndexerDeclarationSyntax: yield return "Indexer"; break;
                case PropertyDeclarationSyntax property: yield return property.Identifier.Text; break;
            }
    }

    private static IReadOnlyList<LibraryCompilation.Use> Planted(string folder, string member) =>
        LibraryCompilation.UsesIn($"src/AutoGrad/{folder}/Planted.cs", $"namespace AutoGrad; class Planted {{ {member} }}");

    private static bool IsLinq(ISymbol symbol) => (symbol.ContainingNamespace?.ToDisplayString() ?? "").StartsWith("System.Linq", StringComparison.Ordinal);

    private static bool Reflects(ISymbol symbol)
    {
        if (symbol.Kind == SymbolKind.DynamicType || symbol is ITypeSymbol { TypeKind: TypeKind.Dynamic }) return true;
        if (symbol is INamespaceSymbol) return false;
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        var space = type?.ContainingNamespace?.ToDisplayString() ?? "";
        if (space == "System.Linq.Expressions" || type?.ToDisplayString() is "System.Activator") return true;
        var introspects = space.StartsWith("System.Reflection", StringComparison.Ordinal) || symbol.ContainingType?.ToDisplayString() == "System.Type";
        return introspects && !s_harmless.Contains(symbol.Name);
    }
}
