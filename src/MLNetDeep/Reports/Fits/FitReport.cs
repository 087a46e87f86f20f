using System.Globalization;
using System.Text.Json;

namespace MLNetDeep.Reports;

/// <summary>Makes the report of a fit.</summary>
internal static class FitReport
{
    private const int ShownFeatureNames = 200;

    public static HtmlReport Of(DeepModel model, FitReportOptions options)
    {
        var history = model.History;
        var test = options.ScoredRows is { } scored ? new TestSection(model, scored, options) : null;
        List<ReportSection> sections = [Findings(model)];
        if (test is not null)
            sections.Add(test.ToSection());
        sections.AddRange([Training(model), Network(model), Data(model), Environment(model)]);
        var data = options.DataName is { } name ? $"{name} · " : "";
        var rows = Numbers.Count(model.Training.Data.TrainingRowCount);
        return new HtmlReport("Fit", options.Title ?? $"{model.Training.Architecture}, {TaskName(model.Task)}", sections)
        {
            Subtitle = $"{data}{rows} training rows · {StopReason(history)}",
            Tiles = [.. test is null ? [] : TestTiles(test), .. Tiles(model)],
        };
    }

    /// <summary>The kind of problem in words.</summary>
    public static string TaskName(string task) => task switch
    {
        "binary" => "binary classification",
        "multiclass" => "multiclass classification",
        "multilabel" => "multi-label classification",
        _ => task,
    };

    private static IEnumerable<Tile> TestTiles(TestSection test) =>
        test.Metrics.Take(2).Select(metric => new Tile(metric.Name, Numbers.Show(metric.Value), $"{test.RowCount:N0} test rows"));

    private static IEnumerable<Tile> Tiles(DeepModel model)
    {
        var history = model.History;
        var best = history.Best;
        yield return new Tile("Best epoch", Numbers.Count(history.BestEpoch), $"of {history.Epochs.Count}");
        if (history.ValidationMetric is { } metric && best.ValidationMetrics.TryGetValue(metric, out var value))
            yield return new Tile(metric, Numbers.Show(value), "validation rows");
        if (double.IsFinite(best.ValidationLoss))
            yield return new Tile("Validation loss", Numbers.Show(best.ValidationLoss), $"training {Numbers.Show(best.TrainingLoss)}");
        else
            yield return new Tile("Training loss", Numbers.Show(best.TrainingLoss), "no rows held out");
        var parameters = model.Members.Sum(member => member.Network.ParameterCount);
        yield return new Tile("Parameters", Numbers.Count(parameters), model.IsEnsemble ? $"{model.Members.Count} members" : "");
        yield return new Tile("Training time", Numbers.Time(history.Epochs[^1].Elapsed));
    }

    private static ReportSection Findings(DeepModel model)
    {
        var blocks = model.Findings.Select(finding => new Callout(
            finding.Severity switch
            {
                FindingSeverity.Problem => "bad",
                FindingSeverity.Warning => "warn",
                _ => "info",
            },
            finding.Severity switch
            {
                FindingSeverity.Problem => "✖ Problem",
                FindingSeverity.Warning => "▲ Warning",
                _ => "● Note",
            },
            finding.Message)
        {
            Advice = finding.Advice,
        });
        var fine = new Callout("good", "✔ Fine", "The examination of the fit found nothing to complain of.");
        return new ReportSection("findings", "Findings", model.Findings.Count > 0 ? [.. blocks] : [fine]);
    }

    private static ReportSection Training(DeepModel model)
    {
        var history = model.History;
        var names = history.Epochs.SelectMany(epoch => epoch.ValidationMetrics.Keys).Distinct().ToArray();
        // The first metric is the loss once more.
        var metrics = names.Skip(names.Length > 0 && IsLoss(history, names[0]) ? 1 : 0);
        List<ReportBlock> blocks = [HistoryCharts.Loss(history)];
        if (model.IsEnsemble)
            blocks.Add(HistoryCharts.Members(model.Members));
        blocks.AddRange(metrics.Select(name => HistoryCharts.Metric(history, name)));
        blocks.Add(HistoryCharts.LearningRate(history));
        if (model.OutOfFoldMetrics is { Count: > 0 } metricsOfRest)
        {
            var facts = metricsOfRest.Select(pair => (pair.Key, Numbers.Show(pair.Value)));
            blocks.Add(new Facts("Out of fold", [.. facts]) { Width = BlockWidth.Half });
        }
        return new ReportSection("training", "Training", blocks) { Lead = Course(history) };
    }

    private static bool IsLoss(TrainingHistory history, string name) =>
        history.Epochs.All(epoch => !epoch.ValidationMetrics.TryGetValue(name, out var value) || value.Equals(epoch.ValidationLoss));

    private static string Course(TrainingHistory history)
    {
        var refit = history.RefitEpochCount > 0
            ? $" The model was then trained afresh on all rows for {history.RefitEpochCount} epochs." : "";
        var epochs = history.Epochs.Count == 1 ? "1 epoch" : $"{history.Epochs.Count} epochs";
        return $"{epochs} in {Numbers.Time(history.Epochs[^1].Elapsed)}: {StopReason(history)}. "
            + $"The model carries the weights of epoch {history.BestEpoch}.{refit}";
    }

    private static string StopReason(TrainingHistory history) => history.StopReason switch
    {
        TrainingStopReason.NoImprovement => "ended early, since nothing improved any more",
        TrainingStopReason.NoError => "ended early, since no training row was wrong any more",
        TrainingStopReason.CallbackRequested => "ended by a callback" + (history.StopMessage is { } message ? $" ({message})" : ""),
        TrainingStopReason.TimeBudgetReached => "ended when the time allowed had passed",
        TrainingStopReason.Cancelled => "cancelled, with the best so far",
        _ => "ran all its epochs",
    };

    private static ReportSection Network(DeepModel model) => new(
        "network", model.IsEnsemble ? "Network of the first member" : "Network",
        [new Preformatted("Layers, from the raw features to the outputs", model.Network.Summary())]);

    private static ReportSection Data(DeepModel model)
    {
        var data = model.Training.Data;
        List<(string, string)> facts =
        [
            ("Training rows", Numbers.Count(data.TrainingRowCount)),
            ("Validation rows", Numbers.Count(data.ValidationRowCount)),
            ("Numeric features", Numbers.Count(data.FeatureCount)),
            ("Categorical columns", data.CategoricalColumnNames.Count == 0 ? "none" : string.Join(", ", data.CategoricalColumnNames)),
        ];
        if (data.FeatureNames is { Count: > 0 } names)
        {
            var more = names.Count > ShownFeatureNames ? $" and {names.Count - ShownFeatureNames:N0} more" : "";
            facts.Add(("Features", string.Join(", ", names.Take(ShownFeatureNames)) + more));
        }
        return new ReportSection("data", "Data and options",
        [
            new Facts("Data", facts) { Width = BlockWidth.Half },
            new Facts("Options", [.. Flatten(model.Training.Options, "")]) { Width = BlockWidth.Half },
        ]);
    }

    private static ReportSection Environment(DeepModel model) => new("environment", "Environment",
    [
        new Facts("Trained with",
        [
            ("Seed", model.Training.Seed.ToString(CultureInfo.InvariantCulture)),
            .. model.Training.Versions.Select(pair => (pair.Key, pair.Value)),
        ]),
    ]);

    private static IEnumerable<(string Name, string Value)> Flatten(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.EnumerateObject()
                .SelectMany(property => Flatten(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}"));
        }
        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? []
            : [(name, element.ValueKind == JsonValueKind.Array ? string.Join(", ", element.EnumerateArray()) : element.ToString())];
    }
}
