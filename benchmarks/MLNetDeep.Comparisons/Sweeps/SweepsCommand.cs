using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNetDeep.AutoML;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Cli.Output;
using MLNetDeep.Comparison;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Sweeps;

/// <summary>Studies beside ML.NET's own experiment on the churn table: what pruning and a second worker gain.</summary>
internal sealed class SweepsCommand
{
    private const string ReportFile = "benchmarks/results/sweeps.md";
    private const int TrialCount = 40;
    private const int StockTrialCount = 15;
    private const int WorkerTrialCount = 16;
    private static readonly int[] Seeds = [1, 2, 3];

    private readonly SweepsData _data;
    private readonly StringBuilder _report = new();

    private SweepsCommand(SweepsData data) => _data = data;

    public static Command Create(Option<string> data)
    {
        var command = new Command("sweeps", "Studies on the churn table: with and without pruning, with one and two workers.") { data };
        command.SetAction(parsed =>
        {
            using var sweeps = new SweepsData(parsed.GetValue(data)!);
            return new SweepsCommand(sweeps).Run();
        });
        return command;
    }

    private int Run()
    {
        Write("# Sweeps");
        Write();
        Write("Printed by `./build.sh bench sweeps --data FOLDER`: the churn table (telco-churn), evenly taken");
        Write(FormattableString.Invariant(
            $"({SweepsData.RowCount:N0} rows), {SweepsData.FoldCount} folds, area under the ROC curve. Candidates: a plain MLP of 32"));
        Write("epochs (width, step size, dropout, decay), FastTree (trees, leaves, step size) and logistic regression (penalties).");
        Write();
        Write($"{Versions.Line}; {Environment.ProcessorCount} cores.");
        Write();
        RunStock();
        bool isPruned = RunPruning();
        bool isParallel = RunWorkers();
        RunMonitor();
        File.WriteAllText(ReportFile, _report.ToString());
        return isPruned && isParallel ? 0 : 1;
    }

    /// <summary>ML.NET's experiment over the same pipeline.</summary>
    private void RunStock()
    {
        var ml = new MLContext(seed: 1);
        var watch = Stopwatch.StartNew();
        TrialResult best = ml.Auto().CreateExperiment()
            .SetPipeline(_data.Mixed())
            .SetDataset(_data.Rows, SweepsData.FoldCount)
            .SetBinaryClassificationMetric(BinaryClassificationMetric.AreaUnderRocCurve, _data.Label)
            .SetMaxModelToExplore(StockTrialCount)
            .Run();
        Write("## ML.NET's own experiment over the same candidates");
        Write();
        Write(FormattableString.Invariant(
            $"Best AUC {best.Metric:F4} (trial {best.TrialSettings.TrialId} of {StockTrialCount}), {watch.Elapsed.TotalSeconds:F0} s."));
        Write();
    }

    /// <summary>A study without pruning, and one with it in half the time; both try the same settings in the same order.</summary>
    private bool RunPruning()
    {
        Write($"## {TrialCount} random trials without pruning, and as many with it as fit into half the time");
        Write();
        Write("Both try the same settings in the same order: pruning alone makes the difference, by ASHA from epoch 4, one of 3 going on.");
        Write();
        Write("| seed | whole: AUC | seconds | pruned: AUC | seconds | trials | of them pruned |");
        Write("|---|---|---|---|---|---|---|");
        var whole = new List<(double Score, double Seconds)>();
        var pruned = new List<(double Score, double Seconds)>();
        foreach (int seed in Seeds)
        {
            StudyOptions options = Options(_data.Mixed()) with { Seed = seed, TrialCount = TrialCount, Pruner = null };
            StudyResult all = new Study(options).Run();
            StudyResult early = new Study(options with
            {
                Pipeline = _data.Mixed(),
                TrialCount = null,
                MaximumTime = all.Elapsed / 2,
                Pruner = new AshaPruner { MinimumEpochCount = 4, ReductionFactor = 3 },
            }).Run();
            whole.Add((all.Best!.Score!.Value, all.Elapsed.TotalSeconds));
            pruned.Add((early.Best!.Score!.Value, early.Elapsed.TotalSeconds));
            int ended = early.Trials.Count(trial => trial.IsFinished);
            int given = early.Trials.Count(trial => trial.State == TrialState.Pruned);
            string one = FormattableString.Invariant($"{whole[^1].Score:F4} | {whole[^1].Seconds:F0}");
            string other = FormattableString.Invariant($"{pruned[^1].Score:F4} | {pruned[^1].Seconds:F0}");
            Write($"| {seed} | {one} | {other} | {ended} | {given} |");
        }

        (double score, double half) = (Median(whole.Select(run => run.Score)), Median(pruned.Select(run => run.Score)));
        (double time, double less) = (Median(whole.Select(run => run.Seconds)), Median(pruned.Select(run => run.Seconds)));
        Write(FormattableString.Invariant($"| median | {score:F4} | {time:F0} | {half:F4} | {less:F0} | | |"));
        Write();
        bool isGood = half >= score;
        Write($"At least as good in half the time: {(isGood ? "yes" : "no")}.");
        Write();
        return isGood;
    }

    /// <summary>The same trials by one worker and by two.</summary>
    private bool RunWorkers()
    {
        Write($"## {WorkerTrialCount} trials of the MLP, one thread each, by one worker and by two");
        Write();
        StudyOptions options = Options(_data.Deep()) with { TrialCount = WorkerTrialCount, Pruner = null };
        var ratios = new List<double>();
        bool isSame = true;
        Write("| seed | trials an hour, one worker | two workers | ratio | CPU s a trial, one | two | same bits |");
        Write("|---|---|---|---|---|---|---|");
        foreach (int seed in Seeds)
        {
            (StudyResult one, double cpuOfOne) = RunTimed(options with { Seed = seed });
            (StudyResult two, double cpuOfTwo) = RunTimed(options with { Seed = seed, WorkerCount = 2, Pipeline = _data.Deep() });
            bool same = one.Trials.Select(trial => trial.Score).SequenceEqual(two.Trials.Select(trial => trial.Score));
            isSame &= same;
            ratios.Add(one.Elapsed / two.Elapsed);
            Write(FormattableString.Invariant(
                $"| {seed} | {Pace(one)} | {Pace(two)} | {ratios[^1]:F2} | {cpuOfOne:F2} | {cpuOfTwo:F2} | {(same ? "yes" : "no")} |"));
        }

        double ratio = Median(ratios);
        Write();
        Write(FormattableString.Invariant($"Median ratio {ratio:F2}."));
        Write();
        return isSame && ratio >= 1.6;
    }

    /// <summary>What measuring the test rows after every epoch costs a fit.</summary>
    private void RunMonitor()
    {
        RowFold fold = Options(_data.Deep()).EffectiveSplit.Split(_data.Rows)[0];
        double Time(bool isWatched)
        {
            using FitScope scope = new FitScope
            {
                Seed = 1,
                Rows = new MonitoredView(_data.Rows, fold.TrainMask, fold.TestMask!),
                OnEpoch = isWatched ? static _ => { } : null,
            }.Enter();
            var ml = new MLContext(seed: 1);
            var pipeline = _data.Features().Append(_data.Network(ml, 64, 1e-3, 0.1, 1e-2));
            var watch = Stopwatch.StartNew();
            pipeline.Fit(scope.Rows!);
            return watch.Elapsed.TotalSeconds;
        }

        Time(true);
        (double watched, double alone) = (Median(Seeds.Select(_ => Time(true))), Median(Seeds.Select(_ => Time(false))));
        Write("## What it costs to measure the test rows after every epoch");
        Write();
        Write(FormattableString.Invariant(
            $"A fit of {fold.TrainRowCount:N0} rows takes {watched:F2} s, without {alone:F2} s: {100 * (watched / alone - 1):F0} % more."));
    }

    private StudyOptions Options(SweepablePipeline pipeline) => new()
    {
        Pipeline = pipeline,
        Data = _data.Rows,
        Task = _data.Task,
        FoldCount = SweepsData.FoldCount,
        FinalModel = FinalModel.None,
        Tuner = request => new RandomTuner(request.Space, new RandomTunerOptions { Seed = request.Seed }),
        CacheData = false, // they are cached
    };

    /// <summary>Runs a study, and tells the CPU seconds of a trial, which what runs beside changes little.</summary>
    private static (StudyResult Result, double CpuSeconds) RunTimed(StudyOptions options)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        StudyResult result = new Study(options).Run();
        process.Refresh();
        return (result, (process.TotalProcessorTime - before).TotalSeconds / result.Trials.Count);
    }

    private void Write(string line = "") => ImagesCommand.Write(_report, line);

    private static string Pace(StudyResult result) => FormattableString.Invariant($"{result.Trials.Count / result.Elapsed.TotalHours:F0}");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
