using AutoGrad.Kernels.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Tests.Architecture;

/// <summary>The library's sources, compiled in memory, so that tests see what each name means.</summary>
internal static class LibraryCompilation
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
        """;

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    private static readonly Lazy<CSharpCompilation> s_compilation = new(Compile);

    private static readonly Lazy<IReadOnlyList<Use>> s_uses = new(() => [.. Compilation.SyntaxTrees.SelectMany(tree => UsesIn(Compilation, tree))]);

    /// <summary>A symbol that a line of the sources uses.</summary>
    /// <param name="File">The path from the root.</param>
    /// <param name="Line">The line, from 1.</param>
    /// <param name="Symbol">The definition of what is used.</param>
    public sealed record Use(string File, int Line, ISymbol Symbol)
    {
        public override string ToString() => $"{File}:{Line} uses {Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}";
    }

    public static CSharpCompilation Compilation => s_compilation.Value;

    /// <summary>Every type, member and namespace that an expression, an operator, a name or an initializer uses; documentation comments do not count.</summary>
    public static IReadOnlyList<Use> Uses => s_uses.Value;

    /// <summary>What framework and packages the tests themselves run on, without the library.</summary>
    public static IEnumerable<MetadataReference> FrameworkReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("AutoGrad", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path));

    private static CSharpCompilation Compile()
    {
        var trees = SourceTree.CSharp("src/AutoGrad").Append(("usings", GlobalUsings)).Select(f => CSharpSyntaxTree.ParseText(f.Item2, s_parsing, f.Item1));
        var sources = CSharpCompilation.Create("AutoGrad.Sources", trees, FrameworkReferences(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new GemmTileGenerator().AsSourceGenerator(), new OpFormulaGenerator().AsSourceGenerator()], parseOptions: s_parsing).RunGeneratorsAndUpdateCompilation(sources, out var whole, out _);
        return (CSharpCompilation)whole;
    }

    /// <summary>What a file would use if it were one of the sources: tests plant mistakes with it.</summary>
    public static IReadOnlyList<Use> UsesIn(string path, string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, s_parsing, path);
        var with = Compilation.AddSyntaxTrees(tree);
        with.GetSemanticModel(tree).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return [.. UsesIn(with, tree)];
    }

    private static IEnumerable<Use> UsesIn(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes(n => n is not UsingDirectiveSyntax))
            foreach (var symbol in SymbolsOf(model, node))
                yield return new Use(tree.FilePath, tree.GetLineSpan(node.Span).StartLinePosition.Line + 1, symbol);
    }

    private static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or AttributeSyntax)) yield break;
        if (model.GetSymbolInfo(node).Symbol is { } symbol) yield return Definition(symbol);
        if (node is ExpressionSyntax expression && model.GetConversion(expression).MethodSymbol is { } conversion) yield return Definition(conversion);
        if (node is CollectionExpressionSyntax && model.GetTypeInfo(node).ConvertedType is { } built) yield return Definition(built);
    }

    private static ISymbol Definition(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { ReducedFrom: { } whole } => whole.OriginalDefinition,
        IArrayTypeSymbol array => Definition(array.ElementType),
        _ => symbol.OriginalDefinition,
    };
}
