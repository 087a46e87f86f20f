namespace Microsoft.ML.Data;

/// <summary>Some of the rows of another view.</summary>
internal sealed class RowSubsetView : DerivedView
{
    private readonly ColumnBindings _bindings;
    private readonly DataViewSchema.Column[] _tested;
    private readonly Func<DataViewRowCursor, Func<bool>> _makeMove;
    private readonly Func<long?, long?> _countRows;

    private RowSubsetView(
        IDataView source, DataViewSchema.Column[] tested, Func<DataViewRowCursor, Func<bool>> makeMove, Func<long?, long?>? countRows = null)
        : base(source, source.Schema, inOrder: countRows != null)
    {
        _bindings = new ColumnBindings(source.Schema, []);
        _tested = tested;
        _makeMove = makeMove;
        // How many rows pass a test is known only after reading them.
        _countRows = countRows ?? (_ => null);
    }

    /// <summary>The rows after the first few, and only so many of them.</summary>
    public static RowSubsetView SkipTake(IHostEnvironment env, IDataView source, long skip, long take)
    {
        env.Register("SkipTakeFilter");
        return new RowSubsetView(source, [], MakeMove,
            count => take == 0 ? 0 : count is { } rows ? Math.Min(Math.Max(rows - skip, 0), take) : null);

        Func<bool> MakeMove(DataViewRowCursor cursor)
        {
            var (toSkip, left) = (skip, take);
            return () =>
            {
                for (; toSkip > 0; toSkip--)
                {
                    if (!cursor.MoveNext())
                        return false;
                }
                return left-- > 0 && cursor.MoveNext();
            };
        }
    }

    /// <summary>
    /// The rows whose value in a numeric column lies in a range, or outside of it. Of a key column the test reads the middle of the
    /// key's share of [0, 1]. Missing values never pass.
    /// </summary>
    public static RowSubsetView InRange(
        IHostEnvironment env, IDataView source, string columnName, double min, double max, bool includeMax, bool complement = false)
    {
        env.Register("RangeFilter");
        var column = source.Schema[columnName];
        Contracts.CheckUserArg(IsRangeColumn(column.Type), "Column", $"Column '{columnName}' does not have compatible type");
        return Where(source, [column], row => column.Type switch
        {
            KeyDataViewType key => Test(RowGetters.KeyAsUInt64(row, column),
                value => value != 0 && value <= key.Count ? ((uint)value - 0.5) / key.Count : double.NaN),
            { RawType: var type } when type == typeof(float) => Test(row.GetGetter<float>(column), value => value),
            _ => Test(row.GetGetter<double>(column), value => value),
        });

        Func<bool> Test<T>(ValueGetter<T> get, Func<T, double> toNumber)
        {
            T item = default!;
            return () =>
            {
                get(ref item);
                var value = toNumber(item);
                var below = includeMax ? value <= max : value < max;
                return complement ? value < min || (!below && !double.IsNaN(value)) : min <= value && below;
            };
        }
    }

    public static bool IsRangeColumn(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double || type is KeyDataViewType;

    /// <summary>The rows that have no missing value in any of some columns.</summary>
    public static RowSubsetView WithoutMissing(IHostEnvironment env, IDataView source, string[] columnNames)
    {
        env.Register("MissingValueFilter");
        var columns = columnNames.Select((name, i) =>
        {
            var column = source.Schema.GetColumnOrNull(name)
                ?? throw Contracts.ExceptUserArg("Columns", $"Source column '{name}' not found");
            Contracts.CheckUserArg(Array.IndexOf(columnNames, name) == i, "Columns", $"Source column '{name}' specified multiple times");
            Contracts.CheckUserArg(MissingValues.Exist(column.Type.GetItemType()), "Columns",
                $"Column '{name}' has type {column.Type} which does not support missing values, so we cannot filter on them");
            return column;
        }).ToArray();
        return Where(source, columns, row =>
        {
            var tests = Array.ConvertAll(columns, c => Utils.MarshalInvoke(MakeTest<float>, c.Type.GetItemType().RawType, row, c));
            return () => Array.TrueForAll(tests, test => test());
        });

        static Func<bool> MakeTest<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var isMissing = MissingValues.Predicate<T>(column.Type.GetItemType());
            var zeroIsMissing = isMissing(default!);
            var get = SlotGetters.AsVector<T>(row, column);
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

    public override long? GetRowCount() => _countRows(Source.GetRowCount());

    protected override IEnumerable<DataViewSchema.Column> InputColumns(DataViewSchema.Column[] needed) =>
        needed.Concat(_tested).DistinctBy(c => c.Index);

    protected override DataViewRowCursor Wrap(DataViewRowCursor input, DataViewSchema.Column[] needed) =>
        new DerivedCursor(input, _bindings, ColumnSelection.ToActive(needed, Schema), [], moveNext: _makeMove(input));

    private static RowSubsetView Where(IDataView source, DataViewSchema.Column[] tested, Func<DataViewRow, Func<bool>> makeTest) =>
        new(source, tested, cursor =>
        {
            var test = makeTest(cursor);
            return () =>
            {
                while (cursor.MoveNext())
                {
                    if (test())
                        return true;
                }
                return false;
            };
        });
}

/// <summary>What counts as missing, by item type: NaN of a real, key 0. Other types have no missing value.</summary>
internal static class MissingValues
{
    public static bool Exist(DataViewType itemType) => RowSubsetView.IsRangeColumn(itemType);

    public static Func<T, bool> Predicate<T>(DataViewType itemType)
    {
        if (itemType is KeyDataViewType)
            return v => EqualityComparer<T>.Default.Equals(v, default);
        if (typeof(T) == typeof(float))
            return (Func<T, bool>)(object)(Func<float, bool>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Func<T, bool>)(object)(Func<double, bool>)double.IsNaN;
        throw Contracts.Except($"The type {itemType} has no missing value");
    }
}
