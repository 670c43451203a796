using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using AutoGrad.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Tests.Samples;

/// <summary>Compiles a sample in memory as <c>dotnet run</c> would, and runs it here.</summary>
internal static class SampleProgram
{
    // those of a console project
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // #:project is a directive of single-file programs only
    private static readonly CSharpParseOptions s_options = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly Lazy<MetadataReference[]> s_references = new(() => [.. LibraryCompilation.FrameworkReferences(), MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location)]);

    private static readonly ConcurrentDictionary<string, byte[]> s_compiled = new(StringComparer.Ordinal);

    /// <summary>Where the samples are.</summary>
    public static string Folder { get; } = FolderBeside();

    /// <summary>What a run left behind.</summary>
    public sealed record Result(string Output, string Errors, int ExitCode)
    {
        public string[] Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    /// <summary>What a sample prints, its errors, and the code it ends with.</summary>
    public static Result Run(string file, params string[] arguments)
    {
        var context = new AssemblyLoadContext(file, isCollectible: true);
        var (output, errors, culture) = (Console.Out, Console.Error, CultureInfo.CurrentCulture);
        using var printed = new StringWriter(CultureInfo.InvariantCulture);
        using var complained = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            var entry = context.LoadFromStream(new MemoryStream(s_compiled.GetOrAdd(file, Compile))).EntryPoint.ShouldNotBeNull();
            Console.SetOut(printed);
            Console.SetError(complained);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var code = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [arguments], null);
            return new Result(printed.ToString(), complained.ToString(), code is int number ? number : 0);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            CultureInfo.CurrentCulture = culture;
            context.Unload();
        }
    }

    public static byte[] Compile(string file)
    {
        var path = Path.Combine(Folder, file);
        var program = CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_options, path, Encoding.UTF8);
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(file), [program, CSharpSyntaxTree.ParseText(GlobalUsings, s_options)], s_references.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new ShouldAssertException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    private static string FolderBeside([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/samples"));
}
