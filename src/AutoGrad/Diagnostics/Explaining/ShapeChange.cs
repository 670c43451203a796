using AutoGrad.Ops;

namespace AutoGrad.Diagnostics;

/// <summary>Says how the shape of an input meets that of the result.</summary>
internal static class ShapeChange
{
    public static string Words(Op op, Shape input, Shape other, ExplainedNode result)
    {
        if (op is MatMulOp) return $"product → {result.Shape}; back: g {result.Shape} with {other} → {input}";
        if (op is LinearOp) return $"x·Wᵀ + b → {result.Shape}; back: g {result.Shape} → {input}";
        if (input == result.Shape) return "";
        if (!op.IsPointwise || !op.Broadcasts) return $"{input} → {result.Shape}";
        var axes = new List<int>();
        var ahead = result.Shape.Rank - input.Rank;
        for (var i = 0; i < result.Shape.Rank; i++)
            if (i < ahead || input[i - ahead] != result.Shape[i]) axes.Add(i);
        return $"broadcast {input} → {result.Shape}; its gradient is summed over {(axes.Count == 1 ? "axis" : "axes")} {string.Join(", ", axes)}";
    }
}
