namespace Microsoft.ML.Trainers;

/// <summary>
/// The training rows, read once into memory. Rows whose label is missing, whose weight is not positive or whose features are
/// not finite are left out and counted.
/// </summary>
internal sealed class TrainingRows
{
    /// <summary>Takes one row; who keeps the features leaves others, or none, in their place.</summary>
    public delegate void Visitor(ref VBuffer<float> features, float label, float weight);

    private TrainingRows(VBuffer<float>[] features, float[] labels, float[]? weights, long skipped)
    {
        Features = features;
        Labels = labels;
        Weights = weights;
        SkippedCount = skipped;
    }

    public VBuffer<float>[] Features { get; }

    /// <summary>Booleans are 0 and 1, keys count from 0.</summary>
    public float[] Labels { get; }

    /// <summary>Null where no weight column was given: every row counts 1.</summary>
    public float[]? Weights { get; }

    public long SkippedCount { get; }

    public int Count => Labels.Length;

    public float Weight(int row) => Weights?[row] ?? 1;

    public static TrainingRows Read(IHost host, IDataView data, string featureName, string labelName, string? weightName)
    {
        var features = new List<VBuffer<float>>();
        var labels = new List<float>();
        var weights = weightName is null ? null : new List<float>();
        var skipped = Visit(host, data, featureName, labelName, weightName, Keep);
        return new TrainingRows([.. features], [.. labels], weights?.ToArray(), skipped);

        void Keep(ref VBuffer<float> row, float label, float weight)
        {
            features.Add(row);
            row = default; // each row keeps its own arrays
            labels.Add(label);
            weights?.Add(weight);
        }
    }

    /// <summary>Hands over the rows to learn from, one by one, and returns how many were left out; a cancelled host stops it.</summary>
    public static long Visit(IHost host, IDataView data, string featureName, string labelName, string? weightName, Visitor visitor)
    {
        var feature = data.Schema[featureName];
        var label = data.Schema[labelName];
        DataViewSchema.Column? weight = weightName is null ? null : data.Schema[weightName];
        DataViewSchema.Column[] columns = weight is { } w ? [feature, label, w] : [feature, label];
        using var cursor = data.GetRowCursor(columns);
        var featureGetter = cursor.GetGetter<VBuffer<float>>(feature);
        var readLabel = ScalarColumn.Reader(cursor, label);
        var weightGetter = weight is { } column ? cursor.GetGetter<float>(column) : null;
        VBuffer<float> x = default;
        var rowWeight = 1f;
        long skipped = 0;
        while (cursor.MoveNext())
        {
            host.CheckAlive();
            featureGetter(ref x);
            var y = readLabel();
            weightGetter?.Invoke(ref rowWeight);
            if (float.IsFinite(y) && rowWeight > 0 && float.IsFinite(rowWeight) && AllFinite(x.GetValues()))
                visitor(ref x, y, rowWeight);
            else
                skipped++;
        }
        return skipped;
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }
}
