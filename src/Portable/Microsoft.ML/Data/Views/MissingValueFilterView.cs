namespace Microsoft.ML.Data;

/// <summary>The rows that have no missing value in any of some columns.</summary>
internal sealed class MissingValueFilterView : FilterView
{
    private readonly DataViewSchema.Column[] _columns;

    public MissingValueFilterView(IDataView source, string[] columns)
        : base(source)
    {
        _columns = new DataViewSchema.Column[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = columns[i];
            _columns[i] = source.Schema.GetColumnOrNull(name)
                ?? throw Contracts.ExceptUserArg("Columns", $"Source column '{name}' not found");
            if (columns.AsSpan(0, i).Contains(name))
                throw Contracts.ExceptUserArg("Columns", $"Source column '{name}' specified multiple times");
            var type = _columns[i].Type;
            if (!MissingValues.Exist(type.GetItemType()))
            {
                throw Contracts.ExceptUserArg(
                    "Columns", $"Column '{name}' has type {type} which does not support missing values, so we cannot filter on them");
            }
        }
    }

    protected override IEnumerable<DataViewSchema.Column> TestedColumns => _columns;

    protected override Func<bool> CreateTest(DataViewRow row)
    {
        var tests = Array.ConvertAll(_columns, c => c.Type is VectorDataViewType vector
            ? Utils.MarshalInvoke(TestVector<float>, vector.ItemType.RawType, row, c)
            : Utils.MarshalInvoke(TestScalar<float>, c.Type.RawType, row, c));
        return () =>
        {
            foreach (var test in tests)
            {
                if (!test())
                    return false;
            }

            return true;
        };
    }

    private static Func<bool> TestScalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var isMissing = MissingValues.Predicate<T>(column.Type);
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return !isMissing(value);
        };
    }

    private static Func<bool> TestVector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var isMissing = MissingValues.Predicate<T>(column.Type.GetItemType());
        var get = row.GetGetter<VBuffer<T>>(column);
        var zeroIsMissing = isMissing(default!);
        VBuffer<T> value = default;
        return () =>
        {
            get(ref value);
            if (zeroIsMissing && !value.IsDense)
                return false;
            foreach (var item in value.GetValues())
            {
                if (isMissing(item))
                    return false;
            }

            return true;
        };
    }
}
