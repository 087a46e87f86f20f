using System.Globalization;

namespace MLNetDeep.Plots;

/// <summary>
/// Mean ranks on an axis, those joined by a bar whose difference may be chance (Demšar, "Statistical comparisons of classifiers over
/// multiple data sets", JMLR 7, 2006).
/// </summary>
/// <param name="Ranks">Name and mean rank of each.</param>
/// <param name="Groups">The first and last rank of each group that is not told apart.</param>
internal sealed record RankPlot(IReadOnlyList<(string Name, double Rank)> Ranks, IReadOnlyList<(double First, double Last)> Groups)
    : SvgPlot
{
    private const double AxisY = 46;
    private const double LineHeight = 22;

    /// <summary>Ranks that differ by less are not told apart; null where there is no one such number.</summary>
    public double? CriticalDifference { get; init; }

    private int SideCount => (Ranks.Count + 1) / 2;

    private double GroupHeight => 12 + (Groups.Count * 9);

    internal override int HeightAt(int width) => (int)(AxisY + GroupHeight + (SideCount * LineHeight) + 14);

    internal override void Validate(OptionRules rules) => rules.Require(Ranks.Count >= 2, nameof(Ranks), "at least two", Ranks.Count);

    internal override void Draw(SvgCanvas canvas)
    {
        var sorted = Ranks.OrderBy(rank => rank.Rank).ToArray();
        var side = Math.Min(Width * 0.32, 16 + sorted.Max(rank => SvgCanvas.WidthOf(rank.Name + " 0.00")));
        double X(double rank) => side + ((rank - 1) / Math.Max(1, Ranks.Count - 1) * (Width - (2 * side)));
        canvas.Line(X(1), AxisY, X(Ranks.Count), AxisY, Paint.Ink);
        for (var rank = 1; rank <= Ranks.Count; rank++)
        {
            canvas.Line(X(rank), AxisY - 6, X(rank), AxisY, Paint.Ink);
            canvas.Text(X(rank), AxisY - 11, "middle", $"{rank}");
        }
        if (CriticalDifference is { } difference && difference <= Ranks.Count - 1)
        {
            canvas.Line(X(1), 10, X(1 + difference), 10, Paint.Grey, 2);
            canvas.Text(X(1 + difference) + 6, 14, "start", string.Create(
                CultureInfo.InvariantCulture, $"critical difference {difference:0.00}"), Paint.Grey);
        }
        for (var i = 0; i < Groups.Count; i++)
        {
            var y = AxisY + 10 + (i * 9);
            canvas.Line(X(Groups[i].First) - 3, y, X(Groups[i].Last) + 3, y, Paint.Series(0), 4);
        }
        for (var i = 0; i < sorted.Length; i++)
        {
            var isLeft = i < SideCount;
            var line = isLeft ? i : sorted.Length - 1 - i;
            DrawName(canvas, sorted[i], X(sorted[i].Rank), isLeft, AxisY + GroupHeight + (line * LineHeight) + 12, side);
        }
    }

    private void DrawName(SvgCanvas canvas, (string Name, double Rank) item, double x, bool isLeft, double y, double side)
    {
        var edge = isLeft ? side - 6 : Width - side + 6;
        canvas.Stroke($"M{SvgCanvas.Point(x, AxisY)}L{SvgCanvas.Point(x, y)}L{SvgCanvas.Point(edge, y)}", Paint.Grey, 1.2);
        var name = SvgCanvas.Cut(item.Name, side - 11 - SvgCanvas.WidthOf(" 0.00"));
        var text = string.Create(CultureInfo.InvariantCulture, $"{name} {item.Rank:0.00}");
        canvas.Text(isLeft ? edge - 5 : edge + 5, y + 4, isLeft ? "end" : "start", text, title: item.Name);
    }
}
