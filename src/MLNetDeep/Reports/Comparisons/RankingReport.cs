using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Makes the report of candidates ranked over several data sets.</summary>
internal static class RankingReport
{
    public static HtmlReport Of(DataSetRanking ranking)
    {
        var ranks = ranking.Candidates;
        var table = new ReportTable(
            [new("candidate"), new("mean rank", true), .. ranking.DataSetNames.Select(name => new Column(name, true))],
            [.. ranks.Select(one => new Row([one.Name, Cell.Of(one.AverageRank), .. one.Scores.Select(Cell.Of)]))])
        {
            IsSortable = true,
        };
        var figure = new Figure("Critical differences", new CriticalDifferencePlot(ranking))
        {
            Note = "1 is the best. A bar joins candidates whose difference may be chance (Nemenyi's test).",
        };
        var tests = $"Friedman's test says that the candidates are equal with p = {Numbers.Show(ranking.FriedmanPValue)}, "
            + $"Iman and Davenport's with p = {Numbers.Show(ranking.ImanDavenportPValue)}.";
        return new HtmlReport("Ranking", $"{ranks.Count} candidates on {ranking.DataSetNames.Count} data sets",
        [
            new ReportSection("ranks", "Mean ranks", [figure, new Callout("info", "●", tests), table])
            {
                Lead = $"By {ranking.MetricName}; each data set counts alike.",
            },
        ]);
    }
}
