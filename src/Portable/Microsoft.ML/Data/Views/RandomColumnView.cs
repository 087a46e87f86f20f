namespace Microsoft.ML.Data;

/// <summary>A view with one more column: uniform random numbers in [0, 1) that a seed and the row's position determine.</summary>
internal sealed class RandomColumnView : DerivedView
{
    private readonly uint _seed;
    private readonly int _index;

    public RandomColumnView(IDataView source, string name, uint? seed)
        : base(source)
    {
        _seed = seed ?? 42;
        _index = source.Schema.Count;
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(source.Schema);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        schema.AddColumn(name, NumberDataViewType.Single, annotations.ToAnnotations());
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    // The numbers belong to positions: shuffling the source would give them to other rows.
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToList();
        var input = Source.GetRowCursor(needed.Where(c => c.Index < _index).Select(c => Source.Schema[c.Index]));
        return new Cursor(this, input, needed.Any(c => c.Index == _index));
    }

    private sealed class Cursor(RandomColumnView view, DataViewRowCursor input, bool active) : ForwardingCursor(input)
    {
        private readonly TauswortheHybrid _random = RandomUtils.Create(view._seed);
        private float _value;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index == view._index ? active : Input.IsColumnActive(Input.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Index == view._index
            ? ColumnSelection.Cast<TValue>(active ? (ValueGetter<float>)((ref float value) => value = _value) : null, column)
            : Input.GetGetter<TValue>(Input.Schema[column.Index]);

        public override bool MoveNext()
        {
            if (!Input.MoveNext())
                return false;
            if (active)
                _value = _random.NextSingle();
            return true;
        }
    }
}
