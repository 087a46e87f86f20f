using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Comparison;
using MLNetDeep.Reports;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>compare</c>: measures the MLP and the classical trainers on identical folds.</summary>
internal static class CompareCommand
{
    public const string MlpName = "MLP";

    public static Command Create(CliStreams streams)
    {
        var command = new Command("compare", "Cross-validate the MLP and ML.NET's classical trainers on identical folds.");
        var common = new CommonOptions(isTable: true, Enum.GetNames<MlpPreset>());
        common.AddTo(command);
        var compare = new CompareSettings.CommandOptions();
        compare.AddTo(command);
        var report = NewOption.Optional<string>("--report", "FILE.html", "Write a report of the comparison.");
        command.Add(report);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var asJson = parsed.GetValue(common.Json);
            Run(
                common.ReadData(parsed), common.ReadNetwork(parsed), compare.Read(parsed), parsed.GetValue(report), streams, asJson,
                cancellation);
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(
        DataSettings data, NetworkSettings network, CompareSettings settings, string? report, CliStreams streams, bool asJson,
        CancellationToken cancellation)
    {
        var rules = new SettingRules();
        network.CheckMlp(rules);
        settings.Check(rules);
        rules.ThrowIfBroken();
        if (report is not null)
            AtomicFile.CheckTarget(report, "Report file");

        using var file = DataFile.Open(data.Data);
        var profile = TableProfile.Read(CsvTable.Open(file));
        settings.CheckColumns(profile, data.Label);
        var plan = DataPlan.Create(profile, data.Label, data.Task, [.. data.Ignored, .. settings.SplitColumns]);
        if (profile.RowCount < 2L * settings.Folds)
            throw new CliException($"'{data.Data}' has {profile.RowCount} rows, too few for {settings.Folds} folds: " +
                $"at least {2 * settings.Folds} are needed.");
        PlanText.Write(streams.Error, plan);

        var ml = new MLContext(network.Seed);
        var pipeline = new DataPipeline(ml, plan);
        var task = plan.Task.Comparison(pipeline.LabelColumnName);
        var result = ProgressDisplay.Run(streams, display =>
        {
            var progress = new ComparisonProgressLines(display, task);
            var candidates = new List<Candidate>
            {
                new(MlpName, pipeline.Mlp(network.ToOptions(new EpochProgress(progress.OnEpoch), cancellation))),
            };
            candidates.AddRange(plan.Task.ClassicalTrainers(ml, pipeline.LabelColumnName, DataPipeline.FeatureColumnName)
                .Select(t => new Candidate(t.Name, pipeline.Classical(t))));
            var rows = ml.Data.Cache(pipeline.Load(settings.Group, settings.TimeOrder));
            return TrainerComparison.Run(ml, rows, task, candidates, settings.ToOptions(network.Seed, progress), cancellation);
        });
        if (report is not null)
        {
            ReportCommand.Write(report, result.ToReport(new ComparisonReportOptions
            {
                DataName = Path.GetFileName(plan.Profile.Table.Name),
                ClassNames = plan.Classes.Count > 0 ? plan.Classes : null,
                Assemblies = [typeof(FastTreeBinaryTrainer).Assembly, typeof(TorchSharp.torch).Assembly],
            }));
        }
        new CompareReport(plan, result, settings, network.Seed).Write(streams, asJson);
    }
}
