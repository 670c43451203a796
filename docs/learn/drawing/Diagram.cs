using System.Text;

namespace Learn.Drawing;

/// <summary>Boxes with words, and arrows between them.</summary>
sealed class Diagram(string title, double width, double height) : IPanel
{
    private readonly List<(double X, double Y, double Width, double Height)> _boxes = [];
    private readonly StringBuilder _svg = new();

    public double Width => width;

    public double Height => height;

    /// <summary>A box around a point. The first line of its text is bold.</summary>
    /// <returns>Its number, for arrows.</returns>
    public int Box(double x, double y, params IReadOnlyList<string> lines)
    {
        var (w, h) = (Math.Max(56, lines.Max(line => line.Length) * 7.4 + 20), 14 + 18.0 * lines.Count);
        _boxes.Add((x, y, w, h));
        _svg.Append($"<rect class=\"box\" x=\"{Picture.Pixels(x - w / 2)}\" y=\"{Picture.Pixels(y - h / 2)}\" width=\"{Picture.Pixels(w)}\" height=\"{Picture.Pixels(h)}\" rx=\"7\"/>");
        for (var i = 0; i < lines.Count; i++) _svg.Append(Picture.Text(x, y - h / 2 + 20 + 18 * i, lines[i], "middle", i == 0 ? "bold" : ""));
        return _boxes.Count - 1;
    }

    /// <summary>An arrow between two boxes, with words at its middle.</summary>
    /// <param name="from">The box where it begins.</param>
    /// <param name="to">The box where its head is.</param>
    /// <param name="text">The words; none if empty.</param>
    /// <param name="colour">The colour of arrow and words.</param>
    /// <param name="aside">How far it lies to the right of the straight way, seen in its direction.</param>
    /// <param name="lift">How far above the arrow the words stand; below it if negative.</param>
    public void Arrow(int from, int to, string text = "", int colour = 5, double aside = 0, double lift = 7)
    {
        var (a, b) = (_boxes[from], _boxes[to]);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = Math.Sqrt(dx * dx + dy * dy);
        var (ux, uy) = (dx / length, dy / length);
        var (startX, startY) = Edge(a, ux, uy, -uy * aside, ux * aside);
        var (endX, endY) = Edge(b, -ux, -uy, -uy * aside, ux * aside);
        var (tipX, tipY) = (endX - 3 * ux, endY - 3 * uy);
        var (neckX, neckY) = (tipX - 9 * ux, tipY - 9 * uy);
        _svg.Append($"<path class=\"line c{colour}\" d=\"M{At(startX + 3 * ux, startY + 3 * uy)}L{At(neckX, neckY)}\"/>");
        _svg.Append($"<path class=\"cell c{colour}\" d=\"M{At(tipX, tipY)}L{At(neckX - 5 * uy, neckY + 5 * ux)}L{At(neckX + 5 * uy, neckY - 5 * ux)}Z\"/>");
        if (text != "") _svg.Append(Picture.Text((startX + endX) / 2, (startY + endY) / 2 - lift + (lift < 0 ? 6 : 0), text, "middle", $"ink c{colour}"));
        _svg.Append('\n');
    }

    /// <summary>Words in the middle of a point.</summary>
    public void Words(double x, double y, string text, int colour = 5) => _svg.Append(Picture.Text(x, y, text, "middle", $"ink c{colour}"));

    public void Write(StringBuilder svg, int number) => svg.Append(Picture.Text(width / 2, 27, title, "middle", "title")).Append(_svg);

    // where a line from a point near the middle of a box leaves it
    private static (double X, double Y) Edge((double X, double Y, double Width, double Height) box, double ux, double uy, double shiftX, double shiftY)
    {
        var toSide = ux == 0 ? double.MaxValue : (box.Width / 2 - Math.Sign(ux) * shiftX) / Math.Abs(ux);
        var toTop = uy == 0 ? double.MaxValue : (box.Height / 2 - Math.Sign(uy) * shiftY) / Math.Abs(uy);
        var far = Math.Min(toSide, toTop);
        return (box.X + shiftX + ux * far, box.Y + shiftY + uy * far);
    }

    private static string At(double x, double y) => $"{Picture.Pixels(x)} {Picture.Pixels(y)}";
}
