using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>The texts of a documentation comment, as Markdown that fits into a table.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Remarks">The remarks; may be empty.</param>
internal sealed partial record XmlText(string Summary, string Remarks)
{
    public static XmlText Of(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml() is { Length: > 0 } text ? XElement.Parse(text) : new XElement("member");
        return new(Plain(xml.Element("summary")), Plain(xml.Element("remarks")));
    }

    /// <summary>The formula and the gradient of an op class: its summary says <c>formula;  gradient</c>.</summary>
    public static (string Formula, string Gradient) FormulaOf(INamedTypeSymbol op)
    {
        var summary = XElement.Parse(op.GetDocumentationCommentXml()!).Element("summary");
        var text = new StringBuilder();
        if (summary is not null) Write(summary, text);
        var parts = Break().Split(text.ToString().Trim(), 2);
        return (Tidy(parts[0]), parts.Length > 1 ? Tidy(parts[1]).TrimEnd('.') : "");
    }

    private static string Plain(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        Write(element, text);
        return Tidy(text.ToString());
    }

    private static string Tidy(string text) => Blanks().Replace(text, " ").Trim();

    private static void Write(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
            switch (node)
            {
                case XText plain: text.Append(Escape(plain.Value)); break;
                case XElement { Name.LocalName: "c" or "code" } code: text.Append('`').Append(code.Value.Replace("|", "\\|")).Append('`'); break;
                case XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference:
                    var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
                    text.Append('`').Append(name.Split('(')[0].Split('.', ':')[^1]).Append('`');
                    break;
                case XElement other: text.Append(' '); Write(other, text); text.Append(' '); break;
            }
    }

    private static string Escape(string text) => text.Replace("|", "\\|").Replace("*", "\\*").Replace("_", "\\_").Replace("<", "&lt;");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@";\s{2,}")]
    private static partial Regex Break();
}
