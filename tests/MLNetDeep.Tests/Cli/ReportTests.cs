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
    }
}
