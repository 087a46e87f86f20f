namespace Microsoft.ML.Trainers;

/// <summary>
/// The training rows, read once into memory. Rows whose label is missing, whose weight is not positive or whose features are
/// not finite are left out and counted.
/// </summary>
internal sealed class TrainingRows
{
    /// <summary>Takes one row; who keeps the features leaves others, or none, in their place.</summary>
    public delegate void Visitor(ref VBuffer<float> features, float label, float weight);

    private readonly List<VBuffer<float>> _features = [];
    private readonly List<float> _labels = [];
    private readonly List<float>? _weights;

    public TrainingRows(IHost host, IDataView data, string featureName, string labelName, string? weightName, int featureCount)
    {
        FeatureCount = featureCount;
        _weights = weightName is null ? null : [];
        SkippedCount = Visit(host, data, featureName, labelName, weightName, (ref VBuffer<float> features, float label, float weight) =>
        {
            _features.Add(features);
            features = default; // each row keeps its own arrays
            _labels.Add(label);
            _weights?.Add(weight);
        });
    }

    public int FeatureCount { get; }
    public long SkippedCount { get; }
    public int Count => _labels.Count;
    public ReadOnlySpan<VBuffer<float>> Features => CollectionsMarshal.AsSpan(_features);
    public ReadOnlySpan<float> Labels => CollectionsMarshal.AsSpan(_labels); // flags are 0 and 1, keys count from 0

    public float Weight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>Hands over the rows to learn from, one by one, and returns how many were left out; a cancelled host stops it.</summary>
    public static long Visit(IHost host, IDataView data, string featureName, string labelName, string? weightName, Visitor visitor)
    {
        var (feature, label) = (data.Schema[featureName], data.Schema[labelName]);
        DataViewSchema.Column? weight = weightName is null ? null : data.Schema[weightName];
        using var cursor = data.GetRowCursor(weight is { } needed ? [feature, label, needed] : [feature, label]);
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
            if (float.IsFinite(y) && rowWeight > 0 && float.IsFinite(rowWeight) && TensorPrimitives.IsFiniteAll(x.GetValues()))
                visitor(ref x, y, rowWeight);
            else
                skipped++;
        }
        return skipped;
    }
}

/// <summary>Arithmetic with rows of features, which may be sparse, in single precision as the official models do it.</summary>
internal static class FeatureRow
{
    public static float Dot(this in VBuffer<float> row, ReadOnlySpan<float> weights)
    {
        var values = row.GetValues();
        if (row.IsDense)
            return TensorPrimitives.Dot(weights, values);
        var indices = row.GetIndices();
        var sum = 0f;
        for (var k = 0; k < values.Length; k++)
            sum += weights[indices[k]] * values[k];
        return sum;
    }

    /// <summary>target += scale * row.</summary>
    public static void AddTo(this in VBuffer<float> row, Span<float> target, float scale)
    {
        var values = row.GetValues();
        if (row.IsDense)
        {
            TensorPrimitives.MultiplyAdd(values, scale, target, target);
            return;
        }
        var indices = row.GetIndices();
        for (var k = 0; k < values.Length; k++)
            target[indices[k]] += scale * values[k];
    }
}
