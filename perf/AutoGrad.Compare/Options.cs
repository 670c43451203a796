using System.Globalization;

namespace AutoGrad.Compare;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        usage: dotnet run -c Release --project perf/AutoGrad.Compare -- [NAME...] [--threads N] [--peers torch,openblas] [--avx2] [--json FILE] [--quick] [--list]
          NAME       a workload, or a regular expression over the names; all of them without one
          --threads  threads of each side, 1 unless given
          --peers    whom to compare with; all unless given, and none with «none»
          --avx2     without AVX-512, on all sides: DOTNET_EnableAVX512=0, OPENBLAS_CORETYPE=Haswell, and oneDNN and ATen held to AVX2
          --json     also write the rows to a file
          --quick    fewer and shorter rounds, for work on the library; its figures are not for publication
          --list     print the names
        """;

    public List<string> Names { get; } = [];

    public int Threads { get; set; } = 1;

    public bool Torch { get; set; } = true;

    public bool OpenBlas { get; set; } = true;

    /// <summary>No side may use AVX-512.</summary>
    public bool Avx2 { get; set; }

    public string? Json { get; set; }

    public bool Quick { get; set; }

    public bool List { get; set; }

    /// <summary>How often each side is measured.</summary>
    public int Rounds => Quick ? 3 : 7;

    /// <summary>How long a round is; a step that takes longer is done once.</summary>
    public double RoundSeconds => Quick ? 0.15 : 0.4;

    /// <summary>How long each side runs before the first round: the compiler needs some time to give its best.</summary>
    public double WarmSeconds => Quick ? 0.7 : 1.5;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It asks for what there is not.</exception>
    public static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--threads":
                    var text = Value(arguments, ref i);
                    options.Threads = int.TryParse(text, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= 1024
                        ? threads
                        : throw new ArgumentException($"--threads {text}: a number from 1 to 1024");
                    break;
                case "--peers":
                    var peers = Value(arguments, ref i).Split(',');
                    if (peers.FirstOrDefault(p => p is not ("torch" or "openblas" or "none")) is { } unknown) throw new ArgumentException($"no peer is named {unknown}: torch, openblas, none");
                    (options.Torch, options.OpenBlas) = (peers.Contains("torch"), peers.Contains("openblas"));
                    break;
                case "--avx2": options.Avx2 = true; break;
                case "--json": options.Json = Value(arguments, ref i); break;
                case "--quick": options.Quick = true; break;
                case "--list": options.List = true; break;
                case ['-', ..] other: throw new ArgumentException($"there is no option {other}\n{Usage}");
                default: options.Names.Add(arguments[i]); break;
            }
        }
        return options;
    }

    private static string Value(ReadOnlySpan<string> arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value\n{Usage}");
}
