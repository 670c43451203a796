namespace AutoGrad.Ops;

/// <summary>What an Einstein summation says: a label for each axis of each operand, and those of the result.</summary>
/// <remarks>A letter is its own label; the axes under an ellipsis are numbered −1, −2, ... from the last, so that they align at the right.</remarks>
/// <param name="Inputs">The labels of each operand.</param>
/// <param name="Output">The labels of the result.</param>
/// <param name="Extents">The extent of each label, after broadcasting.</param>
internal sealed record EinsumEquation(List<int>[] Inputs, List<int> Output, Dictionary<int, int> Extents)
{
    /// <summary>Reads an equation and checks it against the operands.</summary>
    public static EinsumEquation Of(string equation, ReadOnlySpan<Tensor> operands)
    {
        var text = equation.Replace(" ", "", StringComparison.Ordinal);
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (terms.Length != operands.Length) throw Wrong(equation, operands, $"it has {terms.Length} operands, {operands.Length} are given");
        var (inputs, extents, counts) = (new List<int>[terms.Length], new Dictionary<int, int>(), new Dictionary<int, int>());
        var widest = 0;
        for (var k = 0; k < terms.Length; k++)
        {
            var (shape, ellipsis) = (operands[k].Shape, terms[k].Contains("...", StringComparison.Ordinal));
            var hidden = shape.Rank - (terms[k].Length - (ellipsis ? 3 : 0));
            if (hidden < 0 || (hidden > 0 && !ellipsis)) throw Wrong(equation, operands, $"operand {k} is {shape}, of {shape.Rank} axes, but '{terms[k]}' names {terms[k].Length - (ellipsis ? 3 : 0)}");
            inputs[k] = Labels(equation, operands, terms[k], hidden);
            widest = Math.Max(widest, hidden);
            for (var axis = 0; axis < shape.Rank; axis++) Register(equation, operands, inputs[k], axis, k, shape, extents);
            foreach (var label in inputs[k]) counts[label] = counts.GetValueOrDefault(label) + 1;
        }
        var output = arrow < 0 ? Implicit(counts, widest) : Labels(equation, operands, text[(arrow + 2)..], widest);
        foreach (var label in output)
        {
            if (!extents.ContainsKey(label)) throw Wrong(equation, operands, $"the result has the label '{(char)label}', which no operand has");
            if (output.IndexOf(label) != output.LastIndexOf(label)) throw Wrong(equation, operands, $"the result has the label '{(char)label}' twice");
        }
        return new EinsumEquation(inputs, output, extents);
    }

    private static List<int> Labels(string equation, ReadOnlySpan<Tensor> operands, string term, int hidden)
    {
        var (labels, seen) = (new List<int>(term.Length), false);
        for (var i = 0; i < term.Length; i++)
        {
            if (char.IsAsciiLetter(term[i])) labels.Add(term[i]);
            else if (!seen && term.AsSpan(i).StartsWith("..."))
            {
                for (var axis = hidden; axis > 0; axis--) labels.Add(-axis);
                (seen, i) = (true, i + 2);
            }
            else throw Wrong(equation, operands, $"'{term[i]}' in '{term}' is neither a letter nor a single ellipsis");
        }
        return labels;
    }

    private static void Register(string equation, ReadOnlySpan<Tensor> operands, List<int> labels, int axis, int operand, Shape shape, Dictionary<int, int> extents)
    {
        var (label, extent) = (labels[axis], shape[axis]);
        var first = labels.IndexOf(label);
        if (shape[first] != extent) throw Wrong(equation, operands, $"'{(char)label}' is repeated in operand {operand}, {shape}, with the extents {shape[first]} and {extent}");
        if (!extents.TryGetValue(label, out var known) || known == 1) extents[label] = extent;
        else if (extent != known && extent != 1)
            throw Wrong(equation, operands, $"{(label < 0 ? "an axis under the ellipsis" : $"'{(char)label}'")} has extent {extent} in operand {operand}, {shape}, and {known} before");
    }

    // the ellipsis, then the letters that occur once, in the order of the alphabet
    private static List<int> Implicit(Dictionary<int, int> counts, int hidden)
    {
        var (labels, once) = (new List<int>(), new List<int>());
        for (var axis = hidden; axis > 0; axis--) labels.Add(-axis);
        foreach (var (label, count) in counts)
            if (label > 0 && count == 1) once.Add(label);
        once.Sort();
        labels.AddRange(once);
        return labels;
    }

    private static ArgumentException Wrong(string equation, ReadOnlySpan<Tensor> operands, string why)
    {
        var shapes = new string[operands.Length];
        for (var k = 0; k < shapes.Length; k++) shapes[k] = operands[k].Shape.ToString();
        return new ArgumentException($"Einsum: in \"{equation}\" of {string.Join(", ", shapes)} {why}.{NameScope.Suffix}", nameof(equation));
    }
}
