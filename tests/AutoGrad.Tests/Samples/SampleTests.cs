using System.Runtime.CompilerServices;

namespace AutoGrad.Tests.Samples;

/// <summary>What holds for every sample without running it.</summary>
public class SampleTests
{
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder(), "*.cs").Select(f => Path.GetFileName(f)!).Order();

    [TestCaseSource(nameof(Files))]
    public void A_sample_is_one_file_under_100_lines(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), file));
        lines.Length.ShouldBeLessThan(100);
        lines[0].ShouldBe("#:project ../../src/AutoGrad");
        lines[1].ShouldStartWith("// ");
    }

    [Test]
    public void The_samples_are_there() => Files.ShouldBe(["chain.cs", "digits.cs", "explain.cs", "expression.cs", "spiral.cs", "xor.cs"], ignoreOrder: true);

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/samples"));
}
