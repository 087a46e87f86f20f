using System.Text.RegularExpressions;
using Microsoft.ML;
using MLNetDeep.Reports;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Reports;

public sealed class FitReportTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tells_the_course_the_findings_the_network_and_the_data()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml)).Model;
        var report = model.ToReport(new FitReportOptions { DataName = "rows.csv" });
        Assert.Equal("Mlp, binary classification", report.Title);
        Assert.Equal(["Findings", "Training", "Network", "Data and options", "Environment"], report.SectionTitles);
        var html = report.ToHtml();
        Assert.Contains($"The model carries the weights of epoch {model.History.BestEpoch}.", html, StringComparison.Ordinal);
        Assert.Contains("rows.csv · ", html, StringComparison.Ordinal);
        foreach (var finding in model.Findings)
            Assert.Contains(Html.Escape(finding.Advice), html, StringComparison.Ordinal);
        Assert.Contains("maximumEpochCount", html, StringComparison.Ordinal);
        var view = Open(report);
        Assert.Equal("Loss", view.Charts[0].Title);
        Assert.Contains($"at the best epoch, {model.History.BestEpoch}.", view.Charts[0].Label, StringComparison.Ordinal);
        Assert.Equal("Learning rate", view.Charts[^1].Title);
    }

    [Fact]
    public void Two_classes_held_out_are_measured_and_drawn()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(Tables.View(_ml));
        var scored = model.Transform(Tables.View(_ml, Tables.Rows(120, seed: 9)));
        var report = model.Model.ToReport(new FitReportOptions { ScoredRows = scored, ClassNames = ["no", "yes"] });
        var metrics = _ml.BinaryClassification.Evaluate(scored, nameof(Tables.Row.Flag));
        var area = MLNetDeep.Reports.Numbers.Show(metrics.AreaUnderRocCurve);
        Assert.Contains($"<dt>AUC</dt>\n<dd>{area}</dd>", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("120 rows that the model did not learn from.", report.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(["Confusion matrix", "ROC curve", "Precision and recall"], Open(report).Charts.Take(3).Select(chart => chart.Title));
        Assert.Contains("true yes, predicted no: ", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_classes_carry_their_own_names()
    {
        var model = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(Tables.Keyed(_ml));
        var report = model.Model.ToReport(new FitReportOptions { ScoredRows = model.Transform(Tables.Keyed(_ml)) });
        Assert.Equal(["Confusion matrix", "Most frequent confusions", "Classes found worst", "ROC curve", "Precision and recall"],
            Open(report).Charts.Take(5).Select(chart => chart.Title));
        Assert.Contains("true middle, predicted high: ", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_shows_what_it_misses()
    {
        var model = _ml.Regression.Trainers.Mlp(Tables.Small(nameof(Tables.Row.Value))).Fit(Tables.View(_ml));
        var report = model.Model.ToReport(new FitReportOptions { ScoredRows = model.Transform(Tables.View(_ml)), Title = "Mine" });
        Assert.Equal("Mine", report.Title);
        string[] titles =
            ["Predicted against true", "Residuals against predictions", "Distribution of the residuals", "Quantiles of the residuals"];
        Assert.Equal(titles, Open(report).Charts.Take(4).Select(chart => chart.Title));
    }

    [Fact]
    public void Whatever_columns_are_called_stays_text()
    {
        const string Hostile =
            "</script><img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script>&amp;'\u0001";
        var rows = _ml.Transforms.CopyColumns(Hostile, nameof(Tables.Row.Flag))
            .Append(_ml.Transforms.CopyColumns(Hostile + "2", nameof(Tables.Row.Weight)))
            .Append(_ml.Transforms.Concatenate("Features", Hostile + "2", nameof(Tables.Row.Value)));
        var view = Tables.View(_ml);
        var data = rows.Fit(view).Transform(view);
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small(Hostile) with { MaximumEpochCount = 2 }).Fit(data);
        var report = model.Model.ToReport(new FitReportOptions
        {
            Title = Hostile,
            DataName = Hostile,
            ScoredRows = model.Transform(data),
            ClassNames = [Hostile, Hostile + "3"],
        });
        var seen = Open(report, "document.title + '|' + document.querySelectorAll('img').length + '|' + document.scripts.length");
        Assert.Equal(Hostile.Replace('\u0001', '\uFFFD') + " – Fit|0|1", seen.Answer);
    }

    [Fact]
    public void Is_one_file_that_replaces_another_and_names_no_address()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { MaximumEpochCount = 1 }).Fit(Tables.View(_ml)).Model;
        var path = _folder.Write("fit.html", "before");
        model.ToReport().Save(path);
        var html = File.ReadAllText(path);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Equal(["fit.html"], _folder.FileNames);
        Assert.DoesNotMatch(new Regex("(https?:)?//[a-z]|@import|url\\(|(src|href)=\"(?!#|data:)", RegexOptions.IgnoreCase),
            html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.Contains("default-src 'none'; style-src 'sha256-", Html.Escape(html).Replace("&amp;apos;", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => model.ToReport().Save(_folder.At("no/where.html")));
        // One epoch is a point, not a line.
        Open(model.ToReport());
    }

    [Fact]
    public void Tells_what_it_cannot_report()
    {
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { MaximumEpochCount = 1 }).Fit(Tables.View(_ml));
        var scored = model.Transform(Tables.View(_ml));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            model.Model.ToReport(new FitReportOptions { ScoredRows = scored, LabelColumnName = "Truth" }));
        Assert.StartsWith("Could not find label column 'Truth'", error.Message, StringComparison.Ordinal);
    }

    private PageView Open(HtmlReport report, string? script = null)
    {
        var path = _folder.At("report.html");
        report.Save(path);
        return fixture.Browser.Open(new Uri(path).AbsoluteUri, script: script).IsWhole();
    }
}
