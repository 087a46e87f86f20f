namespace Microsoft.ML;

/// <summary>A data view in which one slot of the feature column holds other rows' values.</summary>
internal static class PermutedView
{
    public static IDataView Create(IHostEnvironment env, IDataView source, DataViewSchema.Column features, int slot, float[] values)
    {
        var mapper = new RowMapper([new DataViewSchema.DetachedColumn(features)], [[features]], (row, _) =>
        {
            var getter = row.GetGetter<VBuffer<float>>(row.Schema[features.Index]);
            VBuffer<float> original = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
            {
                getter(ref original);
                original.CopyToDense(ref result);
                VBufferEditor.CreateFromBuffer(ref result).Values[slot] = values[row.Position];
            });
        });
        // The values belong to rows by their position: the order must stay.
        return new RowToRowMapperTransform(RowSubsetView.SkipTake(env, source, 0, values.Length), mapper, inOrder: true);
    }
}
