using System.Globalization;
using System.Text;

namespace AutoGrad;

/// <summary>The text of a candidate's function, as an expression of what it is called on.</summary>
/// <param name="text">A lambda, or anything that can be called.</param>
/// <param name="type">Its delegate type, for lambdas that are no single expression.</param>
/// <param name="byArray">It takes an array of operands and an array of settings, instead of the operands.</param>
internal sealed class FuzzCode(string text, string type, bool byArray)
{
    /// <summary>The call, written out.</summary>
    public string Call(string[] operands, IReadOnlyList<int> settings)
    {
        var arrow = text.IndexOf("=>", StringComparison.Ordinal);
        var body = arrow < 0 ? "" : text[(arrow + 2)..].Trim();
        if (body.Length == 0 || body[0] == '{')
        {
            var called = body.Length == 0 ? text : $"new {type}({text})";
            return byArray ? $"{called}({Operands(operands)}, {Settings(settings)})" : $"{called}({string.Join(", ", operands)})";
        }
        var parameters = text[..arrow].Split(',');
        for (var i = 0; i < parameters.Length; i++)
        {
            var words = parameters[i].Trim(' ', '(', ')').Split(' ');
            parameters[i] = words[^1];
        }
        return Substitute(body, parameters, operands, settings);
    }

    private string Substitute(string body, string[] parameters, string[] operands, IReadOnlyList<int> settings)
    {
        var result = new StringBuilder();
        for (var i = 0; i < body.Length;)
        {
            var start = i;
            while (i < body.Length && (char.IsLetterOrDigit(body[i]) || body[i] == '_')) i++;
            if (i == start)
            {
                result.Append(body[i++]);
                continue;
            }
            var word = body[start..i];
            var parameter = start > 0 && body[start - 1] == '.' ? -1 : Array.IndexOf(parameters, word);
            if (parameter < 0) result.Append(word);
            else if (!byArray) result.Append(operands[parameter]);
            else if (Place(body, i) is var (place, end))
            {
                result.Append(parameter == 0 ? operands[place] : settings[place].ToString(CultureInfo.InvariantCulture));
                i = end;
            }
            else result.Append(parameter == 0 ? Operands(operands) : Settings(settings));
        }
        return result.ToString();
    }

    // the number in "[3]"
    private static (int Place, int End)? Place(string body, int at)
    {
        var end = at < body.Length && body[at] == '[' ? body.IndexOf(']', at) : -1;
        return end > 0 && int.TryParse(body.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? (place, end + 1) : null;
    }

    private static string Operands(string[] operands) => $"new Tensor[] {{ {string.Join(", ", operands)} }}";

    private static string Settings(IReadOnlyList<int> settings) => $"new int[] {{ {string.Join(", ", settings)} }}";
}
