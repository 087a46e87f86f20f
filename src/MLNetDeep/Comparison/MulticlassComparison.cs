using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Multiclass classification by ML.NET's evaluator.</summary>
internal sealed class MulticlassComparison(string labelColumnName) : ComparisonTask(
    labelColumnName, "majority class", [new("accuracy", true), new("macro-accuracy", true), new("log-loss", false)])
{
    public override IReadOnlyList<double> Evaluate(MLContext context, IDataView scored) => Evaluate(context, scored, LabelColumnName);

    internal override IReadOnlyList<double> EvaluateBaseline(MLContext context, IDataView train, IDataView test)
    {
        if (train.Schema[LabelColumnName].Type is not KeyDataViewType key)
            throw new ArgumentException($"Column '{LabelColumnName}' must be a key for a multiclass comparison.");
        var classCount = checked((int)key.Count);
        // One row more for every class, so that no probability is 0 and the loss stays finite.
        var counts = Enumerable.Repeat(1f, classCount).ToArray();
        foreach (var label in ReadLabels<uint>(train).Where(l => l > 0))
            counts[label - 1]++;
        var total = counts.Sum();
        var scores = Array.ConvertAll(counts, c => c / total);
        var majority = (uint)Array.IndexOf(scores, scores.Max());
        // The key of an object counts from 0; a missing label, 0 in the data, becomes one past the last class, missing again.
        var rows = ReadLabels<uint>(test).Select(label =>
            new Row { Label = label == 0 ? (uint)classCount : label - 1, Score = scores, PredictedLabel = majority });

        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        schema[nameof(Row.PredictedLabel)].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        schema[nameof(Row.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classCount);
        return Evaluate(context, context.Data.LoadFromEnumerable(rows.ToArray(), schema), nameof(Row.Label));
    }

    private static double[] Evaluate(MLContext context, IDataView scored, string label)
    {
        var metrics = context.MulticlassClassification.Evaluate(scored, label);
        return [metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss];
    }

    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
