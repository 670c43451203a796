using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Learn.Drawing;

/// <summary>A part of a picture: a <see cref="Chart"/> or a <see cref="Diagram"/>.</summary>
interface IPanel
{
    double Width { get; }

    double Height { get; }

    /// <summary>Adds the panel's SVG, from (0, 0) on.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="number">Which panel of the picture it is.</param>
    void Write(StringBuilder svg, int number);
}

/// <summary>Writes panels side by side as an SVG file for light and dark pages.</summary>
static class Picture
{
    // colours that the colour-blind tell apart (Okabe and Ito), lighter on dark pages; lines also differ in their dashes
    private const string Style = """
        text{font:13px system-ui,sans-serif;fill:var(--ink)}
        .title{font-size:15px;font-weight:600}
        .small{font-size:12px;fill:var(--dim)}
        .bold{font-weight:600}
        .back{fill:var(--back)}
        .grid{stroke:var(--grid)}
        .frame{fill:none;stroke:var(--dim)}
        .line{fill:none;stroke:var(--c);stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}
        .faint{fill:none;stroke:var(--dim);stroke-opacity:.35}
        .dot{fill:var(--c);stroke:var(--back);stroke-width:1.2}
        .cell{fill:var(--c)}
        .square{fill:var(--c);shape-rendering:crispEdges}
        .box{fill:var(--box);stroke:var(--dim)}
        .ink{fill:var(--c)}
        svg{--back:#fff;--ink:#1f2328;--dim:#59636e;--grid:#e3e7eb;--box:#f3f5f7}
        .c0{--c:#0072b2}.c1{--c:#d55e00}.c2{--c:#008060}.c3{--c:#a4478c}.c4{--c:#8a6d00}.c5{--c:#59636e}
        .d1{stroke-dasharray:7 4}.d2{stroke-dasharray:2 4}.d3{stroke-dasharray:10 4 2 4}.d4{stroke-dasharray:14 4}
        @media (prefers-color-scheme:dark){
        svg{--back:#0d1117;--ink:#e6edf3;--dim:#9198a1;--grid:#262c36;--box:#1c2330}
        .c0{--c:#58b4f0}.c1{--c:#ff8f4a}.c2{--c:#3fc79a}.c3{--c:#e08cc6}.c4{--c:#e3c04b}.c5{--c:#9198a1}}
        """;

    /// <summary>Writes a picture into the folder <c>pictures</c> beside the program.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="alternative">What it shows, in words, for those who cannot see it.</param>
    /// <param name="panels">The panels, from left to right.</param>
    /// <param name="program">The program's path, which the compiler fills in.</param>
    public static void Save(string file, string alternative, IReadOnlyList<IPanel> panels, [CallerFilePath] string program = "")
    {
        var (width, height) = (panels.Sum(p => p.Width), panels.Max(p => p.Height));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n");
        svg.Append($"<title>{Escape(alternative)}</title>\n<style>\n{Style.ReplaceLineEndings("\n")}\n</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"back\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\n");
        var left = 0.0;
        for (var i = 0; i < panels.Count; i++)
        {
            svg.Append($"<g transform=\"translate({Pixels(left)} 0)\">\n");
            panels[i].Write(svg, i);
            svg.Append("</g>\n");
            left += panels[i].Width;
        }
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(program)!, "pictures"));
        File.WriteAllText(Path.Combine(folder.FullName, file), svg.Append("</svg>\n").ToString());
    }

    /// <summary>A length with one digit after the point, whatever the language of the machine.</summary>
    public static string Pixels(double length) => (Math.Round(length, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Text as SVG.</summary>
    /// <param name="x">Where it stands.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">start, middle or end: which part of the text x is.</param>
    /// <param name="classes">Its style.</param>
    public static string Text(double x, double y, string text, string anchor = "start", string classes = "") =>
        $"<text x=\"{Pixels(x)}\" y=\"{Pixels(y)}\" text-anchor=\"{anchor}\"{(classes == "" ? "" : $" class=\"{classes}\"")}>{Escape(text)}</text>\n";

    private static string Escape(string text) => Regex.Replace(text, @"-(?=\d)", "−").Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
