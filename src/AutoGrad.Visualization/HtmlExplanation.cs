using System.Text;
using AutoGrad.Diagnostics;

namespace AutoGrad.Visualization;

/// <summary>An explanation as one HTML page: the graph, and step by step the values and the gradients with their numbers.</summary>
/// <remarks>
/// The page holds everything it needs and loads nothing: it works from a file and without a network. Arrow keys or the
/// slider go through the steps; its help line names the other keys.
/// <code>
/// using var recording = Explanation.Record();
/// var loss = (w * x - y).Square();
/// loss.Backward();
/// loss.Explain().SaveHtml("loss.html");
/// </code>
/// </remarks>
public static class HtmlExplanation
{
    // elements shown of one tensor; of more, the page has the first ones and the range of all
    private const int MostElements = 1024;

    private static readonly Lazy<string> s_script = new(() => PageResource.Read("page.js")), s_style = new(() => PageResource.Read("page.css")), s_licence = new(() => PageResource.Read("dagre-licence.txt"));

    /// <summary>The page.</summary>
    /// <param name="explanation">What to show.</param>
    /// <param name="title">Its title; null for the name of the result.</param>
    public static string ToHtml(this Explanation explanation, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var heading = Escaped(title ?? $"{explanation.Nodes[explanation.Result].Name}: forward and back");
        // no source is allowed but what stands in the page, so nothing can be loaded or sent
        return new StringBuilder()
            .Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n")
            .Append("<link rel=\"icon\" href=\"data:,\">\n<title>").Append(heading).Append("</title>\n<style>\n").Append(s_style.Value)
            .Append("</style>\n</head>\n<body>\n<h1 id=\"title\">").Append(heading).Append("</h1>\n<div id=\"app\"></div>\n<noscript>This page needs JavaScript; it runs nothing but its own.</noscript>\n")
            .Append("<!-- The layout is that of dagre.\n").Append(s_licence.Value.Replace("--", "- -", StringComparison.Ordinal)).Append("-->\n")
            .Append("<script type=\"application/json\" id=\"explanation\">").Append(explanation.ToJson(MostElements)).Append("</script>\n<script>\n").Append(s_script.Value)
            .Append("</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Writes the page to a file. It is complete or not there: a file of that name is replaced only when the whole page is written.</summary>
    /// <param name="explanation">What to show.</param>
    /// <param name="path">The file, such as <c>loss.html</c>.</param>
    /// <param name="title">Its title; null for the name of the result.</param>
    /// <exception cref="IOException">The file cannot be written; the message says where and why. What was there before is unchanged.</exception>
    public static void SaveHtml(this Explanation explanation, string path, string? title = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var page = explanation.ToHtml(title);
        var full = Path.GetFullPath(path);
        var unfinished = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(unfinished, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(unfinished, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            try
            {
                File.Delete(unfinished);
            }
            catch (Exception left) when (left is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"SaveHtml: the page cannot be written to {full} ({e.Message}), and the unfinished {unfinished} stays behind ({left.Message}).", e);
            }
            throw new IOException($"SaveHtml: the page cannot be written to {full}: {e.Message} Nothing there has changed.", e);
        }
    }

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);
}
