using MLNetDeep.Reports;
using MLNetDeep.Tests.Reports;

namespace MLNetDeep.AutoML.Tests.Reports;

public sealed class StudyReportTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(60, 1360, false)]
    [InlineData(60, 1360, true)]
    [InlineData(60, 390, false)]
    [InlineData(500, 1360, false)]
    public void Shows_all_of_a_study(int count, int width, bool isDark)
    {
        var report = StudyReport.Of(MadeUpStudies.Of(count));
        Assert.Equal(["Course", "Trials", "Options", "Trials as they ran", "Best: trial", "Failures", "Environment"],
            report.SectionTitles.Select(title => title.StartsWith("Best: trial ", StringComparison.Ordinal) ? "Best: trial" : title));
        var titles = Open(report, width, isDark).Charts.Select(chart => chart.Title).ToArray();
        string[] expected =
        [
            "Scores", "Pareto front", "Importance", "Options and scores", "Timeline", "Scores by epoch", "Folds of the best trials",
            "Confusion matrix", "ROC curve", "Precision and recall", "Calibration", "Probabilities given",
        ];
        Assert.Equal(expected, titles.Where(title => !title.StartsWith('e')));
        // The option that the scores were made from explains most.
        Assert.Equal("e1.LearningRate", titles.First(title => title.StartsWith("e1", StringComparison.Ordinal)));
        Assert.True(report.ToHtml().Length < 3_000_000, "the report is small enough to send");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_study_that_has_only_begun_is_shown_too(int count)
    {
        var waiting = new Trial { Number = count, State = TrialState.Waiting, ParameterJson = "{}", Origin = "enqueued" };
        var running = MadeUpStudies.Trial(count + 1) with
        {
            State = TrialState.Running,
            EndedAt = null,
            Score = null,
            Objectives = [],
            Folds = [],
        };
        var study = MadeUpStudies.Of(count);
        study = new StudySnapshot(MadeUpStudies.Definition, count == 0 ? [] : [.. study.Trials, waiting, running]);
        var report = StudyReport.Of(study);
        Assert.Equal("Course", report.SectionTitles[0]);
        Open(report, check: count > 0);
        Assert.Contains(count == 0 ? "No trial has a score yet." : "▶ running", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_reasons_stay_text()
    {
        var html = StudyReport.Of(MadeUpStudies.Of(20)).ToHtml();
        Assert.Contains("<h1>churn &lt;b&gt;&amp;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("lower the &lt;learning&gt; rate.", html, StringComparison.Ordinal);
        Assert.Contains("1 &lt; 2; // &lt;b&gt;", html, StringComparison.Ordinal);
    }

    private PageView Open(HtmlReport report, int width = 1360, bool isDark = false, bool check = true)
    {
        var path = Path.Combine(_folder.FullName, "study.html");
        report.Save(path);
        var view = fixture.Browser.Open(new Uri(path).AbsoluteUri, width, isDark);
        return check ? view.IsWhole() : view;
    }
}
