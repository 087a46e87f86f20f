namespace MLNetDeep.Plots;

/// <summary>Several pictures in one, row by row, all of one size.</summary>
/// <param name="Plots">The pictures; their own sizes do not count.</param>
public sealed record PlotGrid(IReadOnlyList<SvgPlot> Plots) : SvgPlot
{
    private const int TitleHeight = 34;

    /// <summary>How many pictures stand beside each other.</summary>
    /// <value>Default 2. At least 1.</value>
    public int ColumnCount { get; init; } = 2;

    internal override void Validate(OptionRules rules)
    {
        rules.Require(Plots is { Count: > 0 }, nameof(Plots), "at least one", Plots);
        rules.Require(ColumnCount >= 1, nameof(ColumnCount), "at least 1", ColumnCount);
        foreach (var plot in Plots)
            plot.Validate(rules);
    }

    internal override void Draw(SvgCanvas canvas)
    {
        var rowCount = (Plots.Count + ColumnCount - 1) / ColumnCount;
        var top = Title.Length == 0 ? 0 : TitleHeight;
        var (width, height) = (Width / ColumnCount, (Height - top) / rowCount);
        if (Title.Length > 0)
            canvas.Title(Title, 15);
        for (var i = 0; i < Plots.Count; i++)
        {
            canvas.OpenAt(i % ColumnCount * width, top + (i / ColumnCount * height));
            (Plots[i] with { Width = width, Height = height }).Draw(canvas);
            canvas.Close();
        }
    }
}
