using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Running;

public sealed class StudyTests
{
    [Fact]
    public void A_study_measures_all_folds_and_keeps_what_was_predicted()
    {
        StudyResult result = Studies.Options(Studies.Mixed(), 6).Run();
        Assert.Equal(StudyStopReason.TrialCountReached, result.StopReason);
        Assert.Equal([0, 1, 2, 3, 4, 5], result.Trials.Select(trial => trial.Number));
        Assert.All(result.Trials, trial =>
        {
            Assert.Equal(TrialState.Completed, trial.State);
            Assert.Equal("RandomTuner", trial.Origin);
            Assert.Equal([0, 1, 2], trial.Folds.Select(fold => fold.Fold));
            Assert.Equal(trial.Folds.Average(fold => fold.Values[0]), trial.Score);
            Assert.Equal([trial.Score!.Value], trial.Objectives);
            Assert.All(trial.Folds, fold => Assert.True(fold.FitTime > TimeSpan.Zero && fold.PredictTimePerRow > TimeSpan.Zero));
            Assert.All(trial.Folds, fold => Assert.True(fold.ModelByteCount > 100 && fold.PeakByteCount > 1e6));
            bool isDeep = trial.ParameterJson.Contains("\"e0 * e1\"", StringComparison.Ordinal);
            Assert.All(trial.Folds, fold => Assert.Equal(isDeep ? 4 : null, fold.EpochCount));
            Assert.Equal(isDeep ? 12 : 0, trial.Epochs.Count);
            var last = trial.Epochs.Where(epoch => epoch.Epoch == 4).Select(epoch => epoch.Value);
            if (isDeep)
                Assert.Equal(trial.Folds.Select(fold => fold.Values[0]), last, Near);
        });
        Assert.Equal(result.Trials.Max(trial => trial.Score), result.Best!.Score);
        Assert.True(result.Best.Score > 0.85, $"{result.Best.Score}");
        Assert.Null(result.Model);
        CheckPredictions(result);
    }

    private static void CheckPredictions(StudyResult result)
    {
        Assert.Equal(Enumerable.Range(0, 240), result.OutOfFoldPredictions.SelectMany(fold => fold.Rows).Order());
        StudyPredictions first = result.OutOfFoldPredictions[0];
        Assert.Equal((0, 1, 80), (first.Fold, first.Width, first.Scores.Count));
        Assert.All(first.Scores, score => Assert.InRange(score, 0, 1));
        double right = first.Scores.Zip(first.Labels, (score, label) => (score > 0.5f) == (label == 1) ? 1.0 : 0).Average();
        Assert.Equal(result.Best!.Folds[0].Values[1], right, 1e-9);
    }

    [Fact]
    public void The_same_trials_have_the_same_bits_whoever_runs_them_and_whatever_runs_beside()
    {
        StudyOptions options = Studies.Options(Studies.Mixed(), 8) with { ProposalDelay = 1, Tuner = null, WorkerCount = 1 };
        StudyResult alone = options.Run();
        StudyResult together = (options with { WorkerCount = 2, Pipeline = Studies.Mixed() }).Run();
        Assert.Equal(alone.Trials.Select(Bits), together.Trials.Select(Bits));
        Assert.Contains(alone.Trials, trial => trial.Epochs.Count > 0);
        Assert.Contains(alone.Trials, trial => trial.Epochs.Count == 0);
        Assert.Equal(2, together.Trials.Select(trial => trial.Worker).Distinct().Count());
    }

    [Fact]
    public void The_pruner_ends_trials_after_epochs_and_after_folds()
    {
        var pruner = new EndAt(Epoch: 2, Fold: 1);
        StudyResult result = (Studies.Options(Studies.Deep(), 3) with { Pruner = pruner }).Run();
        Assert.Equal(TrialState.Completed, result.Trials[0].State);
        Assert.Equal((TrialState.Pruned, "epoch 2 of 4 in fold 0"), (result.Trials[1].State, result.Trials[1].Reason));
        Assert.Equal(result.Trials[1].Epochs[^1].Value, result.Trials[1].Score);
        Assert.Equal(2, result.Trials[1].Epochs.Count);
        Assert.Equal((TrialState.Pruned, "2 folds"), (result.Trials[2].State, result.Trials[2].Reason));
        Assert.Equal(result.Trials[2].Folds.Average(fold => fold.Values[0]), result.Trials[2].Score);
        Assert.Equal(0, result.Best!.Number);
    }

    [Fact]
    public void A_grid_that_is_tried_whole_ends_the_study()
    {
        StudyOptions options = Studies.Options(Studies.Choices((context, choice) => Studies.Network(context, 1, 2 + choice), 3), 50);
        StudyResult result = (options with { Tuner = request => new GridTuner(request.Space), WorkerCount = 2 }).Run();
        Assert.Equal(StudyStopReason.SpaceExhausted, result.StopReason);
        Assert.Equal(3, result.Trials.Count);
        Assert.Equal(3, result.Trials.Select(trial => trial.ParameterJson).Distinct().Count());
    }

    [Fact]
    public void Failures_are_kept_with_their_reason_and_the_study_goes_on()
    {
        var pipeline = Studies.Choices((context, choice) => choice switch
        {
            1 => throw new InvalidOperationException("No such trainer.", new FormatException("Written badly.")),
            2 => new Before(Studies.Network(context), () => throw new IOException("The disk is gone.")),
            _ => Studies.Network(context),
        }, 4);
        StudyResult result = (Studies.Options(pipeline, 3) with
        {
            Enqueue = [Studies.Choice(1), Studies.Choice(0)],
            Portfolio = [Studies.Choice(2)],
        }).Run();
        Assert.Equal(["enqueued", "enqueued", "portfolio"], result.Trials.Select(trial => trial.Origin));
        Assert.Equal([TrialState.Failed, TrialState.Completed, TrialState.Failed], result.Trials.Select(trial => trial.State));
        Assert.Equal("InvalidOperationException: No such trainer. <- FormatException: Written badly.", result.Trials[0].Reason);
        Assert.Equal("IOException: The disk is gone.", result.Trials[2].Reason);
        Assert.Equal(1, result.Best!.Number);
        Assert.Equal([1, 0, 2], result.Ranking.Select(trial => trial.Number));
    }

    [Fact]
    public void A_study_whose_first_trials_all_fail_says_why()
    {
        var pipeline = Studies.Choices((_, choice) => throw new IOException(choice % 2 == 0 ? "Even." : "Odd."), 100);
        var error = Assert.Throws<InvalidOperationException>(() => Studies.Options(pipeline, 50).Run());
        Assert.StartsWith("All 5 trials of study 'study' failed. trials ", error.Message, StringComparison.Ordinal);
        Assert.Contains(": IOException: Even.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_no_number_loses()
    {
        // Trees without a calibrator give no probability, and so no log-loss.
        var pipeline = Studies.Choices((context, choice) => choice == 0
            ? context.BinaryClassification.Trainers.AveragedPerceptron()
            : Studies.Network(context), 2);
        StudyResult result = (Studies.Options(pipeline, 2) with
        {
            Metric = "log-loss",
            Enqueue = [Studies.Choice(0), Studies.Choice(1)],
        }).Run();
        Assert.Equal((TrialState.Failed, null), (result.Trials[0].State, result.Trials[0].Score));
        Assert.Equal("InvalidOperationException: log-loss of fold 1 of 3 is no number.", result.Trials[0].Reason);
        Assert.Equal(1, result.Best!.Number);
    }

    [Fact]
    public void A_trial_that_takes_too_long_fails()
    {
        var pipeline = Studies.Choices((context, choice) => Studies.Network(context, choice == 0 ? 1_000_000 : 2), 2);
        StudyResult result = (Studies.Options(pipeline, 2) with
        {
            Enqueue = [Studies.Choice(0), Studies.Choice(1)],
            MaximumTrialTime = TimeSpan.FromSeconds(1.5),
        }).Run();
        Assert.Equal(TrialState.Failed, result.Trials[0].State);
        Assert.Equal("A limit ended it: it took longer than 1.5 seconds.", result.Trials[0].Reason);
        Assert.Equal(TrialState.Completed, result.Trials[1].State);
    }

    [Fact]
    public void A_trial_that_takes_too_much_memory_fails()
    {
        var held = new List<byte[]>();
        var pipeline = Studies.Choices((context, choice) => new Before(Studies.Network(context, 100_000), () =>
        {
            byte[] block = new byte[200 << 20];
            Array.Fill(block, (byte)1);
            held.Add(block);
        }), 2);
        StudyOptions options = Studies.Options(pipeline, 1) with { MaximumTrialMegabytes = 100 };
        string message = Assert.Throws<InvalidOperationException>(() => options.Run()).Message;
        Assert.Matches(
            @"^All 1 trials of study 'study' failed\. trial 0: A limit ended it: the process grew by \d+ megabytes, and a trial may take "
            + @"100\.$",
            message);
        Assert.Single(held);
    }

    [Theory]
    [InlineData(40, null, 1)]
    [InlineData(100_000, null, 2)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 2, 2)]
    public void Trials_wait_while_memory_or_cores_are_used(int? megabytes, int? cores, int most)
    {
        int running = 0, seen = 0;
        var gate = new Lock();
        void Count(int change)
        {
            lock (gate)
                seen = Math.Max(seen, running += change);
        }

        var pipeline = Studies.Choices((context, choice) => new Before(
            new Before(Studies.Network(context, 2), () => Thread.Sleep(100)), () => Count(1), () => Count(-1)), 9);
        (Studies.Options(pipeline, 4) with { WorkerCount = 2, MemoryBudgetMegabytes = megabytes, CoreCount = cores }).Run();
        Assert.Equal(most, seen);
    }

    [Fact]
    public void Epochs_are_capped_by_the_study()
    {
        StudyResult result = (Studies.Options(Studies.Deep(), 1) with { MaximumEpochCount = 2 }).Run();
        Assert.All(result.Trials[0].Folds, fold => Assert.Equal(2, fold.EpochCount));
    }

    [Fact]
    public void A_study_ends_when_nothing_improves()
    {
        var pipeline = Studies.Choices((context, choice) => Studies.Network(context, choice == 0 ? 6 : 1, 2 + choice), 40);
        StudyResult result = (Studies.Options(pipeline, 40) with { Enqueue = [Studies.Choice(0)], Patience = 3 }).Run();
        Assert.Equal(StudyStopReason.NoImprovement, result.StopReason);
        Assert.Equal(result.Best!.Number + 4, result.Trials.Count);
    }

    [Fact]
    public void Importance_finds_the_option_that_matters()
    {
        var space = new SearchSpace
        {
            ["epochs"] = new UniformIntOption(1, 12),
            ["batch"] = new ChoiceOption("32", "33"),
        };
        var pipeline = new MLContext(1).Transforms.NormalizeMinMax("Features", "Raw").Append(new SweepableEstimator(
            (context, point) => Studies.Network(context, point["epochs"].AsType<int>()), space));
        StudyResult result = Studies.Options(pipeline, 10).Run();
        IReadOnlyList<ParameterImportance> importance = result.FindImportance();
        Assert.Equal("e1.epochs", importance[0].Name);
        Assert.True(importance[0].Share > 0.7, $"{importance[0].Share}");
        Assert.Empty(Studies.Options(pipeline, 2).Run().FindImportance());
    }

    [Fact]
    public void Several_objectives_make_a_front()
    {
        StudyResult result = (Studies.Options(Studies.Mixed(), 4) with
        {
            Objectives = [StudyObjective.Score, StudyObjective.ModelBytes, StudyObjective.FitSeconds, StudyObjective.PredictMicroseconds],
        }).Run();
        Trial best = result.Best!;
        Assert.Equal(best.Folds.Average(fold => (double)fold.ModelByteCount), best.Objectives[1]);
        Assert.Equal(best.Folds.Average(fold => fold.FitTime.TotalSeconds), best.Objectives[2]);
        Assert.Contains(best, result.ParetoFront);
        Assert.Contains(result.Trials.MinBy(trial => trial.Objectives[1]), result.ParetoFront);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-6;

    private static string Bits(Trial trial)
    {
        var values = trial.Folds.SelectMany(fold => fold.Values).Concat(trial.Epochs.Select(epoch => epoch.Value));
        return $"{trial.ParameterJson} {trial.Score:R} {string.Join(' ', values.Select(value => $"{value:R}"))}";
    }

    /// <summary>Prunes trial 1 after an epoch and trial 2 after a fold.</summary>
    private sealed record EndAt(int Epoch, int Fold) : Pruner
    {
        public override string? FindReason(PruningQuestion question)
        {
            Assert.Equal((true, 3, 0), (question.HigherIsBetter, question.FoldCount, question.Metric));
            Assert.DoesNotContain(question.Others, other => other.Number == question.Trial.Number);
            Assert.Equal(question.Trial.Number, question.Others.Count);
            return question switch
            {
                { Trial.Number: 1, IsFoldEnd: false } when question.Trial.Epochs[^1].Epoch == Epoch =>
                    $"epoch {Epoch} of {question.EpochCount} in fold {question.Trial.Epochs[^1].Fold}",
                { Trial.Number: 2, IsFoldEnd: true } when question.Trial.Folds[^1].Fold == Fold => $"{question.Trial.Folds.Count} folds",
                _ => null,
            };
        }
    }
}
