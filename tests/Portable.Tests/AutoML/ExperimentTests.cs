using Microsoft.ML.AutoML;

namespace Portable.Tests.AutoML;

public sealed class ExperimentTests
{
    [Fact]
    public void The_smallest_loss_wins_and_none_is_nan()
    {
        double[] losses = [3, double.NaN, 1, 2];
        var trials = new Trials((id, _) => losses[id]);
        Assert.Equal(1, trials.Experiment().SetMaxModelToExplore(4).Run().Loss);
        Assert.Equal(["best 0", "best 2"], trials.Events.Where(text => text.StartsWith("best")));
    }

    [Fact]
    public void Only_nan_is_no_result()
    {
        var trials = new Trials((_, _) => double.NaN);
        var error = Assert.Throws<TimeoutException>(() => Unwrapped(trials.Experiment().SetMaxModelToExplore(2).Run));
        Assert.Equal("Training time finished without completing a successful trial. "
            + "Either no trial completed or the metric for all completed trials are NaN or Infinity", error.Message);
    }

    [Fact]
    public void A_first_failure_ends_the_experiment_and_a_later_one_counts()
    {
        var trials = new Trials((id, _) => id == 1 ? throw new InvalidOperationException("no luck") : id);
        Assert.Equal(0, trials.Experiment().SetMaxModelToExplore(3).Run().Loss);
        Assert.Equal(
            [
                "running 0", "completed 0", "told 0 0", "best 0", "running 1", "failed 1 no luck", "told 1 worst",
                "running 2", "completed 2", "told 2 2",
            ],
            trials.Events);

        trials = new Trials((_, _) => throw new InvalidOperationException("no luck"));
        var error = Assert.Throws<InvalidOperationException>(() => Unwrapped(trials.Experiment().SetMaxModelToExplore(3).Run));
        Assert.Equal("no luck", error.Message);
        Assert.Equal(["running 0", "failed 0 no luck", "told 0 worst"], trials.Events);
    }

    [Fact]
    public async Task Cancelled_in_a_trial_it_gives_the_best_so_far()
    {
        using var source = new CancellationTokenSource();
        var trials = new Trials((id, ct) =>
        {
            if (id == 2)
                source.Cancel();
            ct.ThrowIfCancellationRequested();
            return id;
        });
        Assert.Equal(0, (await trials.Experiment().RunAsync(source.Token)).Loss);
        Assert.Equal("running 2", trials.Events[^1]); // neither failed nor told

        await Assert.ThrowsAsync<TimeoutException>(() => trials.Experiment().RunAsync(source.Token));
    }

    [Fact]
    public void Time_cancels_the_trial_that_runs()
    {
        var trials = new Trials((id, ct) => id == 0 ? 5 : ct.WaitHandle.WaitOne() ? throw new OperationCanceledException() : 0);
        Assert.Equal(5, trials.Experiment().SetTrainingTimeInSeconds(1).Run().Loss);
        Assert.Equal("running 1", trials.Events[^1]);
    }

    [Fact]
    public void Too_much_memory_cancels_the_trial_and_ends_the_experiment()
    {
        var trials = new Trials((_, ct) => ct.IsCancellationRequested ? throw new OperationCanceledException() : 1);
        var experiment = trials.Experiment().SetMaxModelToExplore(9).SetMaximumMemoryUsageInMegaByte(1);
        Assert.Throws<TimeoutException>(() => Unwrapped(experiment.Run));
        Assert.Equal(["running 0"], trials.Events);
    }

    [Fact]
    public void Performance_is_measured()
    {
        var trials = new Trials((id, _) => id);
        var best = trials.Experiment().SetMaxModelToExplore(1).SetPerformanceMonitor(10).Run();
        Assert.InRange(best.PeakMemoryInMegaByte!.Value, 1, 1e6);
        Assert.NotNull(best.PeakCpu);
        Assert.InRange(best.TrialSettings.EndedAtUtc!.Value, best.TrialSettings.StartedAtUtc, DateTime.UtcNow);
    }

    [Fact]
    public void A_pipeline_takes_the_place_of_monitor_runner_and_tuner()
    {
        var trials = new Trials((id, _) => id);
        var ml = new Microsoft.ML.MLContext(1);
        var pipeline = ml.Auto().Regression(useLgbm: false, useFastTree: false, useFastForest: false);
        var experiment = trials.Experiment().SetPipeline(pipeline).SetMaxModelToExplore(1);
        Assert.ThrowsAny<Exception>(experiment.Run); // it has no rows: the runner is the pipeline's
        Assert.Empty(trials.Events);
        Assert.Equal(0, experiment.SetTrialRunner(trials).SetTuner(trials).SetMonitor(trials).Run().Loss);
    }

    private static T Unwrapped<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (AggregateException e)
        {
            throw e.InnerException!;
        }
    }
}
