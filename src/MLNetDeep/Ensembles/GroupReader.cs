using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Ensembles;

/// <summary>Reads the column that says which rows belong together.</summary>
internal static class GroupReader
{
    /// <summary>The number of each row's group, counted in the order of appearance; null when no column is named.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of a type that tells no groups apart.</exception>
    public static int[]? Read(IDataView data, string? name)
    {
        if (name is null)
            return null;
        var column = data.Schema.GetColumnOrNull(name) ?? throw OutOfRange("inputSchema", $"Could not find sampling key column '{name}'");
        if (column.Type is VectorDataViewType || !SamplingKeyReader.Accepts(column.Type))
        {
            throw OutOfRange("inputSchema", $"Schema mismatch for sampling key column '{name}': "
                + $"expected a number, a text, a Boolean or a key, got {column.Type}");
        }

        var groups = new Dictionary<uint, int>();
        var rows = new List<int>();
        using var cursor = data.GetRowCursor([column]);
        var read = SamplingKeyReader.Create(cursor, column);
        while (cursor.MoveNext())
        {
            var key = read();
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = groups.Count);
            rows.Add(group);
        }
        return [.. rows];
    }

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}
