using System.Globalization;
using System.Security;
using System.Text;

namespace MLNetDeep.Plots;

/// <summary>Lines and bands over axes.</summary>
internal sealed class Chart(string title, int width, int height)
{
    /// <summary>The colour of what came.</summary>
    public const string Ink = "#1b1f24";

    private const string Pale = "#e4e7eb";
    private const string Grey = "#4b5560";
    private const double CharacterWidth = 6.7; // of most sans-serif fonts at 12 pixels, rather more than less
    private const double Right = 18;

    // Told apart by colour-blind readers too, all dark enough on white: after Okabe and Ito, "Color universal design", 2008.
    private static readonly string[] Colors = ["#0a66b7", "#c8501e", "#00795b", "#9a4f96", "#8a6d00", "#56788f"];

    private readonly List<(string Name, string Color, (double X, double Y)[] Points, bool IsDashed)> _lines = [];
    private readonly List<(string Color, (double X, double Y)[] Lower, (double X, double Y)[] Upper)> _bands = [];

    /// <summary>The times behind whole numbers on the horizontal axis; null when there are none.</summary>
    public IReadOnlyList<DateTime>? Times { get; init; }

    /// <summary>What stands under the horizontal axis, where it has no times.</summary>
    public string HorizontalName { get; init; } = "step";

    /// <summary>Whether the vertical axis begins at 0.</summary>
    public bool IncludeZero { get; init; }

    /// <summary>The colour of the line of this number.</summary>
    public static string Color(int number) => Colors[number % Colors.Length];

    /// <summary>Appends a heading at the upper left corner.</summary>
    public static void AppendTitle(StringBuilder svg, string title, int size) => svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"16\" y=\"{size + 9}\" font-size=\"{size}\" font-weight=\"600\" fill=\"{Ink}\">")
        .Append(SecurityElement.Escape(title)).Append("</text>\n");

    public void AddLine(string name, string color, (double X, double Y)[] points, bool isDashed = false) =>
        _lines.Add((name, color, points, isDashed));

    public void AddBand(string color, (double X, double Y)[] lower, (double X, double Y)[] upper) => _bands.Add((color, lower, upper));

    /// <summary>Draws everything.</summary>
    /// <param name="svg">Takes the drawing.</param>
    /// <param name="legend">The names in the order of the legend.</param>
    public void Draw(StringBuilder svg, IReadOnlyList<string> legend)
    {
        var (low, high) = Extent(points => points.Y, IncludeZero);
        var ticks = Ticks.Numbers(low, high, Math.Max(3, height / 70));
        (low, high) = (Math.Min(low, ticks[0].Value), Math.Max(high, ticks[^1].Value));
        var (first, last) = Extent(point => Position(point.X), includeZero: false);
        var left = 26 + (CharacterWidth * ticks.Max(tick => tick.Text.Length));
        var top = title.Length == 0 ? 14.0 : 38.0;
        var legendItems = legend.Where(name => _lines.Any(line => line.Name == name)).ToArray();
        if (legendItems.Length > 1)
            top = DrawLegend(svg, legendItems, left, top);
        var bottom = height - 44.0;
        double X(double x) => left + ((Position(x) - first) / (last - first) * (width - Right - left));
        double Y(double y) => bottom - ((y - low) / (high - low) * (bottom - top));

        if (title.Length > 0)
            AppendTitle(svg, title, 14);
        foreach (var (value, text) in ticks)
        {
            Line(svg, left, Y(value), width - Right, Y(value), Pale);
            Label(svg, left - 8, Y(value) + 4, "end", text);
        }
        DrawHorizontalAxis(svg, first, last, left, bottom);
        foreach (var (color, lower, upper) in _bands)
            DrawBand(svg, color, lower, upper, X, Y);
        foreach (var (_, color, points, isDashed) in _lines)
            DrawLine(svg, color, points, isDashed, X, Y);
    }

    private double Position(double x) => Times is null ? x : Times[(int)x].Ticks;

    private (double Low, double High) Extent(Func<(double X, double Y), double> select, bool includeZero)
    {
        var values = _lines.SelectMany(line => line.Points).Concat(_bands.SelectMany(band => band.Lower.Concat(band.Upper)))
            .Where(point => double.IsFinite(point.Y)).Select(select).Concat(includeZero ? [0] : []).ToArray();
        var (low, high) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        return high > low ? (low, high) : (low - (Math.Abs(low) / 2) - 0.5, high + (Math.Abs(high) / 2) + 0.5);
    }

    private double DrawLegend(StringBuilder svg, string[] names, double left, double top)
    {
        var x = left;
        foreach (var name in names)
        {
            var item = _lines.First(line => line.Name == name);
            var length = 34 + (CharacterWidth * name.Length);
            if (x > left && x + length > width - Right)
                (x, top) = (left, top + 18);
            if (_bands.Any(band => band.Color == item.Color))
                svg.Append(CultureInfo.InvariantCulture,
                    $"<rect x=\"{x:0.#}\" y=\"{top:0.#}\" width=\"20\" height=\"10\" fill=\"{item.Color}\" fill-opacity=\"0.18\"/>\n");
            Line(svg, x, top + 5, x + 20, top + 5, item.Color, 2, item.IsDashed);
            Label(svg, x + 26, top + 9, "start", name);
            x += length + 16;
        }
        return top + 26;
    }

    private void DrawHorizontalAxis(StringBuilder svg, double first, double last, double left, double bottom)
    {
        var room = Math.Max(2, (int)((width - Right - left) / 86));
        var ticks = Times is null ? Ticks.Whole(first, last, room) : Ticks.Dates(first, last, room);
        Line(svg, left, bottom, width - Right, bottom, Grey);
        foreach (var (value, text) in ticks)
        {
            var x = left + ((value - first) / (last - first) * (width - Right - left));
            Line(svg, x, bottom, x, bottom + 5, Grey);
            Label(svg, x, bottom + 19, "middle", text);
        }
        Label(svg, (left + width - Right) / 2, bottom + 37, "middle", Times is null ? HorizontalName : Ticks.Span(first, last), Grey);
    }

    private static void DrawBand(
        StringBuilder svg, string color, (double X, double Y)[] lower, (double X, double Y)[] upper, Func<double, double> x,
        Func<double, double> y)
    {
        // A band of one step would be no area: it is as wide as a line.
        var known = lower.Zip(upper).Where(pair => double.IsFinite(pair.First.Y) && double.IsFinite(pair.Second.Y)).ToArray();
        if (known.Length == 0)
            return;
        var outline = known.Select(pair => Point(x(pair.Second.X), y(pair.Second.Y)))
            .Concat(known.Reverse().Select(pair => Point(x(pair.First.X), y(pair.First.Y))));
        var edge = known.Length == 1 ? $" stroke=\"{color}\" stroke-opacity=\"0.3\" stroke-width=\"4\"" : "";
        svg.Append("<path d=\"M").AppendJoin('L', outline)
            .Append(CultureInfo.InvariantCulture, $"Z\" fill=\"{color}\" fill-opacity=\"0.18\"{edge}/>\n");
    }

    private static void DrawLine(
        StringBuilder svg, string color, (double X, double Y)[] points, bool isDashed, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        for (var i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i].Y))
                continue;
            var follows = i > 0 && double.IsFinite(points[i - 1].Y);
            var isAlone = !follows && (i == points.Length - 1 || !double.IsFinite(points[i + 1].Y));
            if (isAlone)
                svg.Append(CultureInfo.InvariantCulture,
                    $"<circle cx=\"{x(points[i].X):0.##}\" cy=\"{y(points[i].Y):0.##}\" r=\"2.2\" fill=\"{color}\"/>\n");
            else
                path.Append(follows ? 'L' : 'M').Append(Point(x(points[i].X), y(points[i].Y)));
        }
        if (path.Length == 0)
            return;
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.7\" ")
            .Append("stroke-linejoin=\"round\" stroke-linecap=\"round\"")
            .Append(isDashed ? " stroke-dasharray=\"6 4\"" : "").Append("/>\n");
    }

    private static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.##} {y:0.##}");

    private static void Line(
        StringBuilder svg, double x1, double y1, double x2, double y2, string color, double size = 1, bool isDashed = false) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{color}\" stroke-width=\"{size}\"")
        .Append(isDashed ? " stroke-dasharray=\"6 4\"" : "").Append("/>\n");

    private static void Label(StringBuilder svg, double x, double y, string anchor, string text, string color = Ink) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" fill=\"{color}\">{SecurityElement.Escape(text)}</text>\n");
}
