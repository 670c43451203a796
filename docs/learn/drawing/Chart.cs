using System.Globalization;
using System.Text;

namespace Learn.Drawing;

/// <summary>Axes with lines, dots, squares and words. What is drawn first lies below.</summary>
sealed class Chart(string title, string xLabel, string yLabel) : IPanel
{
    private const double Left = 62, Right = 20, Bottom = 52;

    private readonly List<(string Kind, string Name, int Colour, List<(double X, double Y)> Points, string Text)> _parts = [];

    public double Width { get; init; } = 460;

    public double Height { get; init; } = 360;

    /// <summary>The ends of the axes; as far as the points reach if not given.</summary>
    public (double From, double To)? X { get; init; }

    /// <inheritdoc cref="X"/>
    public (double From, double To)? Y { get; init; }

    /// <summary>Whether a step up the vertical axis multiplies instead of adding.</summary>
    public bool LogY { get; init; }

    /// <summary>A line through points. Those that are not finite leave a gap.</summary>
    public Chart Line(string name, IEnumerable<(double X, double Y)> points, int colour) => Add("line", name, colour, points);

    /// <summary>A line in the background, without a name.</summary>
    public Chart Faint(IEnumerable<(double X, double Y)> points) => Add("faint", "", 5, points);

    /// <summary>Dots.</summary>
    public Chart Dots(string name, IEnumerable<(double X, double Y)> points, int colour) => Add("dots", name, colour, points);

    /// <summary>Words beside a point.</summary>
    public Chart Label(double x, double y, string text, int colour = 5) => Add("label", "", colour, [(x, y)], text);

    /// <summary>A square of the background, the stronger the larger its strength from 0 to 1; the points are two opposite corners.</summary>
    public Chart Square((double X, double Y) from, (double X, double Y) to, int colour, double strength) =>
        Add("square", "", colour, [from, to], strength.ToString("0.##", CultureInfo.InvariantCulture));

    public void Write(StringBuilder svg, int number)
    {
        var names = _parts.Where(p => p.Name != "").ToArray();
        var top = 40.0;
        var at = Left;
        var legend = new StringBuilder();
        foreach (var (kind, name, colour, _, _) in names)
        {
            var length = 42 + 7.4 * name.Length;
            if (at + length - 12 > Width && at > Left) (at, top) = (Left, top + 19);
            legend.Append(kind == "dots" ? $"<circle class=\"dot c{colour}\" cx=\"{Picture.Pixels(at + 9)}\" cy=\"{Picture.Pixels(top + 4)}\" r=\"4.5\"/>" : $"<path class=\"line c{colour} d{colour}\" d=\"M{Picture.Pixels(at)} {Picture.Pixels(top + 4)}h20\"/>");
            legend.Append(Picture.Text(at + 25, top + 8, name));
            at += length;
        }
        if (names.Length > 0) top += 24;
        var (x, y) = (X ?? Reach(p => p.X, false), Y ?? Reach(p => p.Y, LogY));
        var (low, high) = (Scale(y.From), Scale(y.To));
        double AcrossOf(double value) => Left + (value - x.From) / (x.To - x.From) * (Width - Left - Right);
        double DownOf(double value) => Height - Bottom - (Scale(value) - low) / (high - low) * (Height - Bottom - top);

        svg.Append(Picture.Text(Width / 2, 25, title, "middle", "title")).Append(legend);
        foreach (var tick in Ticks(x))
        {
            svg.Append($"<path class=\"grid\" d=\"M{Picture.Pixels(AcrossOf(tick))} {Picture.Pixels(top)}V{Picture.Pixels(Height - Bottom)}\"/>");
            svg.Append(Picture.Text(AcrossOf(tick), Height - Bottom + 17, Number(tick), "middle", "small"));
        }
        foreach (var tick in LogY ? Powers(low, high) : Ticks(y))
        {
            svg.Append($"<path class=\"grid\" d=\"M{Picture.Pixels(Left)} {Picture.Pixels(DownOf(tick))}H{Picture.Pixels(Width - Right)}\"/>");
            svg.Append(Picture.Text(Left - 7, DownOf(tick) + 4, LogY ? Power(tick) : Number(tick), "end", "small"));
        }
        svg.Append(Picture.Text((Left + Width - Right) / 2, Height - 14, xLabel, "middle"));
        svg.Append($"<g transform=\"translate(14 {Picture.Pixels((top + Height - Bottom) / 2)}) rotate(-90)\">{Picture.Text(0, 0, yLabel, "middle").TrimEnd()}</g>\n");
        var plot = $"x=\"{Picture.Pixels(Left)}\" y=\"{Picture.Pixels(top)}\" width=\"{Picture.Pixels(Width - Left - Right)}\" height=\"{Picture.Pixels(Height - Bottom - top)}\"";
        svg.Append($"<clipPath id=\"plot{number}\"><rect {plot}/></clipPath><g clip-path=\"url(#plot{number})\">\n");
        foreach (var (kind, _, colour, points, text) in _parts)
        {
            var places = points.Select(p => (X: AcrossOf(p.X), Y: Math.Clamp(DownOf(p.Y), -9999, 9999))).ToList();
            switch (kind)
            {
                case "line": svg.Append($"<path class=\"line c{colour} d{colour}\" d=\"{Path(places)}\"/>\n"); break;
                case "faint": svg.Append($"<path class=\"faint\" d=\"{Path(places)}\"/>\n"); break;
                case "label": svg.Append(Picture.Text(places[0].X, places[0].Y, text, "start", $"ink bold c{colour}")); break;
                case "square":
                    var ((x1, y1), (x2, y2)) = (places[0], places[1]);
                    svg.Append($"<path class=\"square c{colour}\" fill-opacity=\"{text}\" d=\"M{Picture.Pixels(x1)} {Picture.Pixels(y1)}H{Picture.Pixels(x2)}V{Picture.Pixels(y2)}H{Picture.Pixels(x1)}\"/>\n");
                    break;
                default:
                    foreach (var (across, down) in places) svg.Append($"<circle class=\"dot c{colour}\" cx=\"{Picture.Pixels(across)}\" cy=\"{Picture.Pixels(down)}\" r=\"4.5\"/>\n");
                    break;
            }
        }
        svg.Append($"</g>\n<rect class=\"frame\" {plot}/>\n");
    }

    private Chart Add(string kind, string name, int colour, IEnumerable<(double X, double Y)> points, string text = "")
    {
        _parts.Add((kind, name, colour, [.. points], text));
        return this;
    }

    private double Scale(double value) => LogY ? Math.Log10(value) : value;

    private (double From, double To) Reach(Func<(double X, double Y), double> coordinate, bool positive)
    {
        var values = _parts.Where(p => p.Kind != "label").SelectMany(p => p.Points).Select(coordinate).Where(v => double.IsFinite(v) && (!positive || v > 0)).ToArray();
        return (values.Min(), values.Max());
    }

    private static string Path(List<(double X, double Y)> places)
    {
        var (path, pen) = (new StringBuilder(), 'M');
        foreach (var (x, y) in places)
        {
            if (double.IsFinite(x + y)) path.Append($"{pen}{Picture.Pixels(x)} {Picture.Pixels(y)}");
            pen = double.IsFinite(x + y) ? 'L' : 'M';
        }
        return path.ToString();
    }

    private static IEnumerable<double> Ticks((double From, double To) range)
    {
        var rough = (range.To - range.From) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (var k = Math.Ceiling(range.From / step - 1e-9); k * step <= range.To + 1e-9 * step; k++) yield return k * step;
    }

    private static IEnumerable<double> Powers(double low, double high)
    {
        var step = Math.Max(1, (int)Math.Ceiling((high - low) / 7));
        for (var k = (int)Math.Ceiling(low - 1e-9); k <= high + 1e-9; k++)
            if (k % step == 0) yield return Math.Pow(10, k);
    }

    private static string Number(double value) => (Math.Round(value, 10) + 0.0).ToString("#,0.#####", CultureInfo.InvariantCulture).Replace("-", "−");

    private static string Power(double value)
    {
        var exponent = (int)Math.Round(Math.Log10(value));
        return exponent == 0 ? "1" : exponent == 1 ? "10" : "10" + string.Concat($"{exponent}".Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
    }
}
