using System.CommandLine;
using Microsoft.ML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>train</c>: fits an MLP on a part of the rows, measures it on the rest, saves it.</summary>
internal static class TrainCommand
{
    /// <summary>With fewer rows nothing can be held out that would mean anything.</summary>
    public const int LeastRowCount = 10;

    public static Command Create(CliStreams streams)
    {
        var command = new Command(
            "train", "Train an MLP on a table, or a convolutional network on images, measure it on held-out rows and save it.");
        var common = new CommonOptions(isTable: false, [.. Enum.GetNames<MlpPreset>(), .. Enum.GetNames<CnnPreset>()]);
        common.AddTo(command);
        var output = NewOption.Default("--out|-o", "FILE", "model.zip", "Where to save the model.");
        var testFraction = NewOption.Default("--test-fraction", "X", 0.2, "Share of the rows to hold out.");
        var predict = NewOption.Optional<string>("--predict", "DATA", "Table to predict with the new model, before it is saved.");
        var predictions = NewOption.Default("--predictions", "FILE", "predictions.csv", "Where to write those predictions.");
        var watch = new WatchOptions();
        foreach (var option in new Option[] { output, testFraction, predict, predictions })
            command.Add(option);
        watch.AddTo(command);
        var images = new ImageOptions();
        images.AddTo(command);
        command.Validators.Add(result => images.Validate(result, common, [predict, predictions], testFraction));
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            if (images.AreGiven(parsed.CommandResult))
            {
                var training = new ImageTraining(
                    images.Read(parsed), common.ReadNetwork(parsed), watch.Read(parsed), parsed.GetRequiredValue(output),
                    parsed.GetValue(testFraction));
                training.Run(streams, parsed.GetValue(common.Json), cancellation);
                return Tool.Success;
            }
            var settings = new Settings(
                common.ReadData(parsed), common.ReadNetwork(parsed), parsed.GetRequiredValue(output), parsed.GetValue(testFraction),
                parsed.GetValue(predict), parsed.GetRequiredValue(predictions), watch.Read(parsed));
            Run(settings, streams, parsed.GetValue(common.Json), cancellation);
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(Settings settings, CliStreams streams, bool asJson, CancellationToken cancellation)
    {
        settings.Check();
        using var file = DataFile.Open(settings.Data.Data);
        var plan = PlanData(settings, file);
        PlanText.Write(streams.Error, plan);

        var ml = new MLContext(settings.Network.Seed);
        var pipeline = new DataPipeline(ml, plan);
        var split = ml.Data.TrainTestSplit(pipeline.Load(), settings.TestFraction, seed: settings.Network.Seed);
        var fitted = ProgressDisplay.Run(streams, display => Fit(pipeline, settings, split.TrainSet, display, cancellation));

        var task = plan.Task.Comparison(pipeline.LabelColumnName);
        var scored = fitted.Transform(split.TestSet);
        var values = task.Evaluate(ml, scored);
        ITransformer model = plan.Task.RestoreLabel(ml, plan.Classes) is { } restore ? fitted.Append(restore.Fit(scored)) : fitted;
        var card = Card(plan, split, [.. task.Metrics.Zip(values, (m, v) => new ModelCard.MetricValue(m.Name, v))]);
        var zip = ModelFile.Serialize(ml, model, pipeline.InputSchema, card);
        if (settings.Predict != null)
            Predictor.Predict(ml, model, pipeline.InputSchema, card, settings.Predict, settings.Predictions);
        AtomicFile.Write(settings.Output, stream => stream.Write(zip));
        var deep = new ModelFile(model, pipeline.InputSchema, card).DeepModel!;
        settings.Watch.WriteReport(deep, plan.Profile.Table.Name, scored, pipeline.LabelColumnName, plan.Classes);
        new TrainReport(plan.Profile.Table.Name, plan.Notes, card, deep, settings.Output, zip.Length)
        {
            PredictionsPath = settings.Predict == null ? null : settings.Predictions,
            ReportPath = settings.Watch.Report,
        }.Write(streams, asJson);
    }

    private static DataPlan PlanData(Settings settings, DataFile file)
    {
        var (data, label, task, ignored) = settings.Data;
        var profile = TableProfile.Read(CsvTable.Open(file));
        var plan = DataPlan.Create(profile, label, task, ignored);
        return profile.RowCount >= LeastRowCount
            ? plan
            : throw new CliException($"'{data}' has {profile.RowCount} rows, too few to train on some and measure on others: " +
                $"at least {LeastRowCount} are needed.");
    }

    private static ITransformer Fit(
        DataPipeline pipeline, Settings settings, IDataView train, ProgressDisplay display, CancellationToken cancellation)
    {
        var progress = EpochProgress.On(display);
        return pipeline.Mlp(settings.Watch.AddTo(settings.Network.ToOptions(progress, cancellation))).Fit(train);
    }

    private static ModelCard Card(DataPlan plan, DataOperationsCatalog.TrainTestData split, IReadOnlyList<ModelCard.MetricValue> metrics)
    {
        var testRows = CountRows(split.TestSet);
        return new ModelCard
        {
            Task = plan.Task.Name,
            Label = plan.LabelName,
            Classes = plan.Classes,
            Columns = ModelCard.ColumnsOf(plan),
            TrainRowCount = plan.Profile.RowCount - testRows,
            TestRowCount = testRows,
            TestMetrics = metrics,
        };
    }

    public static long CountRows(IDataView data)
    {
        using var cursor = data.GetRowCursor([]);
        var rows = 0L;
        while (cursor.MoveNext())
            rows++;
        return rows;
    }

    private sealed record Settings(
        DataSettings Data,
        NetworkSettings Network,
        string Output,
        double TestFraction,
        string? Predict,
        string Predictions,
        WatchSettings Watch)
    {
        public void Check()
        {
            var rules = new SettingRules();
            Network.CheckMlp(rules);
            rules.Require(TestFraction is > 0 and < 1, "--test-fraction", "above 0 and below 1", TestFraction);
            Watch.Check(rules);
            rules.ThrowIfBroken();
            Watch.CheckTargets();
            AtomicFile.CheckTarget(Output, "Model file");
            if (Predict != null)
                AtomicFile.CheckTarget(Predictions, "Predictions file");
        }
    }
}
