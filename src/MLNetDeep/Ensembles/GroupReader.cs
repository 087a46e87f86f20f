using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Ensembles;

/// <summary>Reads the column that says which rows belong together.</summary>
internal static class GroupReader
{
    /// <summary>The number of each row's group, counted in the order of appearance; null when no column is named.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or holds neither text nor key nor number.</exception>
    public static int[]? Read(IDataView data, string? name)
    {
        if (name is null)
            return null;
        var column = data.Schema.GetColumnOrNull(name)
            ?? throw OutOfRange($"Could not find sampling key column '{name}'");
        return column.Type switch
        {
            TextDataViewType => Read<ReadOnlyMemory<char>, string>(data, column, text => text.ToString()),
            { RawType: var raw } when raw == typeof(uint) => Read<uint, uint>(data, column, value => value),
            { RawType: var raw } when raw == typeof(int) => Read<int, int>(data, column, value => value),
            { RawType: var raw } when raw == typeof(long) => Read<long, long>(data, column, value => value),
            { RawType: var raw } when raw == typeof(float) => Read<float, float>(data, column, value => value),
            { RawType: var raw } when raw == typeof(double) => Read<double, double>(data, column, value => value),
            var other => throw OutOfRange(
                $"Schema mismatch for sampling key column '{name}': "
                + $"expected String, Key<UInt32>, Int32, Int64, Single or Double, got {other}"),
        };
    }

    private static ArgumentOutOfRangeException OutOfRange(string message) => OutOfRange("inputSchema", message);

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);

    private static int[] Read<TValue, TKey>(IDataView data, DataViewSchema.Column column, Func<TValue, TKey> convert) where TKey : notnull
    {
        var groups = new Dictionary<TKey, int>();
        var rows = new List<int>();
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<TValue>(column);
        TValue value = default!;
        while (cursor.MoveNext())
        {
            get(ref value);
            var key = convert(value);
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = groups.Count);
            rows.Add(group);
        }
        return [.. rows];
    }
}
