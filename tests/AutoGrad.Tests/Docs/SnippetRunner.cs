using System.Reflection;
using System.Runtime.Loader;
using AutoGrad.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Tests.Docs;

/// <summary>Compiles a program of top-level statements in memory, and runs it.</summary>
internal static class SnippetRunner
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using AutoGrad;
        """;

    private static readonly Lazy<MetadataReference[]> s_references = new(() => [.. LibraryCompilation.FrameworkReferences(), MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location)]);

    /// <summary>The compiled program.</summary>
    /// <exception cref="ShouldAssertException">It does not compile.</exception>
    public static MemoryStream Compile(string code)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var program = CSharpSyntaxTree.ParseText(Hoist(code), options, "snippet.cs");
        var runs = program.GetCompilationUnitRoot().Members.Any(m => m is GlobalStatementSyntax);     // or it only declares types
        var trees = new[] { program, CSharpSyntaxTree.ParseText(GlobalUsings, options) };
        var compilation = CSharpCompilation.Create($"Snippet{Guid.NewGuid():N}", trees, s_references.Value,
            new CSharpCompilationOptions(runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new ShouldAssertException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Location.GetMappedLineSpan()}: {d.GetMessage()}")));
        image.Position = 0;
        return image;
    }

    /// <summary>What the program prints.</summary>
    public static string Run(MemoryStream image)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var (before, printed) = (Console.Out, new StringWriter());
        Console.SetOut(printed);
        try
        {
            if (context.LoadFromStream(image).EntryPoint is { } entry)
                entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(before);
            context.Unload();
        }
        return printed.ToString();
    }

    // using directives come first in a program and types last; on a page they stand where they explain most
    private static string Hoist(string code)
    {
        var lines = code.Split('\n');
        var statements = string.Join('\n', lines.Select(line => IsDirective(line) ? "" : line));
        var root = CSharpSyntaxTree.ParseText(statements, new CSharpParseOptions(LanguageVersion.CSharp14)).GetCompilationUnitRoot();
        var types = root.Members.Where(m => m is not GlobalStatementSyntax).ToArray();
        var rest = root.RemoveNodes(types, SyntaxRemoveOptions.KeepDirectives)!;
        return $"{string.Join('\n', lines.Where(IsDirective).Distinct())}\n{rest.ToFullString()}\n{string.Concat(types.Select(t => t.ToFullString()))}";
    }

    private static bool IsDirective(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("using var ", StringComparison.Ordinal) && !line.Contains('(') && line.TrimEnd().EndsWith(';');
}
