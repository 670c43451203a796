using System.Diagnostics;
using AutoGrad.Conformance.Cases;

namespace AutoGrad.Tests.Conformance;

/// <summary>The bits of a result do not depend on how far .NET has got with compiling the code.</summary>
/// <remarks>
/// Code of the first tier calls the framework's pre-compiled Vector512.Sin and Cos, which round some results otherwise than the code that
/// replaces them after a number of calls: an operation that used them, directly or through TensorPrimitives, would give other bits
/// later in the same run.
/// </remarks>
[NonParallelizable]
public class CompiledCodeTests
{
    [Test]
    public void Operations_give_the_same_bits_from_the_first_call_on()
    {
        using var first = Start("DOTNET_TC_CallCounting");       // never compiled again
        using var last = Start("DOTNET_TieredCompilation");      // compiled as well as can be at once
        var (before, after) = (first.StandardOutput.ReadToEnd().Split('\n'), last.StandardOutput.ReadToEnd().Split('\n'));
        before.Length.ShouldBeGreaterThan(300);
        before.Except(after).ShouldBeEmpty();
        after.Length.ShouldBe(before.Length);
    }

    private static Process Start(string switchedOff)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [typeof(CaseFile).Assembly.Location, "--bits"])
        {
            RedirectStandardOutput = true,
            Environment = { [switchedOff] = "0" },
        };
        return Process.Start(start)!;
    }
}
