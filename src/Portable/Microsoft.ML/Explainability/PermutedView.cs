namespace Microsoft.ML;

/// <summary>A data view in which one slot of the feature column holds other rows' values.</summary>
internal sealed class PermutedView(IDataView source, DataViewSchema.Column features, int slot, float[] values) : DerivedView(source)
{
    public override long? GetRowCount() => values.Length;

    // The values belong to rows by their position: the order must stay.
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(Source.GetRowCursor(columnsNeeded), features.Index, slot, values);

    private sealed class Cursor(DataViewRowCursor input, int featureIndex, int slot, float[] values) : ForwardingCursor(input)
    {
        private int _row = -1;

        public override bool MoveNext()
        {
            if (_row + 1 >= values.Length || !base.MoveNext())
                return false;
            _row++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = Input.GetGetter<TValue>(column);
            return column.Index == featureIndex && getter is ValueGetter<VBuffer<float>> features
                ? (ValueGetter<TValue>)(Delegate)Permuted(features)
                : getter;
        }

        private ValueGetter<VBuffer<float>> Permuted(ValueGetter<VBuffer<float>> features)
        {
            VBuffer<float> original = default;
            return (ref VBuffer<float> result) =>
            {
                features(ref original);
                original.CopyToDense(ref result);
                VBufferEditor.CreateFromBuffer(ref result).Values[slot] = values[_row];
            };
        }
    }
}
