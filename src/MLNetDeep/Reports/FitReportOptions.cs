using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>What the report of a fit holds besides what the model knows of itself.</summary>
public sealed record FitReportOptions
{
    /// <summary>What stands above the report.</summary>
    /// <value>Default <see langword="null"/>: architecture and task.</value>
    public string? Title { get; init; }

    /// <summary>What the data is called, such as the name of its file.</summary>
    /// <value>Default <see langword="null"/>: it is not named.</value>
    public string? DataName { get; init; }

    /// <summary>
    /// Rows that the model did not learn from, with its predictions: <c>model.Transform(split.TestSet)</c>. The report then tells how good
    /// the predictions are, by metrics, curves, confusions, calibration or residuals.
    /// </summary>
    /// <value>Default <see langword="null"/>: the report tells of the fit alone.</value>
    public IDataView? ScoredRows { get; init; }

    /// <summary>The column of <see cref="ScoredRows"/> that holds the truth.</summary>
    /// <value>Default <see langword="null"/>: the column that the model was trained on.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>The names of the classes, in the order of the scores; of two classes the second is the positive one.</summary>
    /// <value>Default <see langword="null"/>: the names that the scores carry, else numbers.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
