using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Reports;

/// <summary>How good a model's predictions are on rows that it did not learn from.</summary>
internal sealed class TestSection
{
    private const string DefaultLabel = "Label";

    private readonly FoldScores _scores;
    private readonly IReadOnlyList<string>? _classNames;
    private readonly bool _hasClasses;

    /// <param name="model">The model.</param>
    /// <param name="rows">The rows with its predictions.</param>
    /// <param name="options">Which column holds the truth, and what the classes are called.</param>
    /// <exception cref="ArgumentException">The model's task has no such section.</exception>
    public TestSection(DeepModel model, IDataView rows, FitReportOptions options)
    {
        var label = options.LabelColumnName ?? TrainedLabel(model);
        ComparisonTask task = model.Task switch
        {
            "binary" => ComparisonTask.Binary(label),
            "multiclass" => ComparisonTask.Multiclass(label),
            "regression" when model.Head.OutputWidth == 1 => ComparisonTask.Regression(label),
            _ => throw new ArgumentException("FitReportOptions.ScoredRows must be null for tasks other than binary and multiclass "
                + $"classification and regression of one number, but the task was {FitReport.TaskName(model.Task)} with "
                + $"{model.Head.OutputWidth} outputs."),
        };
        task.CheckLabel(rows.Schema);
        Metrics = [.. task.Metrics.Zip(task.Evaluate(new MLContext(), rows), (metric, value) => (metric.Name, value))];
        _scores = task.ReadScores(rows);
        _hasClasses = model.Task != "regression";
        _classNames = options.ClassNames ?? (_hasClasses ? SlotNames(rows.Schema["Score"]) : null);
    }

    /// <summary>The task's metrics, the one that ranks first.</summary>
    public IReadOnlyList<(string Name, double Value)> Metrics { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => _scores.RowCount;

    /// <summary>The section.</summary>
    public ReportSection ToSection() => new("test", "On rows held out",
    [
        new TileRow([.. Metrics.Select(metric => new Tile(metric.Name, Numbers.Show(metric.Value)))]),
        .. PredictionFigures.Of(_scores, _hasClasses, _classNames),
    ])
    {
        Lead = $"{RowCount:N0} rows that the model did not learn from.",
    };

    private static string TrainedLabel(DeepModel model) =>
        model.Training.Options.ValueKind == JsonValueKind.Object && model.Training.Options.TryGetProperty("labelColumnName", out var name)
            ? name.GetString() ?? DefaultLabel : DefaultLabel;

    private static string[]? SlotNames(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames")?.Type is not VectorDataViewType)
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
