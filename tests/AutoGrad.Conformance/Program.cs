using AutoGrad.Conformance.Cases;
using AutoGrad.Conformance.Running;

namespace AutoGrad.Conformance;

/// <summary>Runs files of oracle cases against the library: <c>AutoGrad.Conformance FILE.jsonl[.gz] ...</c>; without a file, the public cases; <c>--bits</c> writes a word for the bits of each operation.</summary>
internal static class Program
{
    /// <returns>0 if all cases pass, 1 if one fails, 2 if a file cannot be read.</returns>
    private static int Main(string[] arguments)
    {
        if (arguments is ["--bits"])
        {
            BitProbe.Write(Console.Out);
            return 0;
        }
        var files = new List<List<ConformanceCase>>();
        try
        {
            files.AddRange(arguments.Length > 0 ? arguments.Select(CaseFile.Read) : CaseFile.Public.Select(CaseFile.ReadPublic));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        var report = new Report(Console.Out);
        foreach (var @case in files.SelectMany(file => file)) report.Add(@case, CaseRunner.Full);
        report.Finish();
        return report.AllPassed ? 0 : 1;
    }
}
