using System.Text;

namespace MLNetDeep.Plots;

/// <summary>Something drawn over the axes of a <see cref="Chart"/>.</summary>
internal abstract record ChartLayer
{
    /// <summary>What it is called in the legend; empty for nothing.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its colour.</summary>
    public Paint Paint { get; init; } = Paint.Ink;

    /// <summary>What has to be within the axes.</summary>
    public abstract IEnumerable<(double X, double Y)> Extent { get; }

    /// <summary>Draws it.</summary>
    public abstract void Draw(SvgCanvas canvas, ChartFrame frame);

    /// <summary>Draws its sign in the legend, 20 pixels wide and 10 high.</summary>
    public abstract void DrawKey(SvgCanvas canvas, double x, double y);
}

/// <summary>From numbers to pixels.</summary>
internal sealed record ChartFrame(AxisSpec Horizontal, AxisSpec Vertical, Axis XAxis, Axis YAxis)
{
    public required double Left { get; init; }

    public required double Right { get; init; }

    public required double Top { get; init; }

    public required double Bottom { get; init; }

    public bool CanShow((double X, double Y) point) => Horizontal.CanShow(point.X) && Vertical.CanShow(point.Y);

    public double X(double x) => Left + (XAxis.Share(x) * (Right - Left));

    // Names are read from the top down, numbers grow upwards.
    public double Y(double y) => Vertical.Categories is null
        ? Bottom - (YAxis.Share(y) * (Bottom - Top))
        : Top + (YAxis.Share(y) * (Bottom - Top));

    public string Point((double X, double Y) point) => SvgCanvas.Point(X(point.X), Y(point.Y));
}

/// <summary>A line through points; those that are no numbers make gaps.</summary>
internal sealed record LineLayer(IReadOnlyList<(double X, double Y)> Points) : ChartLayer
{
    private static readonly string[] Dashes = ["", "7 4", "2 3", "9 3 2 3", "4 2", "1 4"];

    public double Width { get; init; } = 1.7;

    public string Dash { get; init; } = "";

    public double Opacity { get; init; } = 1;

    /// <summary>Whether a value holds until the next one.</summary>
    public bool IsStepped { get; init; }

    /// <summary>What is told when the line is pointed at.</summary>
    public string? Title { get; init; }

    public override IEnumerable<(double X, double Y)> Extent => Points;

    /// <summary>Dashes for the series of this number, so that lines are not told apart by colour alone.</summary>
    public static string DashOf(int number) => Dashes[number % Dashes.Length];

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        var path = new StringBuilder();
        var more = Opacity < 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"stroke-opacity=\"{Opacity}\"") : "";
        for (var i = 0; i < Points.Count; i++)
        {
            if (!frame.CanShow(Points[i]))
                continue;
            var follows = i > 0 && frame.CanShow(Points[i - 1]);
            var isAlone = !follows && (i == Points.Count - 1 || !frame.CanShow(Points[i + 1]));
            if (isAlone)
                canvas.Circle(frame.X(Points[i].X), frame.Y(Points[i].Y), 2.2, Paint, title: Title);
            else if (follows && IsStepped)
                path.Append('L').Append(frame.Point((Points[i].X, Points[i - 1].Y))).Append('L').Append(frame.Point(Points[i]));
            else
                path.Append(follows ? 'L' : 'M').Append(frame.Point(Points[i]));
        }
        if (path.Length > 0)
            canvas.Stroke(path.ToString(), Paint, Width, Dash, more, Title);
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y) => canvas.Line(x, y + 5, x + 20, y + 5, Paint, 2, Dash);
}

/// <summary>The area between two lines.</summary>
internal sealed record BandLayer(IReadOnlyList<(double X, double Y)> Lower, IReadOnlyList<(double X, double Y)> Upper) : ChartLayer
{
    private const string Look = "fill-opacity=\"0.18\"";

    public override IEnumerable<(double X, double Y)> Extent => Lower.Concat(Upper);

    public override void Draw(SvgCanvas canvas, ChartFrame frame)
    {
        var known = Lower.Zip(Upper).Where(pair => frame.CanShow(pair.First) && frame.CanShow(pair.Second)).ToArray();
        if (known.Length == 0)
            return;
        var outline = known.Select(pair => frame.Point(pair.Second)).Concat(known.Reverse().Select(pair => frame.Point(pair.First)));
        // A band of one step would be no area: it is as wide as a line.
        var edge = known.Length == 1 ? $" stroke=\"{canvas.Theme[Paint]}\" stroke-opacity=\"0.3\" stroke-width=\"4\"" : "";
        canvas.Area($"M{string.Join('L', outline)}Z", Paint, Look + edge);
    }

    public override void DrawKey(SvgCanvas canvas, double x, double y) => canvas.Rectangle(x, y, 20, 10, Paint, Look);
}
