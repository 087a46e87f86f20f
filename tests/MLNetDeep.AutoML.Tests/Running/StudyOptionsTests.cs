using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNetDeep.Comparison;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Running;

public sealed class StudyOptionsTests
{
    private static readonly StudyOptions Good = Studies.Options(Studies.Deep());

    [Fact]
    public void Every_violation_is_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => new Study(Good with
        {
            Name = "",
            Data = null,
            FoldCount = 1,
            RepeatCount = 0,
            TrialCount = 0,
            MaximumTime = TimeSpan.Zero,
            Patience = 0,
            MaximumTrialTime = TimeSpan.Zero,
            MaximumEpochCount = 0,
            MaximumTrialMegabytes = 0,
            WorkerCount = 0,
            ThreadCountPerTrial = 0,
            CoreCount = 0,
            MemoryBudgetMegabytes = 0,
            ProposalDelay = -1,
            Storage = "",
            Objectives = [StudyObjective.ModelBytes],
        }));
        Assert.Equal(
            "StudyOptions.Name must be not empty, but was ''. "
            + "StudyOptions.Data must be given, or DataFactory be given, not both, but was null. "
            + "StudyOptions.FoldCount must be at least 2, but was 1. "
            + "StudyOptions.RepeatCount must be at least 1, but was 0. "
            + "StudyOptions.Objectives must be different objectives with Score first, but was [ModelBytes]. "
            + "StudyOptions.ProposalDelay must be null or at least 0, but was -1. "
            + "StudyOptions.TrialCount must be null or at least 1, but was 0. "
            + "StudyOptions.MaximumTime must be null or above 0, but was 00:00:00. "
            + "StudyOptions.Patience must be null or at least 1, but was 0. "
            + "StudyOptions.MaximumTrialTime must be null or above 0, but was 00:00:00. "
            + "StudyOptions.MaximumEpochCount must be null or at least 1, but was 0. "
            + "StudyOptions.MaximumTrialMegabytes must be null or at least 1, but was 0. "
            + "StudyOptions.WorkerCount must be null or at least 1, but was 0. "
            + "StudyOptions.ThreadCountPerTrial must be at least 1, but was 0. "
            + "StudyOptions.CoreCount must be null or at least 1, but was 0. "
            + "StudyOptions.MemoryBudgetMegabytes must be null or at least 1, but was 0. "
            + "StudyOptions.Storage must be null or not empty, but was ''.",
            error.Message);
    }

    [Fact]
    public void An_unknown_metric_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<ArgumentException>(() => new Study(Good with { Metric = "acuracy" }));
        Assert.Equal(
            "StudyOptions.Metric must be null or one of AUC, accuracy, F1, log-loss (nearest: accuracy), but was 'acuracy'.",
            error.Message);
    }

    [Fact]
    public void A_space_without_a_choice_is_refused()
    {
        var pipeline = new MLContext(1).Transforms.NormalizeMinMax("Features", "Raw").Append(
            new SweepableEstimator((context, _) => Studies.Network(context), new SearchSpace()));
        var error = Assert.Throws<ArgumentException>(() => new Study(Good with { Pipeline = pipeline }));
        Assert.Equal(
            "StudyOptions.Pipeline must be one with something to choose in its search space, but was 'a space without an option of "
            + "several values'.",
            error.Message);
    }

    [Fact]
    public void A_study_that_nothing_ends_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Study(Good with { TrialCount = null }));
        Assert.Equal(
            "StudyOptions.TrialCount must be given where neither MaximumTime nor Patience ends the study, but was null.", error.Message);
    }

    [Fact]
    public void A_split_has_a_number_of_folds_of_its_own()
    {
        var split = new RandomSplit { FoldCount = 1 };
        var error = Assert.Throws<ArgumentException>(() => new Study(Good with { Split = split, RepeatCount = 2 }));
        Assert.Equal(
            "StudyOptions.FoldCount must be left alone when Split has a number of folds of its own, but was 3. "
            + "StudyOptions.RepeatCount must be left alone when Split is given, but was 2. "
            + "StudyOptions.Split.FoldCount must be at least 2, but was 1.",
            error.Message);
    }

    [Fact]
    public void Rows_that_do_not_allow_the_folds_are_refused_before_anything_runs()
    {
        Assert.Equal(
            "RandomSplit.FoldCount must be at most the number of rows, which is 240, but was 241.",
            Assert.Throws<ArgumentException>(() => (Good with { FoldCount = 241 }).Run()).Message);
        Assert.Equal(
            "Could not find label column 'Churn' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => (Good with { Task = ComparisonTask.Binary("Churn") }).Run()).Message);
        Assert.Equal(
            "Could not find sampling key column 'Customer' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => (Good with { SamplingKeyColumnName = "Customer" }).Run()).Message);
    }

    [Fact]
    public void Groups_that_a_split_would_part_are_refused()
    {
        StudyOptions options = Good with { FoldCount = 5, Split = new RandomSplit { FoldCount = 3 }, SamplingKeyColumnName = "Group" };
        string message = Assert.Throws<ArgumentException>(() => options.Run()).Message;
        Assert.Matches(
            @"^Fold 1 of 3 has \d+ groups of column 'Group' on both sides, such as that of row \d+ to learn from and row \d+ to test on: "
            + "a model would know what it is tested on. GroupedSplit keeps groups together.$",
            message);
        options = Good with { FoldCount = 5, Split = new FixedSplit(Good.Data!), SamplingKeyColumnName = "Group" };
        message = Assert.Throws<ArgumentException>(() => options.Run()).Message;
        Assert.StartsWith("Fold 1 of 1 has 60 groups of column 'Group' on both sides", message, StringComparison.Ordinal);
        StudyResult apart = (Good with { SamplingKeyColumnName = "Group", TrialCount = 1 }).Run();
        Assert.All(apart.OutOfFoldPredictions, fold => Assert.Equal(0, fold.Rows.Count % 4));
    }

    [Fact]
    public void Progress_and_monitor_hear_of_everything()
    {
        var heard = new List<StudyProgress>();
        var monitor = new Listener();
        var pipeline = Studies.Choices(
            (context, choice) => choice == 1 ? throw new IOException("Gone.") : Studies.Network(context, 1 + choice), 4);
        StudyResult result = (Studies.Options(pipeline, 3) with
        {
            Enqueue = [Studies.Choice(0), Studies.Choice(1), Studies.Choice(3)],
            Progress = new Heard(heard),
            Monitor = monitor,
        }).Run();
        StudyProgress last = heard[^1];
        Assert.Equal((3, 3, 2, 1, 0), (last.TrialCount, last.DoneCount, last.CompletedCount, last.FailedCount, last.RunningCount));
        Assert.Equal((1, 0, null), (heard[0].RunningCount, heard[0].DoneCount, heard[0].Best));
        Assert.Equal(TimeSpan.Zero, last.TimeLeft);
        Assert.Equal(result.Best!.Score, last.Best!.Score);
        string[] expected = ["running 0", "completed 0", "best 0", "running 1", "failed 1: IOException: Gone.", "running 2", "completed 2"];
        Assert.Equal(result.Best.Number == 2 ? [.. expected, "best 2"] : expected, monitor.Heard);
    }

    [Fact]
    public void The_leaderboard_fits_a_terminal()
    {
        StudyResult result = Studies.Options(Studies.Mixed(), 3).Run();
        string[] lines = result.ToText().Split(Environment.NewLine);
        Assert.Equal("  # trial      AUC     ± sd   fit s epochs  setting", lines[0]);
        Assert.Equal("3 trials: 3 completed, 0 pruned, 0 failed", lines[^1]);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        string score = result.Best!.Score!.Value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith($"  1 {result.Best.Number,5} {score,8}", lines[1], StringComparison.Ordinal);
        // The trainer and its own settings, not those of the other one.
        Assert.All(lines[1..4], line => Assert.Matches("  (e1 (width|rate)=.* (width|rate)=.*|e2 leaves=[0-9]+)$", line));
    }

    private sealed class Heard(List<StudyProgress> list) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => list.Add(value);
    }

    private sealed class Listener : IMonitor
    {
        public List<string> Heard { get; } = [];

        public void ReportBestTrial(TrialResult result) => Heard.Add($"best {result.TrialSettings.TrialId}");

        public void ReportCompletedTrial(TrialResult result) => Heard.Add($"completed {result.TrialSettings.TrialId}");

        public void ReportFailTrial(TrialSettings settings, Exception? exception = null) =>
            Heard.Add($"failed {settings.TrialId}: {exception?.Message}");

        public void ReportRunningTrial(TrialSettings settings) => Heard.Add($"running {settings.TrialId}");
    }
}
