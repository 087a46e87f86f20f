namespace Microsoft.ML.Data;

/// <summary>Views of some of the rows of another.</summary>
internal static class RowSubsetView
{
    /// <summary>The rows after the first few, and only so many of them.</summary>
    public static IDataView SkipTake(IDataView source, long skip, long take) => Choose(source, inOrder: true, new([], cursor =>
    {
        var (toSkip, left) = (skip, take);
        return () =>
        {
            while (toSkip > 0 && cursor.MoveNext())
                toSkip--;
            return toSkip == 0 && left-- > 0 && cursor.MoveNext();
        };
    }, count => take == 0 ? 0 : count is { } rows ? Math.Min(Math.Max(rows - skip, 0), take) : null));

    /// <summary>The rows whose value in a numeric column lies in a range, or outside of it. Of a key column the test reads the middle of
    /// the key's share of [0, 1]. Missing values never pass.</summary>
    public static IDataView InRange(IDataView source, string columnName, double min, double max, bool includeMax, bool complement = false)
    {
        var column = source.Schema[columnName];
        Contracts.CheckUserArg(MissingValues.Exist(column.Type), "Column", $"Column '{columnName}' does not have compatible type");
        var (shift, scale) = column.Type is KeyDataViewType key ? (0.5, (double)key.Count) : (0.0, 1.0);
        return Where(source, [column], row =>
        {
            var read = ScalarColumn.Reader<double>(row, column);
            return () =>
            {
                var value = (read() + shift) / scale;
                var above = includeMax ? value > max : value >= max;
                return complement ? value < min || above : value >= min && !above;
            };
        });
    }

    /// <summary>The rows that have no missing value in any of some columns.</summary>
    public static IDataView WithoutMissing(IDataView source, string[] columnNames)
    {
        DataViewSchema.Column[] columns = [.. columnNames.Select(Find)];
        return Where(source, columns, row =>
        {
            var tests = Array.ConvertAll(columns, c => Utils.MarshalInvoke(MakeTest<float>, c.Type.GetItemType().RawType, row, c));
            return () => Array.TrueForAll(tests, test => test());
        });

        DataViewSchema.Column Find(string name, int index)
        {
            var column = source.Schema.GetColumnOrNull(name) ?? throw Contracts.ExceptParam("Columns", $"Source column '{name}' not found");
            Contracts.CheckParam(Array.IndexOf(columnNames, name) == index, "Columns", $"Source column '{name}' specified multiple times");
            Contracts.CheckParam(MissingValues.Exist(column.Type.GetItemType()), "Columns",
                $"Column '{name}' has type {column.Type} which does not support missing values, so we cannot filter on them");
            return column;
        }

        static Func<bool> MakeTest<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (isMissing, get) = (MissingValues.Predicate<T>(column.Type.GetItemType()), SlotGetters.AsVector<T>(row, column));
            VBuffer<T> value = default;
            return () =>
            {
                get(ref value);
                return !value.DenseValues().Any(isMissing);
            };
        }
    }

    public static IDataView Where(IDataView source, DataViewSchema.Column[] tested, Func<DataViewRow, Func<bool>> makeTest) =>
        Choose(source, inOrder: false, new(tested, cursor =>
        {
            var test = makeTest(cursor);
            return () =>
            {
                var more = cursor.MoveNext();
                while (more && !test())
                    more = cursor.MoveNext();
                return more;
            };
        }, _ => null)); // how many rows pass is known only after reading them

    private static RowToRowMapperTransform Choose(IDataView source, bool inOrder, RowChoice rows) =>
        new(source, new BoundRowMapper(source.Schema), inOrder, rows);
}

/// <summary>What counts as missing, by item type: NaN of a real, key 0. Other types have no missing value.</summary>
internal static class MissingValues
{
    public static bool Exist(DataViewType itemType) =>
        itemType is KeyDataViewType || itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;

    public static Func<T, bool> Predicate<T>(DataViewType itemType) =>
        itemType is KeyDataViewType ? value => EqualityComparer<T>.Default.Equals(value, default)
        : typeof(T) == typeof(float) ? (Func<T, bool>)(object)(Func<float, bool>)float.IsNaN
        : typeof(T) == typeof(double) ? (Func<T, bool>)(object)(Func<double, bool>)double.IsNaN
        : throw Contracts.Except($"The type {itemType} has no missing value");
}
