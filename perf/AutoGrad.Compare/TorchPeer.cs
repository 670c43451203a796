using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AutoGrad.Compare;

/// <summary>The same workloads in PyTorch, in a process of their own with one thread.</summary>
internal static class TorchPeer
{
    /// <summary>Nanoseconds per op; null where python3 or torch is missing.</summary>
    public static double? Overhead(string kind, int size)
    {
        // the system's interpreter is the one that apt's python3-torch serves
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var start = new ProcessStartInfo(python, [Script("torch_overhead.py"), kind, size.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["OMP_NUM_THREADS"], start.Environment["OPENBLAS_NUM_THREADS"]) = ("1", "1");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : null;
    }

    private static string Script(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "peers", name);
}
