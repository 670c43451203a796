using System.Runtime.CompilerServices;
using AutoGrad.Diagnostics;

namespace AutoGrad;

/// <summary>Names tensors and explains how a result came about: <c>loss.Explain()</c>.</summary>
public static class TensorExplanation
{
    /// <summary>Names a tensor in explanations: <c>w1.Named()</c> takes the C# expression, <c>x.Named("input")</c> a name of your own.</summary>
    /// <remarks>The name belongs to this tensor and its place in the graph; giving another replaces it. It changes nothing that is computed.</remarks>
    /// <typeparam name="T">The tensor's own type, so that a parameter stays one.</typeparam>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name; by default the expression this is called on.</param>
    /// <returns><paramref name="tensor"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static T Named<T>(this T tensor, [CallerArgumentExpression(nameof(tensor))] string name = "") where T : Tensor
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        TensorNames.Give(tensor, Expression(name));
        return tensor;
    }

    /// <summary>How this result was computed and how its gradients come about, as plain data; nothing of the graph changes.</summary>
    /// <remarks>
    /// Call it after <c>Backward()</c>, inside of <see cref="Explanation.Record"/> or after it; before <c>Backward()</c> the
    /// explanation has values but no gradients and says so. Without a recording only what the tape keeps is known, so a
    /// value may be missing, and the graph must not have been released: <c>Backward(retainGraph: true)</c>.
    /// </remarks>
    /// <param name="result">The result, such as a loss.</param>
    /// <param name="check">Compare gradients with central differences too, where the graph is small enough (<see cref="ExplainedCheck"/>). Needs a recording.</param>
    /// <param name="name">The name of the result; by default the expression this is called on.</param>
    /// <exception cref="InvalidOperationException">The tensor was not computed from anything that requires a gradient, or its graph was released and not recorded.</exception>
    public static Explanation Explain(this Tensor result, bool check = true, [CallerArgumentExpression(nameof(result))] string name = "") =>
        ExplanationBuilder.Build(result, name.Length == 0 ? "result" : Expression(name), [], check);

    /// <summary>The same, with names for the parameters: <c>loss.Explain(model.NamedParameters())</c>.</summary>
    /// <inheritdoc cref="Explain(Tensor, bool, string)"/>
    /// <typeparam name="T">Tensors, such as a module's parameters.</typeparam>
    /// <param name="result">The result, such as a loss.</param>
    /// <param name="parameters">Names and tensors. They win over those of <see cref="Named"/>.</param>
    /// <param name="check">Compare gradients with central differences too, where the graph is small enough.</param>
    /// <param name="name">The name of the result.</param>
    public static Explanation Explain<T>(this Tensor result, IEnumerable<KeyValuePair<string, T>> parameters, bool check = true, [CallerArgumentExpression(nameof(result))] string name = "") where T : Tensor
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var names = new List<KeyValuePair<string, Tensor>>();
        foreach (var (path, tensor) in parameters) names.Add(new(path, tensor));
        return ExplanationBuilder.Build(result, name.Length == 0 ? "result" : Expression(name), names, check);
    }

    // (a * b).Named() is called on an expression in parentheses
    private static string Expression(string text)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var depth = 0;
        for (var i = 0; i < text.Length && text[0] == '('; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) return i == text.Length - 1 && i > 1 ? text[1..^1] : text;
        }
        return text;
    }
}
