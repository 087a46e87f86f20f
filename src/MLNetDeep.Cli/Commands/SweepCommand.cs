using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>sweep</c>: searches the best setting of the MLP and of the classical trainers.</summary>
internal static class SweepCommand
{
    /// <summary>Settings known beforehand get at most this share of the trials, so that there is something to search with.</summary>
    private const int PortfolioShare = 2;

    private const int MostPerCandidate = 3;

    public static Command Create(CliStreams streams)
    {
        var command = new Command("sweep", "Search the best setting of the MLP and of ML.NET's classical trainers on a table.");
        var common = new CommonOptions(isTable: true, []);
        command.Add(common.Data);
        foreach (var option in new Option[] { common.Label, common.Task, common.Ignore, common.Seed })
            command.Add(option);
        var sweep = new SweepSettings.CommandOptions();
        sweep.AddTo(command);
        command.Add(common.Json);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                common.ReadData(parsed), sweep.Read(parsed), parsed.GetValue(common.Seed), streams, parsed.GetValue(common.Json),
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static int Run(
        DataSettings data, SweepSettings settings, int seed, CliStreams streams, bool asJson, CancellationToken cancellation)
    {
        settings.Check();
        using var file = DataFile.Open(data.Data);
        var profile = TableProfile.Read(CsvTable.Open(file));
        var plan = DataPlan.Create(profile, data.Label, data.Task, data.Ignored);
        if (profile.RowCount < 2L * settings.Folds)
            throw new CliException($"'{data.Data}' has {profile.RowCount} rows, too few for {settings.Folds} folds: " +
                $"at least {2 * settings.Folds} are needed.");
        PlanText.Write(streams.Error, plan);

        var ml = new MLContext(seed);
        var pipeline = new DataPipeline(ml, plan);
        var task = plan.Task.Comparison(pipeline.LabelColumnName);
        var metric = settings.MetricOf(task);
        var trainers = settings.TrainerNames ?? SweepPipeline.UsualTrainers(plan.Task);
        var sweep = new SweepPipeline(ml, plan, trainers, new MlpOptions { ValidationMetric = NetworkMetric(metric) });
        var result = ProgressDisplay.Run(streams, display =>
        {
            var options = Options(settings, sweep, task, metric, seed, trainers.Count) with
            {
                Data = pipeline.Load(),
                Progress = new SweepProgress(display, sweep, metric),
            };
            return ml.Auto().CreateStudy(options).Run(cancellation);
        });
        long? size = result.Model is null || settings.Save is null ? null : Save(ml, plan, pipeline, result, settings.Save);
        if (settings.Report is { } report)
        {
            ReportCommand.Write(report, result.ToReport(new StudyReportOptions
            {
                Title = $"Sweep of {Path.GetFileName(data.Data)}",
                ClassNames = plan.Classes.Count > 0 ? plan.Classes : null,
            }));
        }
        new SweepReport(data, plan, settings, sweep, result, size).Write(streams, asJson);
        return result.StopReason == StudyStopReason.Cancelled ? Tool.Failure : Tool.Success;
    }

    private static StudyOptions Options(
        SweepSettings settings, SweepPipeline sweep, ComparisonTask task, string metric, int seed, int trainerCount) => new()
        {
            Name = "sweep",
            Pipeline = sweep.Pipeline,
            Task = task,
            Metric = metric,
            FoldCount = settings.Folds,
            Tuner = request => TunerNames.Create(settings.Tuner, request),
            Portfolio = Portfolio.For(sweep.Pipeline, PerCandidate(settings.TrialCount, trainerCount)),
            Pruner = settings.MakePruner(),
            Seed = seed,
            TrialCount = settings.TrialCount,
            MaximumTime = settings.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            MaximumEpochCount = settings.Epochs,
            WorkerCount = settings.Workers,
            Storage = settings.Storage,
            FinalModel = settings.Save is null ? FinalModel.None : FinalModel.RefitOnAllRows,
        };

    private static int PerCandidate(int? trialCount, int trainerCount) => trialCount is { } count
        ? Math.Clamp(count / PortfolioShare / trainerCount, 1, MostPerCandidate)
        : MostPerCandidate;

    /// <summary>The recipes aim at the metric that ranks, where they know it.</summary>
    private static string? NetworkMetric(string metric) => metric switch
    {
        "AUC" => "AUC",
        "log-loss" => "LogLoss",
        "accuracy" => "Accuracy",
        _ => null,
    };

    private static long Save(MLContext ml, DataPlan plan, DataPipeline pipeline, StudyResult result, string path)
    {
        var best = result.Best!;
        ITransformer model = plan.Task.RestoreLabel(ml, plan.Classes) is { } restore
            ? new TransformerChain<ITransformer>(result.Model!, restore.Fit(result.Model!.Transform(pipeline.Load())))
            : result.Model!;
        var zip = ModelFile.Serialize(ml, model, pipeline.InputSchema, new ModelCard
        {
            Task = plan.Task.Name,
            Label = plan.LabelName,
            Classes = plan.Classes,
            Columns = ModelCard.ColumnsOf(plan),
            TrainRowCount = plan.Profile.RowCount,
            TestRowCount = plan.Profile.RowCount,
            FoldCount = best.Folds.Count,
            TestMetrics = [.. result.Metrics.Select((m, i) => new ModelCard.MetricValue(m.Name, best.Folds.Average(f => f.Values[i])))],
        });
        AtomicFile.Write(path, stream => stream.Write(zip));
        return zip.Length;
    }
}
