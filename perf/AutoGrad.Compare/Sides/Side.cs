using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AutoGrad.Compare.Sides;

/// <summary>One side of a comparison, in a process of its own: it does what it is told over a pipe and waits.</summary>
internal sealed class Side : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private Side(string name, ProcessStartInfo start)
    {
        Name = name;
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The side and its setting.</summary>
    public string Name { get; }

    /// <summary>The mean time of a step in each round, in milliseconds.</summary>
    public List<double> Rounds { get; } = [];

    /// <summary>Our side.</summary>
    public static Side Ours(string workload, Options options)
    {
        var start = Own("--serve", workload, options.Threads);
        if (options.Avx2) start.Environment["DOTNET_EnableAVX512"] = "0";
        return new Side("ours", start);
    }

    /// <summary>OpenBLAS, called from C#.</summary>
    public static Side OpenBlas(string workload, Options options)
    {
        var start = Own("--serve-openblas", workload, options.Threads);
        SetThreads(start, options.Threads, options.Threads);
        SetInstructions(start, options.Avx2);
        return new Side("openblas", start);
    }

    /// <summary>PyTorch under each setting that may be its best: with several threads its two pools get in each other's way, or do not.</summary>
    public static IEnumerable<Side> Torch(string workload, Options options)
    {
        var threads = options.Threads;
        foreach (var blas in threads == 1 ? [1] : new[] { threads, 1 })
        {
            var start = new ProcessStartInfo(Python, [Script, workload]);
            SetThreads(start, threads, blas);
            SetInstructions(start, options.Avx2);
            // glibc gives large temporaries back to the system after each step otherwise, which costs PyTorch up to half of its time
            start.Environment["MALLOC_TRIM_THRESHOLD_"] = "1073741824";
            start.Environment["MALLOC_MMAP_THRESHOLD_"] = "33554432";
            start.Environment["MALLOC_TOP_PAD_"] = "268435456";
            yield return new Side(threads == 1 ? "torch" : $"torch {threads}/{blas}", start);
        }
    }

    /// <summary>What PyTorch runs on, for the table's head; null where it is not installed.</summary>
    public static string? DescribeTorch()
    {
        var start = new ProcessStartInfo(Python, [Script, "--describe"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        SetThreads(start, 1, 1);
        SetInstructions(start, avx2: false);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : null;
    }

    /// <summary>Sends a command and waits for its one line of answer.</summary>
    /// <exception cref="InvalidOperationException">The process ended instead.</exception>
    public string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        if (_process.StandardOutput.ReadLine() is { } answer) return answer;
        _process.WaitForExit();
        throw new InvalidOperationException($"{Name} ended at '{command}':\n{_errors}");
    }

    /// <summary>The numbers that <paramref name="count"/> steps gave.</summary>
    public double[] Witness(int count) =>
        Array.ConvertAll(Ask($"witness {count}").Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture));

    /// <summary>Steps for some time, and the mean milliseconds of one.</summary>
    public double Run(double seconds)
    {
        var answer = Ask(string.Create(CultureInfo.InvariantCulture, $"run {seconds}")).Split(' ');
        return double.Parse(answer[1], CultureInfo.InvariantCulture) * 1e3 / double.Parse(answer[0], CultureInfo.InvariantCulture);
    }

    /// <summary>The largest memory the process has had, in MiB.</summary>
    public double PeakMemory() => double.Parse(Ask("memory"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
    }

    // the system's interpreter is the one that the system's package of torch serves
    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static string Script => BesideThisFile("..", "..", "peers", "torch_workloads.py");

    private static string BesideThisFile(params ReadOnlySpan<string> path) => Path.Combine([Path.GetDirectoryName(Here())!, .. path]);

    private static string Here([CallerFilePath] string path = "") => path;

    private static ProcessStartInfo Own(string verb, string workload, int threads)
    {
        var program = Environment.ProcessPath!;
        List<string> arguments = [verb, workload, threads.ToString(CultureInfo.InvariantCulture)];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments.Insert(0, Environment.GetCommandLineArgs()[0]);
        return new ProcessStartInfo(program, arguments);
    }

    private static void SetThreads(ProcessStartInfo start, int openMp, int blas)
    {
        start.Environment["OMP_NUM_THREADS"] = openMp.ToString(CultureInfo.InvariantCulture);
        start.Environment["OPENBLAS_NUM_THREADS"] = blas.ToString(CultureInfo.InvariantCulture);
    }

    private static void SetInstructions(ProcessStartInfo start, bool avx2)
    {
        // OpenBLAS chooses its kernels itself
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        if (!avx2) return;
        start.Environment["OPENBLAS_CORETYPE"] = "Haswell";
        start.Environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
        start.Environment["ATEN_CPU_CAPABILITY"] = "avx2";
    }
}
