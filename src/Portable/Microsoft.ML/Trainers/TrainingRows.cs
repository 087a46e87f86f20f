namespace Microsoft.ML.Trainers;

/// <summary>The training rows, read once into memory. Rows whose label is missing, whose weight is not positive or whose features are not
/// finite are left out and counted.</summary>
internal sealed class TrainingRows
{
    private readonly List<VBuffer<float>> _features = [];
    private readonly List<float> _labels = [], _weights = [];

    public TrainingRows(IHost host, IDataView data, string featureName, string labelName, string? weightName, int featureCount)
    {
        FeatureCount = featureCount;
        SkippedCount = Visit(host, data, featureName, labelName, weightName, (ref features, label, weight) =>
        {
            _features.Add(features);
            features = default; // each row keeps its own arrays
            _labels.Add(label);
            _weights.Add(weight);
        });
    }

    public int FeatureCount { get; }
    public long SkippedCount { get; }
    public int Count => _labels.Count;
    public ReadOnlySpan<VBuffer<float>> Features => CollectionsMarshal.AsSpan(_features);
    public ReadOnlySpan<float> Labels => CollectionsMarshal.AsSpan(_labels); // flags are 0 and 1, keys count from 0

    public float Weight(int row) => _weights[row];

    /// <summary>Hands over the rows to learn from, one by one, and returns how many were left out; a cancelled host stops it.</summary>
    public static long Visit(
        IHost host, IDataView data, string featureName, string labelName, string? weightName, RowVisitor<VBuffer<float>> visitor)
    {
        long skipped = 0;
        DataViewSchema.Column? weightColumn = weightName is null ? null : data.Schema[weightName];
        RoleColumns.ForEach<VBuffer<float>>(data, data.Schema[labelName], data.Schema[featureName], weightColumn, 1, (ref x, y, weight) =>
        {
            host.CheckAlive();
            if (float.IsFinite(y) && weight > 0 && float.IsFinite(weight) && TensorPrimitives.IsFiniteAll(x.GetValues()))
                visitor(ref x, y, weight);
            else
                skipped++;
        });
        return skipped;
    }
}

/// <summary>Arithmetic with rows of features, which may be sparse, in single precision as the official models do it.</summary>
internal static class FeatureRow
{
    public static float Dot(this in VBuffer<float> row, ReadOnlySpan<float> weights)
    {
        var values = row.GetValues();
        var indices = row.GetIndices();
        if (row.IsDense)
            return TensorPrimitives.Dot(weights, values);
        var sum = 0f;
        for (var k = 0; k < values.Length; k++)
            sum += weights[indices[k]] * values[k];
        return sum;
    }

    /// <summary>target += scale * row.</summary>
    public static void AddTo(this in VBuffer<float> row, Span<float> target, float scale)
    {
        var values = row.GetValues();
        var indices = row.GetIndices();
        if (row.IsDense)
            TensorPrimitives.MultiplyAdd(values, scale, target, target);
        for (var k = 0; k < indices.Length; k++)
            target[indices[k]] += scale * values[k];
    }
}
