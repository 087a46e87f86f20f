namespace MLNetDeep.Plots;

/// <summary>Layers over two axes: lines, bands, points, bars.</summary>
internal sealed record Chart(IReadOnlyList<ChartLayer> Layers) : SvgPlot
{
    private const double RowHeight = 24;

    /// <summary>The horizontal axis.</summary>
    public AxisSpec X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public AxisSpec Y { get; init; } = new();

    /// <summary>The names in the order of the legend; null for the order of the layers.</summary>
    public IReadOnlyList<string>? Legend { get; init; }

    /// <summary>Height for a width of 1, on a page.</summary>
    public double Aspect { get; init; } = 0.6;

    internal override int HeightAt(int width)
    {
        if (Y.Categories is { } names)
            return (int)((names.Count * RowHeight) + 56 + (LegendNames.Length > 1 ? 26 : 0));
        return (int)Math.Clamp(width * Aspect, 200, Aspect > 0.7 ? 460 : 330);
    }

    internal override void Validate(OptionRules rules) => rules.Require(Layers.Count > 0, nameof(Layers), "at least one", Layers);

    internal override void Draw(SvgCanvas canvas)
    {
        var points = Layers.SelectMany(layer => layer.Extent).Where(point => X.CanShow(point.X) && Y.CanShow(point.Y)).ToArray();
        var yAxis = Y.Over(points.Select(point => point.Y), Math.Max(3, Height / 70), reachesMarks: true);
        var left = 8 + canvas.Theme.Left + Math.Min(Width * 0.4, yAxis.Marks.Max(mark => SvgCanvas.WidthOf(mark.Text)));
        var right = Width - canvas.Theme.Right;
        var top = Title.Length == 0 ? canvas.Theme.Top : 38;
        var legendLeft = Y.Categories is null ? left : 8 + canvas.Theme.Left;
        if (LegendNames.Length > 1)
            top = DrawLegend(canvas, legendLeft, top, right);
        if (Title.Length > 0)
            canvas.Title(Title, 14);
        if (Y.Name.Length > 0)
        {
            canvas.Text(canvas.Theme.Left, top + 2, "start", Y.Name, Paint.Grey);
            top += 16;
        }
        // Dates are longer than numbers.
        var room = Math.Max(2, (int)((right - left) / (X.Times is null ? 60 : 86)));
        var xAxis = X.Over(points.Select(point => point.X), room, reachesMarks: Y.Categories is not null);
        var isNamed = X.Times is not null || X.Name.Length > 0;
        var frame = new ChartFrame(X, Y, xAxis, yAxis) { Left = left, Right = right, Top = top, Bottom = Height - (isNamed ? 44 : 26) };
        DrawVerticalAxis(canvas, frame);
        DrawHorizontalAxis(canvas, frame);
        foreach (var layer in Layers)
            layer.Draw(canvas, frame);
    }

    private string[] LegendNames =>
    [
        .. (Legend ?? [.. Layers.Select(layer => layer.Name).Distinct()])
            .Where(name => name.Length > 0 && Layers.Any(layer => layer.Name == name)),
    ];

    private double DrawLegend(SvgCanvas canvas, double left, double top, double right)
    {
        var x = left;
        foreach (var name in LegendNames)
        {
            var item = Layers.First(layer => layer.Name == name);
            var text = SvgCanvas.Cut(name, right - left - 34);
            var length = 34 + SvgCanvas.WidthOf(text);
            if (x > left && x + length > right)
                (x, top) = (left, top + 18);
            if (item is not BandLayer && Layers.OfType<BandLayer>().FirstOrDefault(band => band.Paint == item.Paint) is { } band)
                band.DrawKey(canvas, x, top);
            item.DrawKey(canvas, x, top);
            canvas.Text(x + 26, top + 9, "start", text);
            x += length + 16;
        }
        return top + 26;
    }

    private void DrawVerticalAxis(SvgCanvas canvas, ChartFrame frame)
    {
        foreach (var (value, text) in frame.YAxis.Marks)
        {
            var y = Y.Categories is null
                ? frame.Bottom - (frame.YAxis.ShareOfMark(value) * (frame.Bottom - frame.Top))
                : frame.Y(value);
            if (Y.Categories is null)
                canvas.Line(frame.Left, y, frame.Right, y, Paint.Pale);
            var shown = SvgCanvas.Cut(text, frame.Left - 8);
            canvas.Text(frame.Left - 8, y + 4, "end", shown, title: shown == text ? null : text);
        }
    }

    private void DrawHorizontalAxis(SvgCanvas canvas, ChartFrame frame)
    {
        var width = frame.Right - frame.Left;
        var marks = frame.XAxis.Marks;
        var every = 1;
        if (X.Categories is { } names)
            every = Math.Max(1, (int)Math.Ceiling(marks.Count * Math.Min(60, 8 + names.Max(SvgCanvas.WidthOf)) / width));
        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, Paint.Grey);
        for (var i = 0; i < marks.Count; i += every)
        {
            var x = frame.Left + (frame.XAxis.ShareOfMark(marks[i].Value) * width);
            if (Y.Categories is not null)
                canvas.Line(x, frame.Top, x, frame.Bottom, Paint.Pale);
            canvas.Line(x, frame.Bottom, x, frame.Bottom + 5, Paint.Grey);
            var text = X.Categories is null ? marks[i].Text : SvgCanvas.Cut(marks[i].Text, (width / marks.Count * every) - 4);
            canvas.Text(x, frame.Bottom + 19, "middle", text, title: text == marks[i].Text ? null : marks[i].Text);
        }
        var name = X.Times is null ? X.Name : Ticks.Span(frame.XAxis.Low, frame.XAxis.High);
        if (name.Length > 0)
            canvas.Text((frame.Left + frame.Right) / 2, frame.Bottom + 37, "middle", name, Paint.Grey);
    }
}
