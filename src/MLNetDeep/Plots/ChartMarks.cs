using System.Globalization;

namespace MLNetDeep.Plots;

/// <summary>The shape of a point.</summary>
internal enum Marker
{
    /// <summary>A disc.</summary>
    Disc,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>A triangle.</summary>
    Triangle,

    /// <summary>Two strokes that cross.</summary>
    Cross,

    /// <summary>A circle that is not filled.</summary>
    Ring,
}

/// <summary>One point of a <see cref="PointLayer"/>.</summary>
/// <param name="X">Its number on the horizontal axis.</param>
/// <param name="Y">Its number on the vertical axis.</param>
/// <param name="Title">What is told when it is pointed at.</param>
internal readonly record struct Mark(double X, double Y, string? Title = null);

/// <summary>Points that stand alone.</summary>
internal sealed record PointLayer(IReadOnlyList<Mark> Marks) : ChartLayer
{
    public Marker Marker { get; init; }

    public double Radius { get; init; } = 3.2;

    public double Opacity { get; init; } = 1;

    public override IEnumerable<(double X, double Y)> Extent => Marks.Select(mark => (mark.X, mark.Y));

    /// <summary>Draws one point.</summary>
    public static void Draw(SvgCanvas canvas, Marker marker, double x, double y, double radius, Paint paint, double opacity, string? title)
    {
        var more = opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $"opacity=\"{opacity}\"") : "";
        string P(double dx, double dy) => SvgCanvas.Point(x + (dx * radius), y + (dy * radius));
        switch (marker)
        {
            case Marker.Disc:
                canvas.Circle(x, y, radius, paint, more, title);
                break;
            case Marker.Ring:
                canvas.Circle(x, y, radius, Paint.Paper, $"stroke=\"{canvas.Theme[paint]}\" stroke-width=\"1.5\" {more}", title);
                break;
            case Marker.Cross:
                canvas.Stroke($"M{P(-1, -1)}L{P(1, 1)}M{P(-1, 1)}L{P(1, -1)}", paint, 1.7, more: more, title: title);
                break;
            default:
                canvas.Area(marker switch
                {
                    Marker.Square => $"M{P(-0.9, -0.9)}L{P(0.9, -0.9)}L{P(0.9, 0.9)}L{P(-0.9, 0.9)}Z",
                    Marker.Diamond => $"M{P(0, -1.25)}L{P(1.25, 0)}L{P(0, 1.25)}L{P(-1.25, 0)}Z",
                    _ => $"M{P(0, -1.2)}L{P(1.15, 0.9)}L{P(-1.15, 0.9)}Z",
                }, paint, more, title);
                break;
        }
    }

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        foreach (var mark in Marks.Where(mark => frame.CanShow((mark.X, mark.Y))))
            Draw(canvas, Marker, frame.X(mark.X), frame.Y(mark.Y), Radius, Paint, Opacity, mark.Title);
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y) =>
        Draw(canvas, Marker, x + 10, y + 5, Math.Max(Radius, 3.5), Paint, Math.Max(Opacity, 0.8), null);
}

/// <summary>One rectangle of a <see cref="BarLayer"/>, corners in the numbers of the axes.</summary>
internal readonly record struct Bar(double X1, double Y1, double X2, double Y2, string? Title = null);

/// <summary>Rectangles: bars of a histogram or a ranking, boxes, spans of time.</summary>
internal sealed record BarLayer(IReadOnlyList<Bar> Bars) : ChartLayer
{
    public double Opacity { get; init; } = 1;

    /// <summary>Whether the border is drawn.</summary>
    public bool IsOutlined { get; init; }

    /// <summary>Pixels left free at both sides.</summary>
    public double Gap { get; init; }

    public override IEnumerable<(double X, double Y)> Extent => Bars.SelectMany(bar => new[] { (bar.X1, bar.Y1), (bar.X2, bar.Y2) });

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        var look = Look(canvas);
        foreach (var bar in Bars.Where(bar => frame.CanShow((bar.X1, bar.Y1)) && frame.CanShow((bar.X2, bar.Y2))))
        {
            var (x1, x2) = (frame.X(bar.X1), frame.X(bar.X2));
            var (y1, y2) = (frame.Y(bar.Y1), frame.Y(bar.Y2));
            // What has no length is still there.
            var width = Math.Max(1, Math.Abs(x2 - x1) - (2 * Gap));
            canvas.Rectangle(Math.Min(x1, x2) + Gap, Math.Min(y1, y2), width, Math.Max(1, Math.Abs(y2 - y1)), Paint, look, bar.Title);
        }
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y) => canvas.Rectangle(x + 3, y, 14, 10, Paint, Look(canvas));

    private string Look(SvgCanvas canvas)
    {
        var outline = IsOutlined ? $" stroke=\"{canvas.Theme[Paint]}\" stroke-width=\"1\"" : "";
        return string.Create(CultureInfo.InvariantCulture, $"rx=\"1.5\" fill-opacity=\"{Opacity}\"{outline}");
    }
}

/// <summary>A straight line from end to end, to measure others against.</summary>
internal sealed record RuleLayer : ChartLayer
{
    /// <summary>Where a vertical one stands; null for another.</summary>
    public double? X { get; init; }

    /// <summary>Where a horizontal one lies; null for another.</summary>
    public double? Y { get; init; }

    /// <summary>What stands at it.</summary>
    public string Label { get; init; } = "";

    public override IEnumerable<(double X, double Y)> Extent => [];

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        const string Dash = "3 4";
        if (X is { } x && frame.Horizontal.CanShow(x) && frame.XAxis.Share(x) is >= -1e-9 and <= 1 + 1e-9)
        {
            var at = frame.X(x);
            canvas.Line(at, frame.Top, at, frame.Bottom, Paint, 1.2, Dash);
            var isRight = at + 8 + SvgCanvas.WidthOf(Label) <= frame.Right;
            if (Label.Length > 0)
                canvas.Text(at + (isRight ? 6 : -6), frame.Top + 10, isRight ? "start" : "end", Label, Paint);
        }
        else if (Y is { } y && frame.Vertical.CanShow(y) && frame.YAxis.Share(y) is >= -1e-9 and <= 1 + 1e-9)
        {
            var at = frame.Y(y);
            canvas.Line(frame.Left, at, frame.Right, at, Paint, 1.2, Dash);
            if (Label.Length > 0)
                canvas.Text(frame.Left + 4, at - 5, "start", Label, Paint);
        }
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y) => canvas.Line(x, y + 5, x + 20, y + 5, Paint, 1.2, "3 4");
}

/// <summary>Strips that tell the numbers at one place of the horizontal axis when pointed at.</summary>
internal sealed record HoverLayer(IReadOnlyList<(double X, string Title)> Stops) : ChartLayer
{
    private const int Most = 240; // more could not be pointed at one by one

    public override IEnumerable<(double X, double Y)> Extent => [];

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        var stops = Stops.Where(stop => frame.Horizontal.CanShow(stop.X)).Select(stop => (X: frame.X(stop.X), stop.Title))
            .OrderBy(stop => stop.X).ToArray();
        var every = (stops.Length + Most - 1) / Most;
        stops = [.. stops.Where((_, i) => i % every == 0)];
        for (var i = 0; i < stops.Length; i++)
        {
            var left = i == 0 ? frame.Left : (stops[i - 1].X + stops[i].X) / 2;
            var right = i == stops.Length - 1 ? frame.Right : (stops[i].X + stops[i + 1].X) / 2;
            var width = Math.Max(0.5, right - left);
            canvas.Rectangle(left, frame.Top, width, frame.Bottom - frame.Top, Paint.Ink, "class=\"hover\"", stops[i].Title);
        }
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y)
    {
    }
}
