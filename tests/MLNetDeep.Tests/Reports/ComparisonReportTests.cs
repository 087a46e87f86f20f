using Microsoft.ML;
using MLNetDeep.Comparison;
using MLNetDeep.Reports;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Reports;

public sealed class ComparisonReportTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_regression_is_reported_with_the_residuals_of_the_best()
    {
        var label = nameof(Tables.Row.Value);
        var result = TrainerComparison.Run(_ml, Tables.View(_ml), ComparisonTask.Regression(label),
        [
            new("<MLP>", _ml.Regression.Trainers.Mlp(Tables.Small(label))),
            new("FastTree", _ml.Regression.Trainers.FastTree(label, numberOfTrees: 10)),
        ], new ComparisonOptions { FoldCount = 3 });
        var report = result.ToReport(new ComparisonReportOptions { DataName = "rows.csv" });
        Assert.Equal(["Verdict", "Candidates", "Folds", $"{result.Candidates[0].Name} out of fold", "Environment"], report.SectionTitles);
        var html = report.ToHtml();
        Assert.Contains(Html.Escape(result.Verdict.Text), html, StringComparison.Ordinal);
        Assert.Contains("&lt;MLP&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<MLP>", html, StringComparison.Ordinal);
        Assert.Contains("rows.csv · 200 rows · ", html, StringComparison.Ordinal);
        Assert.Equal(["R²", "RMSE", "MAE", "Predicted against true"], Open(report).Charts.Take(4).Select(chart => chart.Title));
    }

    [Fact]
    public void Ranks_over_data_sets_are_drawn_with_their_critical_difference()
    {
        var ranking = DataSetRanking.Create(["one", "two", "three"], ["a", "b", "c", "d", "e", "f"],
            [[0.9, 0.8, 0.1], [0.9, 0.7, 0.2], [0.8, 0.9, 0.3], [0.95, 0.9, 0.2], [0.9, 0.6, 0.5], [0.7, 0.6, 0.1]],
            new Metric("AUC", true));
        var report = ranking.ToReport();
        Assert.Equal("Ranking", report.Kind);
        Assert.Equal(["Critical differences"], Open(report).Charts.Select(chart => chart.Title));
        Assert.Contains("critical difference 1.35", report.ToHtml(), StringComparison.Ordinal);
    }

    private PageView Open(HtmlReport report)
    {
        report.Save(_folder.At("report.html"));
        return fixture.Browser.Open(new Uri(_folder.At("report.html")).AbsoluteUri).IsWhole();
    }
}
