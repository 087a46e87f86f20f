using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>How the candidates of one kind of task are measured.</summary>
public abstract class ComparisonTask
{
    private protected ComparisonTask(string labelColumnName, string baselineName, IReadOnlyList<Metric> metrics)
    {
        LabelColumnName = labelColumnName;
        BaselineName = baselineName;
        Metrics = metrics;
    }

    /// <summary>The column with the truth.</summary>
    public string LabelColumnName { get; }

    /// <summary>What the constant prediction is, such as "mean".</summary>
    public string BaselineName { get; }

    /// <summary>The metrics, in order; the first one ranks the candidates.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Whether labels are classes.</summary>
    internal abstract bool HasClasses { get; }

    /// <summary>Whether the metrics are not defined on test rows of one class.</summary>
    internal virtual bool NeedsAllClassesToTest => false;

    /// <summary>Two classes: AUC, accuracy, F1, log-loss (in bits, as ML.NET gives it).</summary>
    /// <param name="labelColumnName">A bool column.</param>
    /// <remarks>A candidate without a <c>Probability</c> column has no log-loss: it is NaN.</remarks>
    public static ComparisonTask Binary(string labelColumnName = "Label") => new BinaryComparison(labelColumnName);

    /// <summary>Several classes: accuracy, accuracy averaged over the classes, log-loss.</summary>
    /// <param name="labelColumnName">A key column.</param>
    public static ComparisonTask Multiclass(string labelColumnName = "Label") => new MulticlassComparison(labelColumnName);

    /// <summary>A number: R², root mean squared error, mean absolute error.</summary>
    /// <param name="labelColumnName">A float column.</param>
    public static ComparisonTask Regression(string labelColumnName = "Label") => new RegressionComparison(labelColumnName);

    /// <summary>The metrics' values on rows that a candidate has predicted.</summary>
    /// <param name="context">The ML context.</param>
    /// <param name="scored">The rows, with the label and ML.NET's output columns.</param>
    public IReadOnlyList<double> Evaluate(MLContext context, IDataView scored) => Evaluate(context, scored, LabelColumnName);

    /// <summary>Reads what a candidate has predicted, and the truth.</summary>
    /// <param name="scored">The rows, with the label and ML.NET's output columns.</param>
    public FoldScores ReadScores(IDataView scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        return ReadScores(scored, LabelColumnName);
    }

    /// <summary>Checks the label column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or has a type that the task does not take.</exception>
    internal void CheckLabel(DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(LabelColumnName)
            ?? throw OutOfRange($"Could not find label column '{LabelColumnName}'");
        if (!Accepts(column.Type))
            throw OutOfRange($"Schema mismatch for label column '{LabelColumnName}': expected {ExpectedLabel}, got {column.Type}");
    }

    /// <summary>The labels of rows, as <see cref="FoldScores.Labels"/> has them.</summary>
    internal abstract float[] ReadLabels(IDataView data);

    /// <summary>
    /// The best constant prediction for test rows, learnt from training rows: the truth in the column "Label", and ML.NET's output columns.
    /// </summary>
    internal abstract IDataView PredictConstant(MLContext context, IDataView train, IDataView test);

    internal abstract IReadOnlyList<double> Evaluate(MLContext context, IDataView scored, string labelColumnName);

    internal abstract FoldScores ReadScores(IDataView scored, string labelColumnName);

    private protected abstract string ExpectedLabel { get; }

    private protected abstract bool Accepts(DataViewType label);

    private static ArgumentOutOfRangeException OutOfRange(string message, string parameter = "inputSchema") => new(parameter, message);
}
