using Microsoft.ML;

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

    /// <summary>Two classes: AUC, accuracy, F1, log-loss (in bits, as ML.NET gives it).</summary>
    /// <param name="labelColumnName">A bool column.</param>
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
    public abstract IReadOnlyList<double> Evaluate(MLContext context, IDataView scored);

    /// <summary>The metrics' values on the test rows of the best constant prediction, learnt from the training rows.</summary>
    internal abstract IReadOnlyList<double> EvaluateBaseline(MLContext context, IDataView train, IDataView test);

    /// <summary>All values of the label column.</summary>
    private protected List<T> ReadLabels<T>(IDataView data)
    {
        var column = data.Schema[LabelColumnName];
        var labels = new List<T>();
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            labels.Add(value);
        }
        return labels;
    }
}
