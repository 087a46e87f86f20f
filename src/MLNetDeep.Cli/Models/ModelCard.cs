using MLNetDeep.Cli.Data;

namespace MLNetDeep.Cli.Models;

/// <summary>
/// What the tool knows about a model beyond what ML.NET keeps, as <c>mlnetdeep.json</c> in the zip. ML.NET ignores the
/// file, and a model without one predicts just as well.
/// </summary>
internal sealed record ModelCard
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Task { get; init; }

    public required string Label { get; init; }

    /// <summary>Class names in the model's order; for two classes the second is the positive one. Empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The columns of a table; empty for images.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>How images came to their size; null for a table, or where they were of one size already.</summary>
    public Sizing? Images { get; init; }

    /// <summary>Rows the model was fitted on; a part of them chose the best epoch.</summary>
    public required long TrainRowCount { get; init; }

    /// <summary>Rows held out, on which the metrics were taken.</summary>
    public required long TestRowCount { get; init; }

    public required IReadOnlyList<MetricValue> TestMetrics { get; init; }

    /// <summary>Folds over which the metrics are means, the model being fitted on all rows; null when rows were held out.</summary>
    public int? FoldCount { get; init; }

    /// <summary>The columns of a table that a model reads.</summary>
    public static IReadOnlyList<Column> ColumnsOf(DataPlan plan) =>
    [
        .. plan.Features.Select(f => f.Role == FeatureRole.Numeric
            ? new Column(f.Name, "numeric", null)
            : new Column(f.Name, "categorical", f.CategoryCount)),
    ];

    /// <param name="Name">Name in the header.</param>
    /// <param name="Role">"numeric" or "categorical".</param>
    /// <param name="Categories">Distinct values of a categorical column.</param>
    internal sealed record Column(string Name, string Role, int? Categories);

    /// <param name="Width">Pixels in a row.</param>
    /// <param name="Height">Rows.</param>
    /// <param name="Channels">1 for grey, 3 for colour.</param>
    /// <param name="Resizing">What happens to images of another size.</param>
    internal sealed record Sizing(int Width, int Height, int Channels, string Resizing);

    internal sealed record MetricValue(string Name, double Value);
}
