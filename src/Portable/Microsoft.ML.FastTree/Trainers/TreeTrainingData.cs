using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree.Binning;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>The rows to learn from, read in one pass. Rows with a missing or infinite value, or no positive weight, are left out.</summary>
internal sealed class TreeTrainingData
{
    private const int RowsPerCheck = 4096; // between two looks at whether the training is to stop

    private TreeTrainingData(FeatureValues features, float[] labels, double[]? weights, long skippedCount) =>
        (Features, Labels, Weights, SkippedCount) = (features, labels, weights, skippedCount);

    public FeatureValues Features { get; }

    /// <summary>Flags are 0 and 1.</summary>
    public float[] Labels { get; }

    /// <summary>Null when no weight column was named.</summary>
    public double[]? Weights { get; }

    /// <summary>How many rows were left out.</summary>
    public long SkippedCount { get; }

    public static TreeTrainingData Read(IHost host, IDataView view, string featureName, string labelName, string? weightName)
    {
        var featureColumn = view.Schema[featureName];
        var columns = new[] { featureName, labelName, weightName }.Where(name => name is not null).Select(name => view.Schema[name!]);
        using var cursor = view.GetRowCursor(columns);
        var readFeatures = cursor.GetGetter<VBuffer<float>>(featureColumn);
        var readLabel = ScalarColumn.Reader(cursor, view.Schema[labelName]);
        var readWeight = weightName is null ? null : ScalarColumn.Reader(cursor, view.Schema[weightName]);

        var features = new FeatureValues(((VectorDataViewType)featureColumn.Type).Size);
        var labels = new List<float>();
        var weights = readWeight is null ? null : new List<double>();
        VBuffer<float> row = default;
        long skipped = 0;
        while (cursor.MoveNext())
        {
            if (cursor.Position % RowsPerCheck == 0) host.CheckAlive();
            readFeatures(ref row);
            var label = readLabel();
            var weight = readWeight?.Invoke() ?? 1;
            if (!float.IsFinite(label) || !float.IsFinite(weight) || !(weight > 0) || !AreFinite(row.GetValues()))
            {
                skipped++;
                continue;
            }
            features.Add(row.GetValues(), row.GetIndices());
            labels.Add(label);
            weights?.Add(weight);
        }
        return new TreeTrainingData(features, [.. labels], weights?.ToArray(), skipped);
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) return false;
        }
        return true;
    }
}
