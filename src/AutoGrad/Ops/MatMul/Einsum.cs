using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Einstein summation: products summed over the labels that the result does not have.</summary>
    /// <remarks>
    /// <para>A letter names an axis: <c>Tensor.Einsum("bij,bjk->bik", x, y)</c> is a batched matrix product, <c>"ii->i"</c> a
    /// diagonal, <c>"ij->ji"</c> a transpose. An ellipsis stands for axes that broadcast. Without an arrow the result has the
    /// axes under the ellipsis, then the letters that occur once, in the order of the alphabet. An axis of extent 1 broadcasts.</para>
    /// <para>Operands are multiplied from left to right, each pair as one matrix product; an axis is summed as soon as nothing
    /// needs it any more. Put operands in an order in which intermediate results stay small.</para>
    /// </remarks>
    /// <param name="equation">The labels of the operands, separated by commas, and, after <c>-></c>, those of the result.</param>
    /// <param name="operands">As many tensors as the equation has terms.</param>
    /// <exception cref="ArgumentException">The equation cannot be read or does not fit the operands; the element types differ, or are truth values.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        if (operands.IsEmpty) throw new ArgumentException($"Einsum: \"{equation}\" needs at least one operand.{NameScope.Suffix}", nameof(operands));
        foreach (var x in operands)
        {
            ArgumentNullException.ThrowIfNull(x, nameof(operands));
            Guard.SameDType("Einsum", operands[0], x);
        }
        if (operands[0].DType == DType.Bool) throw Guard.NeedsNumber("Einsum", DType.Bool);
        var sum = EinsumEquation.Of(equation, operands);
        var terms = new EinsumOperand[operands.Length];
        for (var k = 0; k < terms.Length; k++) terms[k] = EinsumOperand.Of(operands[k], sum.Inputs[k], sum.Extents);
        for (var k = 0; k < terms.Length; k++) terms[k] = terms[k].SumBut(Wanted(sum, terms, k));
        var result = terms[0];
        for (var k = 1; k < terms.Length; k++) result = result.Times(terms[k], Wanted(sum, terms.AsSpan(k + 1), -1));
        return result.InOrder(sum.Output);
    }

    /// <summary>The labels of the result and of all terms but one.</summary>
    private static HashSet<int> Wanted(EinsumEquation sum, ReadOnlySpan<EinsumOperand> terms, int but)
    {
        var wanted = new HashSet<int>(sum.Output);
        for (var k = 0; k < terms.Length; k++)
            if (k != but) wanted.UnionWith(terms[k].Labels);
        return wanted;
    }
}
