namespace Microsoft.ML.Data;

/// <summary>
/// The rows whose value in a numeric column lies in a range, or outside of it. Of a key column the test reads the middle of the
/// key's share of [0, 1]. Missing values never pass.
/// </summary>
internal sealed class RangeFilterView : FilterView
{
    private readonly DataViewSchema.Column _column;
    private readonly Func<double, bool> _accepts;

    public RangeFilterView(IDataView source, string columnName, double min, double max, bool includeMax, bool complement = false)
        : base(source)
    {
        _column = source.Schema[columnName];
        if (!IsFilterable(_column.Type))
            throw Contracts.ExceptUserArg("Column", $"Column '{columnName}' does not have compatible type");
        _accepts = (complement, includeMax) switch
        {
            (false, false) => v => min <= v && v < max,
            (false, true) => v => min <= v && v <= max,
            (true, false) => v => v < min || v >= max,
            (true, true) => v => v < min || v > max,
        };
    }

    protected override IEnumerable<DataViewSchema.Column> TestedColumns => [_column];

    public static bool IsFilterable(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double || type is KeyDataViewType;

    protected override Func<bool> CreateTest(DataViewRow row)
    {
        if (_column.Type is KeyDataViewType key)
        {
            return Test(RowGetters.KeyAsUInt64(row, _column),
                value => value != 0 && value <= key.Count ? ((uint)value - 0.5) / key.Count : double.NaN);
        }
        return _column.Type.RawType == typeof(float)
            ? Test(row.GetGetter<float>(_column), value => value)
            : Test(row.GetGetter<double>(_column), value => value);
    }

    private Func<bool> Test<T>(ValueGetter<T> get, Func<T, double> toNumber)
    {
        T value = default!;
        return () =>
        {
            get(ref value);
            return _accepts(toNumber(value));
        };
    }
}
