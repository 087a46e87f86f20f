using System.Globalization;

namespace MLNetDeep.Plots;

/// <summary>One line of a <see cref="ParallelPlot"/>.</summary>
/// <param name="Number">What marks it on a page.</param>
/// <param name="Values">Its number on each axis; NaN where it has none.</param>
/// <param name="Title">What is told when it is pointed at.</param>
internal sealed record ParallelLine(int Number, IReadOnlyList<double> Values, string Title)
{
    /// <summary>Whether it is one of those to look at.</summary>
    public bool IsBest { get; init; }

    public string Dash { get; init; } = "";
}

/// <summary>Axes side by side, and a line over all of them for each thing that has a number on each.</summary>
/// <param name="Axes">The axes, at least two, with their names.</param>
/// <param name="Lines">The lines; the last lie on top.</param>
internal sealed record ParallelPlot(IReadOnlyList<AxisSpec> Axes, IReadOnlyList<ParallelLine> Lines) : SvgPlot
{
    private const double Top = 34;

    internal override int HeightAt(int width) => 330;

    internal override void Validate(OptionRules rules) => rules.Require(Axes.Count >= 2, nameof(Axes), "at least two", Axes.Count);

    internal override void Draw(SvgCanvas canvas)
    {
        var bottom = Height - 16.0;
        var axes = Axes.Select((spec, i) => spec.Over(Lines.Select(line => line.Values[i]), 6, reachesMarks: true)).ToArray();
        var left = canvas.Theme.Left + 12 + Math.Min(80, axes[0].Marks.Max(mark => SvgCanvas.WidthOf(mark.Text)));
        var last = canvas.Theme.Right + 12;
        var step = (Width - left - last) / (Axes.Count - 1);
        double X(int axis) => left + (axis * step);
        double Y(int axis, double value) => bottom - (axes[axis].Share(value) * (bottom - Top));

        canvas.Open("class=\"trials\"");
        foreach (var line in Lines)
            DrawLine(canvas, line, X, Y);
        canvas.Close();
        for (var i = 0; i < axes.Length; i++)
            DrawAxis(canvas, Axes[i], axes[i], X(i), i == axes.Length - 1 ? left : step, bottom, isLast: i == axes.Length - 1);
    }

    private void DrawLine(SvgCanvas canvas, ParallelLine line, Func<int, double> x, Func<int, double, double> y)
    {
        var points = new List<string>();
        for (var i = 0; i < Axes.Count; i++)
        {
            if (Axes[i].CanShow(line.Values[i]))
                points.Add(SvgCanvas.Point(x(i), y(i, line.Values[i])));
        }
        if (points.Count < 2)
            return;
        var (cssClass, paint, width) = line.IsBest ? ("trial best", Paint.Series(0), 2.0) : ("trial", Paint.Grey, 1.1);
        canvas.Open(string.Create(CultureInfo.InvariantCulture, $"class=\"{cssClass}\" data-trial=\"{line.Number}\""));
        canvas.Stroke("M" + string.Join('L', points), paint, width, line.Dash, title: line.Title);
        canvas.Close();
    }

    private static void DrawAxis(SvgCanvas canvas, AxisSpec spec, Axis axis, double x, double room, double bottom, bool isLast)
    {
        canvas.Line(x, Top, x, bottom, Paint.Grey);
        foreach (var (value, text) in Thin(axis.Marks))
        {
            var y = bottom - (axis.ShareOfMark(value) * (bottom - Top));
            var shown = SvgCanvas.Cut(text, Math.Max(40, room - 20));
            canvas.Line(x - 4, y, x, y, Paint.Grey);
            canvas.Text(x - 7, y + 4, "end", shown, more: "class=\"halo\"", title: shown == text ? null : text);
        }
        var name = SvgCanvas.Cut(spec.Name, Math.Max(60, room - 8));
        var title = name == spec.Name ? null : spec.Name;
        canvas.Text(x + (isLast ? 12 : 0), 14, isLast ? "end" : "middle", name, more: "font-weight=\"600\"", title: title);
    }

    // Names of categories that would lie upon each other are left out; pointing at a line tells them.
    private static IEnumerable<(double Value, string Text)> Thin(IReadOnlyList<(double Value, string Text)> marks)
    {
        var every = (marks.Count + 15) / 16;
        return marks.Where((_, i) => i % every == 0);
    }
}
