using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A data view in which one slot of the feature column holds other rows' values.</summary>
internal sealed class PermutedView(IDataView source, DataViewSchema.Column features, int slot, float[] values) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    // The values belong to rows by their position: the order must stay.
    public bool CanShuffle => false;

    public long? GetRowCount() => values.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, source.GetRowCursor(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private DataViewSchema.Column FeatureColumn => features;

    private int Slot => slot;

    private float[] Values => values;

    private sealed class Cursor(PermutedView view, DataViewRowCursor input) : SynchronizedCursorBase(input)
    {
        private int _row = -1;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

        public override bool MoveNext()
        {
            if (_row + 1 >= view.Values.Length || !Input.MoveNext())
                return false;
            _row++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = Input.GetGetter<TValue>(column);
            return column.Index == view.FeatureColumn.Index && getter is ValueGetter<VBuffer<float>> features
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
                VBufferEditor.CreateFromBuffer(ref result).Values[view.Slot] = view.Values[_row];
            };
        }
    }
}
