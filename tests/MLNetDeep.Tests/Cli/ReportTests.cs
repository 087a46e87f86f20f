using MLNetDeep.Tests.Reports;

namespace MLNetDeep.Tests.Cli;

/// <summary>Reports that commands write.</summary>
public sealed class ReportTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_reports_on_the_rows_held_out()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        var report = _folder.At("fit.html");
        string[] options = ["--label", "target", "--epochs", "5", "--preset", "Plain", "-o", _folder.At("m.zip"), "--report", report];
        var run = ToolRun.Of(["train", data, .. options]).Succeeded();
        Assert.Contains("Report written to", run.Out, StringComparison.Ordinal);
        Assert.Contains("t.csv · ", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Contains("true yes, predicted no: ", File.ReadAllText(report), StringComparison.Ordinal);
        var view = fixture.Browser.Open(new Uri(report).AbsoluteUri).IsWhole();
        Assert.Contains(view.Charts, chart => chart.Title == "ROC curve");
        ToolRun.Of("train", data, "--label", "target", "--report", _folder.At("none/fit.html"))
            .FailedWith($"Report file '{_folder.At("none/fit.html")}' cannot be written: its folder does not exist.");

        // The same of the saved model, without the rows held out.
        ToolRun.Of("report", _folder.At("m.zip"), "-o", _folder.At("again.html")).Succeeded();
        view = fixture.Browser.Open(new Uri(_folder.At("again.html")).AbsoluteUri).IsWhole();
        Assert.DoesNotContain(view.Charts, chart => chart.Title == "ROC curve");
    }

    [Fact]
    public void Compare_reports_on_all_candidates()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(150));
        var report = _folder.At("comparison.html");
        ToolRun.Of("compare", data, "--label", "target", "--folds", "3", "--epochs", "3", "--learning-curve", "0.5", "--report", report)
            .Succeeded();
        var view = fixture.Browser.Open(new Uri(report).AbsoluteUri).IsWhole();
        Assert.Equal(["AUC", "accuracy", "F1", "log-loss", "Learning curve", "ROC curve", "Precision and recall", "Calibration"],
            view.Charts.Take(8).Select(chart => chart.Title));
        var html = File.ReadAllText(report);
        Assert.Contains("corrected resampled t-test and signed ranks, after Holm", html, StringComparison.Ordinal);
    }
}
