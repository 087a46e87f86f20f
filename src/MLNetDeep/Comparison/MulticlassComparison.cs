using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Multiclass classification by ML.NET's evaluator.</summary>
internal sealed class MulticlassComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "majority class", [new("accuracy", true), new("macro-accuracy", true), new("log-loss", false)])
{
    internal override bool HasClasses => true;

    private protected override string ExpectedLabel => "Key<UInt32>";

    private protected override bool Accepts(DataViewType label) => label is KeyDataViewType && label.RawType == typeof(uint);

    internal override float[] ReadLabels(IDataView data) =>
        Array.ConvertAll(ColumnValues.Read<uint>(data, LabelColumnName), ToNumber);

    internal override IDataView PredictConstant(MLContext context, IDataView train, IDataView test)
    {
        var classCount = checked((int)((KeyDataViewType)train.Schema[LabelColumnName].Type).Count);
        // One row more for every class, so that no probability is 0 and the loss stays finite.
        var counts = Enumerable.Repeat(1f, classCount).ToArray();
        foreach (var label in ColumnValues.Read<uint>(train, LabelColumnName).Where(l => l > 0))
            counts[label - 1]++;
        var total = counts.Sum();
        var scores = Array.ConvertAll(counts, c => c / total);
        var majority = (uint)Array.IndexOf(scores, scores.Max());
        // The key of an object counts from 0; a missing label, 0 in the data, becomes one past the last class, missing again.
        var rows = ColumnValues.Read<uint>(test, LabelColumnName).Select(label =>
            new Row { Label = label == 0 ? (uint)classCount : label - 1, Score = scores, PredictedLabel = majority });

        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        schema[nameof(Row.PredictedLabel)].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        schema[nameof(Row.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classCount);
        return context.Data.LoadFromEnumerable(rows.ToArray(), schema);
    }

    internal override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored, string labelColumnName)
    {
        var metrics = context.MulticlassClassification.Evaluate(scored, labelColumnName);
        return [metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss];
    }

    internal override FoldScores ReadScores(IDataView scored, string labelColumnName)
    {
        var (labels, columns) = ColumnValues.Read<uint>(scored, labelColumnName, ToNumber, nameof(Row.Score));
        var (width, scores) = columns[0];
        return new FoldScores(width, scores, labels, AreProbabilities(scores, width));
    }

    // The column does not say what it holds: some trainers give probabilities, others margins.
    private static bool AreProbabilities(float[] scores, int width)
    {
        for (var row = 0; row < scores.Length; row += width)
        {
            var values = scores.AsSpan(row, width);
            var sum = 0.0;
            foreach (var value in values)
            {
                if (!(value is >= 0 and <= 1))
                    return false;
                sum += value;
            }
            if (Math.Abs(sum - 1) > 1e-3)
                return false;
        }
        return true;
    }

    private static float ToNumber(uint label) => label - 1f;

    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
