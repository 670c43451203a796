using System.Reflection;
using System.Runtime.Loader;
using AutoGrad.Tests.Architecture;
using AutoGrad.Tests.Docs;

namespace AutoGrad.Tests.Samples;

/// <summary>A sample, compiled in memory and run inside the test process.</summary>
internal static class SampleProgram
{
    /// <summary>What a run left behind.</summary>
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public string[] Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    /// <summary>Runs a sample with arguments.</summary>
    public static Result Run(string file, params string[] arguments)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var (output, error) = (new StringWriter(), new StringWriter());
        var (outputBefore, errorBefore) = (Console.Out, Console.Error);
        try
        {
            var entry = context.LoadFromStream(Compile(file)).EntryPoint!;
            Console.SetOut(output);
            Console.SetError(error);
            var code = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);
            return new Result(code is int number ? number : 0, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(outputBefore);
            Console.SetError(errorBefore);
            context.Unload();
        }
    }

    /// <summary>The compiled sample.</summary>
    public static MemoryStream Compile(string file)
    {
        var path = Path.Combine(SourceTree.Root, "docs", "samples", file);
        var lines = File.ReadAllLines(path).Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line);
        return SnippetRunner.Compile($"#line 1 \"{path}\"\n{string.Join('\n', lines)}");
    }
}
