using System.Globalization;

namespace AutoGrad;

/// <summary>One gradient that is wrong, or could not be checked.</summary>
public sealed record GradCheckFinding
{
    /// <summary>The name of the op that made the output, or what the options call the function.</summary>
    public required string Op { get; init; }

    /// <summary>The order of derivative that is wrong: 1 for the gradient, 2 for its gradient.</summary>
    public required int Order { get; init; }

    /// <summary>The likely cause.</summary>
    public required GradCheckCause Cause { get; init; }

    /// <summary>The likely cause in words, with what speaks for it.</summary>
    public required string Explanation { get; init; }

    /// <summary>Which input the gradient belongs to, from 0; null where it concerns all. From order 2 on, the upstream gradients count as inputs after the others.</summary>
    public int? Input { get; init; }

    /// <summary>Which element of the input, in row-major order; null for a random direction.</summary>
    public int? Element { get; init; }

    /// <summary>Which element of the floating outputs, one after the other; null for a random upstream gradient.</summary>
    public int? OutputElement { get; init; }

    /// <summary>What the rules computed; NaN where no numbers were compared.</summary>
    public double Analytic { get; init; } = double.NaN;

    /// <summary>What central differences say; NaN where no numbers were compared.</summary>
    public double Numeric { get; init; } = double.NaN;

    /// <summary>|analytic − numeric|.</summary>
    public double Error => Math.Abs(Analytic - Numeric);

    /// <summary>The finding in one line.</summary>
    public override string ToString()
    {
        var place = Input is { } input ? $", input {input}" : "";
        if (Element is { } element) place += $", element {element}";
        if (OutputElement is { } output) place += $", output element {output}";
        var numbers = double.IsNaN(Analytic) && double.IsNaN(Numeric)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" analytic {Analytic:G9}, numeric {Numeric:G9}, error {Error:G3}.");
        return $"{Op}, order {Order}{place}:{numbers} {Cause}: {Explanation}";
    }
}
