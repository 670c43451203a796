using System.Text.RegularExpressions;

namespace AutoGrad.Diagnostics;

/// <summary>What an op computes and the rule of its gradient, in the words of its documentation.</summary>
/// <param name="Formula">Such as <c>y = 1 / (1 + e⁻ˣ)</c>.</param>
/// <param name="Gradient">Such as <c>dx = g y (1 − y)</c>; all inputs together.</param>
internal sealed record OpFormula(string Formula, string Gradient)
{
    private static readonly Regex s_start = new(@"(?<!\w)d\w+ = ");
    private static readonly OpFormula s_unknown = new("", "");
    private static readonly Dictionary<string, OpFormula> s_known = [];

    /// <summary>The formula of one of the library's ops; empty for a user's.</summary>
    public static OpFormula Of(Op op)
    {
        var name = op.GetType().Name;
        lock (s_known)
        {
            if (s_known.TryGetValue(name, out var known)) return known;
            var formula = OpFormulas.Of(name) is { } texts ? new OpFormula(texts.Formula, texts.Gradient) : s_unknown;
            return s_known[name] = formula;
        }
    }

    /// <summary>The part of the gradient that speaks of one input; the whole where the parts are not one an input.</summary>
    public string RuleOf(int input, int count)
    {
        var starts = s_start.Matches(Gradient);
        if (starts.Count != count) return Gradient;
        var end = input + 1 < count ? starts[input + 1].Index : Gradient.Length;
        return Gradient[starts[input].Index..end].Trim().TrimEnd(',', ';', '.');
    }
}
