using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Regression by ML.NET's evaluator.</summary>
internal sealed class RegressionComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "mean", [new("R²", true), new("RMSE", false), new("MAE", false)])
{
    // The columns that DeepTrainerOptions.IntervalCoverage adds.
    private const string LowerBound = "LowerBound";
    private const string UpperBound = "UpperBound";

    internal override bool HasClasses => false;

    private protected override string ExpectedLabel => "Single";

    private protected override bool Accepts(DataViewType label) => label is NumberDataViewType && label.RawType == typeof(float);

    internal override float[] ReadLabels(IDataView data) => ColumnValues.Read<float>(data, LabelColumnName);

    internal override IDataView PredictConstant(MLContext context, IDataView train, IDataView test)
    {
        var mean = (float)ReadLabels(train).Average(l => (double)l);
        return context.Data.LoadFromEnumerable(ReadLabels(test).Select(label => new Row { Label = label, Score = mean }).ToArray());
    }

    internal override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored, string labelColumnName)
    {
        var metrics = context.Regression.Evaluate(scored, labelColumnName);
        return [metrics.RSquared, metrics.RootMeanSquaredError, metrics.MeanAbsoluteError];
    }

    internal override FoldScores ReadScores(IDataView scored, string labelColumnName)
    {
        var hasBounds = HasNumbers(scored.Schema, LowerBound) && HasNumbers(scored.Schema, UpperBound);
        string[] names = hasBounds
            ? [nameof(Row.Score), LowerBound, UpperBound]
            : [nameof(Row.Score)];
        var (labels, columns) = ColumnValues.Read<float>(scored, labelColumnName, label => label, names);
        return hasBounds
            ? new FoldScores(1, columns[0].Values, labels, areProbabilities: false, columns[1].Values, columns[2].Values)
            : new FoldScores(1, columns[0].Values, labels, areProbabilities: false);
    }

    private static bool HasNumbers(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name)?.Type is NumberDataViewType type && type.RawType == typeof(float);

    private sealed class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
