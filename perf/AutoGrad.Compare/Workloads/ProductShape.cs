using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoGrad.Compare.Workloads;

/// <summary>What <c>sgemm_64x256x784_NT</c> says: M×N×K, which operands are transposed, and the element type.</summary>
internal sealed partial record ProductShape(bool IsDouble, int M, int N, int K, bool TransposeA, bool TransposeB)
{
    /// <summary>A multiplication and an addition for each of M·N·K.</summary>
    public double Operations => 2.0 * M * N * K;

    /// <summary>The shape that a name means; null for other names.</summary>
    public static ProductShape? Parse(string name)
    {
        if (Pattern().Match(name) is not { Success: true } match) return null;
        int Extent(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        return new ProductShape(match.Groups[1].Value == "d", Extent(2), Extent(3), Extent(4), match.Groups[5].Value[0] == 'T', match.Groups[5].Value[1] == 'T');
    }

    [GeneratedRegex("^([sd])gemm_([1-9][0-9]{0,5})x([1-9][0-9]{0,5})x([1-9][0-9]{0,5})_(NN|NT|TN|TT)$")]
    private static partial Regex Pattern();
}
