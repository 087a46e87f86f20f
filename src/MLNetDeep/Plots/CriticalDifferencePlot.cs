using MLNetDeep.Comparison;

namespace MLNetDeep.Plots;

/// <summary>
/// Draws the mean ranks of candidates over several data sets; a bar joins those that do not differ by more than chance (Demšar,
/// "Statistical
/// comparisons of classifiers over multiple data sets", Journal of Machine Learning Research 7, 2006).
/// </summary>
/// <param name="Ranking">The ranking.</param>
public sealed record CriticalDifferencePlot(DataSetRanking Ranking) : SvgPlot
{
    private const int TitleHeight = 34;

    internal override int HeightAt(int width) => Top + Ranks.HeightAt(width);

    internal override void Validate(OptionRules rules) => rules.Require(Ranking is not null, nameof(Ranking), "given", Ranking);

    internal override void Draw(SvgCanvas canvas)
    {
        if (Title.Length > 0)
            canvas.Title(Title, 15);
        canvas.OpenAt(0, Top);
        (Ranks with { Width = Width, Height = Height - Top }).Draw(canvas);
        canvas.Close();
    }

    private int Top => Title.Length == 0 ? 0 : TitleHeight;

    private RankPlot Ranks => new(
        [.. Ranking.Candidates.Select(candidate => (candidate.Name, candidate.AverageRank))],
        [.. Ranking.Groups.Select(group => (Rank(group.Start.Value), Rank(group.End.Value - 1)))])
    {
        CriticalDifference = Ranking.CriticalDifference,
    };

    private double Rank(int position) => Ranking.Candidates[position].AverageRank;
}
