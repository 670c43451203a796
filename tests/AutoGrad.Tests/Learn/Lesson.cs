using AutoGrad.Tests.Architecture;
using AutoGrad.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Tests.Learn;

/// <summary>A program of <c>docs/learn</c>, with its page and its pictures.</summary>
/// <param name="Name">The program's file, without its ending.</param>
public sealed record Lesson(string Name)
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> s_references = new(() => [.. LibraryCompilation.FrameworkReferences(), MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location)]);

    public static string Folder { get; } = Path.Combine(SourceTree.Root, "docs", "learn");

    public static IEnumerable<Lesson> All => Directory.EnumerateFiles(Folder, "*.cs").Order(StringComparer.Ordinal).Select(file => new Lesson(Path.GetFileNameWithoutExtension(file)));

    public string ProgramPath => Path.Combine(Folder, Name + ".cs");

    public string PagePath => Path.Combine(Folder, Name + ".md");

    public string Program => File.ReadAllText(ProgramPath).ReplaceLineEndings("\n");

    public string Page => File.ReadAllText(PagePath).ReplaceLineEndings("\n");

    /// <summary>Runs the program as if it lay in another folder.</summary>
    /// <returns>What it prints, in parts that a blank line separates.</returns>
    public string[] Run(string folder)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]);
        var trees = Directory.EnumerateFiles(Path.Combine(Folder, "drawing"), "*.cs").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file, System.Text.Encoding.UTF8))
            .Prepend(CSharpSyntaxTree.ParseText(Program, options, Path.Combine(folder, Name + ".cs"), System.Text.Encoding.UTF8))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, options));
        var compilation = CSharpCompilation.Create(Name, trees, s_references.Value, new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty();
        image.Position = 0;
        return Parts(SnippetRunner.Run(image));
    }

    public override string ToString() => Name;

    private static string[] Parts(string printed) => [.. printed.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(part => string.Join('\n', part.Trim('\n').Split('\n').Select(line => line.TrimEnd()))).Where(part => part != "")];
}
