#:property PublishAot=false
// Proves that the tests notice mistakes: applies each mutant of mutants.txt to a copy of the project, one at a time, and
// expects the tests to fail. Ends with a table of survivors and exit code 1 if there is one.
// usage: dotnet run -c Release tests/mutants/run.cs [NAME...]
using System.Diagnostics;
using System.Runtime.CompilerServices;

var root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));
var mutants = Mutant.Read(Path.Combine(Here(), "mutants.txt"));
if (args.Length > 0) mutants = [.. mutants.Where(m => args.Contains(m.Name))];
var copy = Directory.CreateTempSubdirectory("mutants").FullName;
try
{
    Run("git", ["clone", "--quiet", root, copy], root);
    const string Tests = "tests/AutoGrad.Tests";
    var bin = Path.Combine(copy, Tests, "bin", "Release", "net10.0");
    Must(Run("dotnet", ["build", "-c", "Release", Tests], copy), "the project does not build");
    const string Everything = "FullyQualifiedName!~Architecture&FullyQualifiedName!~Docs";      // those read sources, not results
    Must(Test(Everything), "the tests fail before anything is mutated");
    var survivors = new List<string>();
    foreach (var (number, mutant) in mutants.Index())
    {
        var watch = Stopwatch.StartNew();
        var file = Path.Combine(copy, mutant.File);
        var source = File.ReadAllText(file);
        File.WriteAllText(file, mutant.Apply(source));
        var built = Run("dotnet", ["build", "-c", "Release", "--no-restore", "-p:RunAnalyzers=false", "src/AutoGrad", "-o", bin], copy);
        Must(built, $"{mutant.Name} does not compile");
        var killed = !Test($"FullyQualifiedName~Tests.Engine|Name~{Path.GetFileNameWithoutExtension(mutant.File)}") || !Test(Everything);
        File.WriteAllText(file, source);
        if (!killed) survivors.Add(mutant.Name);
        Console.WriteLine($"{number + 1,3}/{mutants.Count} {(killed ? "killed  " : "SURVIVED")} {mutant.Name} ({watch.Elapsed.TotalSeconds:F0} s)");
    }
    Console.WriteLine($"{mutants.Count - survivors.Count} of {mutants.Count} mutants killed");
    foreach (var survivor in survivors) Console.WriteLine($"survived: {survivor}");
    return survivors.Count == 0 ? 0 : 1;

    bool Test(string filter) => Run("dotnet", ["test", "-c", "Release", "--no-build", Tests, "--filter", filter], copy).Ok;
}
finally
{
    Directory.Delete(copy, recursive: true);
}

static void Must(object outcome, string message)
{
    var (ok, output) = outcome is ValueTuple<bool, string> run ? run : ((bool)outcome, "");
    if (!ok) throw new InvalidOperationException($"{message}\n{output}");
}

static (bool Ok, string Output) Run(string program, string[] arguments, string directory)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true };
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (process.ExitCode == 0, output);
}

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

/// <summary>One deliberate mistake: a piece of a file, and what stands there instead.</summary>
internal sealed record Mutant(string Name, string File, string Find, string Replace)
{
    /// <summary>Reads blocks of "# name", "@ file", "- original", "+ mistake".</summary>
    public static List<Mutant> Read(string path)
    {
        var mutants = new List<Mutant>();
        foreach (var block in System.IO.File.ReadAllText(path).Split("\n# ", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var lines = block.Split('\n');
            mutants.Add(new Mutant(lines[0].Trim(), Only(lines, '@'), Only(lines, '-'), Only(lines, '+')));
        }
        return mutants;
    }

    public string Apply(string source)
    {
        var at = source.IndexOf(Find, StringComparison.Ordinal);
        if (at < 0 || source.IndexOf(Find, at + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidOperationException($"{Name}: «{Find}» does not stand exactly once in {File}");
        return source[..at] + Replace + source[(at + Find.Length)..];
    }

    private static string Only(string[] lines, char mark) => lines.Single(l => l.StartsWith(mark) && l.Length > 1 && l[1] == ' ')[2..];
}
