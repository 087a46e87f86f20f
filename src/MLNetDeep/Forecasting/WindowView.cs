using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Forecasting;

/// <summary>Windows as rows of features, label and categories, for a trainer; each is made when it is read.</summary>
internal sealed class WindowView : IDataView
{
    public const string Features = "Features";
    public const string Label = "Label";

    private readonly WindowSet _windows;

    public WindowView(WindowSet windows)
    {
        _windows = windows;
        var window = windows.Encoder.Window;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(Features, new VectorDataViewType(NumberDataViewType.Single, window.FeatureCount));
        builder.AddColumn(Label, new VectorDataViewType(NumberDataViewType.Single, window.LabelCount));
        for (var index = 0; index < window.CategoryValueCounts.Length; index++)
            builder.AddColumn(Category(index), new KeyDataViewType(typeof(uint), window.CategoryValueCounts[index]));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    /// <summary>The name of a category's column.</summary>
    public static string Category(int index) => FormattableString.Invariant($"Category{index}");

    public long? GetRowCount() => _windows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly WindowView _view;
        private readonly WindowSet _windows;
        private readonly float[] _row;
        private int _index = -1;
        private int _made = -1;

        public Cursor(WindowView view)
        {
            (_view, _windows) = (view, view._windows);
            _row = new float[_windows.Encoder.Window.RawWidth];
        }

        public override long Position => _index;

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_index, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Name switch
            {
                Features => (ValueGetter<VBuffer<float>>)GetFeatures,
                Label => (ValueGetter<VBuffer<float>>)GetLabel,
                _ => CategoryGetter(column.Index - 2),
            };
            return (ValueGetter<TValue>)getter;
        }

        public override bool MoveNext() => ++_index < _windows.Count;

        private float[] Row()
        {
            if (_made != _index)
                _windows.WriteRow(_index, _row);
            _made = _index;
            return _row;
        }

        private void GetFeatures(ref VBuffer<float> value)
        {
            var editor = VBufferEditor.Create(ref value, _windows.Encoder.Window.FeatureCount);
            Row().AsSpan(0, editor.Values.Length).CopyTo(editor.Values);
            value = editor.Commit();
        }

        private void GetLabel(ref VBuffer<float> value)
        {
            var editor = VBufferEditor.Create(ref value, _windows.Encoder.Window.LabelCount);
            _windows.WriteLabel(_index, editor.Values);
            value = editor.Commit();
        }

        private ValueGetter<uint> CategoryGetter(int index) =>
            (ref uint value) => value = (uint)Row()[_windows.Encoder.Window.FeatureCount + index];
    }
}
