using System.Globalization;
using System.Text.RegularExpressions;
using AutoGrad.Nn;

namespace AutoGrad.Compare.Workloads;

/// <summary>Finds workloads by name.</summary>
internal static partial class Catalog
{
    private static readonly string[] s_networks = ["xor", "mlp", "lenet", "resnet", "gpt", "lstm", "gru", "rnn"];

    private static readonly string[] s_passes = ["fwd", "bwdData", "bwdWeight"];

    private static readonly string[] s_products =
        ["32x32x32", "64x64x64", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "64x256x784", "64x10x256", "256x3072x768", "128x128x32", "2048x384x128"];

    /// <summary>The names that are run when none are given, in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. from size in new[] { 1, 16 } from kind in new[] { "", "_add", "_mul", "_tanh" } select $"op{size}{kind}",
        .. s_networks, "ew1M", "adam10M",
        .. from pass in s_passes select $"conv64_{pass}",
        .. from function in Elementwise.Functions from size in new[] { "64k", "1M" } select $"{function}_{size}",
        .. from shape in s_products from operands in new[] { "NN", "NT", "TN" } select $"sgemm_{shape}_{operands}",
    ];

    /// <summary>What a user asked for: names, or regular expressions over <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentException">Nothing is called so.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyCollection<string> asked)
    {
        if (asked.Count == 0) return Names;
        var found = new List<string>();
        foreach (var name in asked)
        {
            var pattern = new Regex($"^(?:{name})$");
            var known = Names.Where(n => pattern.IsMatch(n)).ToList();
            if (known.Count == 0 && IsKnown(name)) known.Add(name);
            if (known.Count == 0)
                throw new ArgumentException($"no workload is named {name}: op1, op16, {string.Join(", ", s_networks)}, ew1M, adam10M, conv64_{{{string.Join(",", s_passes)}}}, FUNCTION_SIZE with {string.Join(", ", Elementwise.Functions)} and a size such as 64k or 1M, sgemm_MxNxK_NN and dgemm_MxNxK_NN with NN, NT, TN or TT; or a regular expression");
            found.AddRange(known.Except(found));
        }
        return found;
    }

    /// <summary>A fresh workload.</summary>
    /// <exception cref="ArgumentException">Nothing is called so.</exception>
    public static Workload Create(string name) => name switch
    {
        "xor" => new Xor(),
        "mlp" => new Mlp(),
        "lenet" => new LeNet(),
        "resnet" => new ResidualStack(),
        "gpt" => new CharacterGpt(),
        "lstm" => new CharacterRecurrent(n => new Lstm(n, n, batchFirst: true)),
        "gru" => new CharacterRecurrent(n => new Gru(n, n, batchFirst: true)),
        "rnn" => new CharacterRecurrent(n => new Rnn(n, n, batchFirst: true)),
        "ew1M" => new PointwiseLoss(),
        "adam10M" => new AdamStep(),
        _ when ProductShape.Parse(name) is { } shape => new MatrixProduct(shape),
        _ when ConvolutionName().Match(name) is { Success: true } match => new ConvolutionPass(match.Groups[1].Value),
        _ when ChainName().Match(name) is { Success: true } match => new Chain(match.Groups[2].Success ? match.Groups[2].Value : "mix", int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
        _ when ElementwiseName().Match(name) is { Success: true } match => new Elementwise(match.Groups[1].Value, Size(match.Groups[2].Value, match.Groups[3].Value)),
        _ => throw new ArgumentException($"no workload is named {name}"),
    };

    private static bool IsKnown(string name) => ProductShape.Parse(name) is not null || ChainName().IsMatch(name) || ElementwiseName().IsMatch(name);

    private static int Size(string digits, string unit) => int.Parse(digits, CultureInfo.InvariantCulture) * unit switch { "k" => 1 << 10, "M" => 1 << 20, _ => 1 };

    [GeneratedRegex("^conv64_(fwd|bwdData|bwdWeight)$")]
    private static partial Regex ConvolutionName();

    [GeneratedRegex("^op([1-9][0-9]{0,6})(?:_(add|mul|tanh))?$")]
    private static partial Regex ChainName();

    [GeneratedRegex("^(exp|log|tanh|sigmoid|sin|cos|gelu|relu|add|mul|sum)_([1-9][0-9]{0,3})(k|M)?$")]
    private static partial Regex ElementwiseName();
}
