namespace MLNetDeep.Training;

/// <summary>
/// A sample of rows that come one by one: each has the same chance to be in it (Vitter's algorithm R, doi:10.1145/3147.3165). The rows
/// with the least and the largest value of each target are there in any case, so that a range is exact and no second class is missed.
/// </summary>
internal sealed class RowSample(RowLayout layout, int capacity, RandomNumbers random)
{
    private readonly TensorTableBuilder _rows = new(layout.Width);
    private readonly float[]?[] _extremes = new float[]?[2 * layout.TargetWidth];
    private TensorTable? _full;
    private int _offered;

    /// <summary>Looks at the next row.</summary>
    public void Offer(Span<float> row)
    {
        Span<float> targets = layout.Targets(row);
        for (int i = 0; i < targets.Length; i++)
        {
            if (_extremes[2 * i] is not { } least || targets[i] < layout.Targets(least)[i])
                _extremes[2 * i] = row.ToArray();
            if (_extremes[2 * i + 1] is not { } largest || targets[i] > layout.Targets(largest)[i])
                _extremes[2 * i + 1] = row.ToArray();
        }

        _offered++;
        if (_full is null)
        {
            row.CopyTo(_rows.AddRow());
            if (_rows.RowCount == capacity)
                _full = _rows.ToTable();
        }
        else if (random.Below(_offered) is var place && place < capacity)
            row.CopyTo(_full.Row(place));
    }

    /// <summary>Raw features and targets of the rows in the sample.</summary>
    public (RawRows Features, TensorTable Targets) ToTables()
    {
        TensorTable drawn = _full ?? _rows.ToTable();
        // A sample of all rows has them already, and they would only count twice.
        float[][] extremes = _full is null ? [] : [.. _extremes.OfType<float[]>()];
        int count = drawn.RowCount + extremes.Length;
        var features = new TensorTable(count, layout.FeatureWidth, new float[count * layout.FeatureWidth]);
        var targets = new TensorTable(count, layout.TargetWidth, new float[count * layout.TargetWidth]);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = i < drawn.RowCount ? drawn.Row(i) : extremes[i - drawn.RowCount];
            layout.Features(row).CopyTo(features.Row(i));
            layout.Targets(row).CopyTo(targets.Row(i));
        }

        return (new RawRows(features, layout.FeatureCount, layout.HasBytes), targets);
    }
}
