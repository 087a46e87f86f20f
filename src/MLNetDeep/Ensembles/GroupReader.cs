using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Ensembles;

/// <summary>Reads the column that says which rows belong together.</summary>
internal static class GroupReader
{
    /// <summary>The number of each row's group, counted in the order of appearance; null when no column is named.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="name">The column.</param>
    /// <param name="role">What the column is for, in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of a type that tells no groups apart.</exception>
    public static int[]? Read(IDataView data, string? name, string role = "sampling key")
    {
        if (name is null)
            return null;
        var groups = new Dictionary<uint, int>();
        return Array.ConvertAll(ReadKeys(data, name, role), key =>
        {
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = groups.Count);
            return group;
        });
    }

    /// <summary>What tells each row's group: the same number for the same value in whatever data.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="name">The column.</param>
    /// <param name="role">What the column is for, in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of a type that tells no groups apart.</exception>
    public static uint[] ReadKeys(IDataView data, string name, string role = "sampling key")
    {
        var column = data.Schema.GetColumnOrNull(name) ?? throw OutOfRange("inputSchema", $"Could not find {role} column '{name}'");
        if (column.Type is VectorDataViewType || !SamplingKeyReader.Accepts(column.Type))
        {
            throw OutOfRange("inputSchema", $"Schema mismatch for {role} column '{name}': "
                + $"expected a number, a text, a Boolean or a key, got {column.Type}");
        }

        var keys = new List<uint>();
        using var cursor = data.GetRowCursor([column]);
        var read = SamplingKeyReader.Create(cursor, column);
        while (cursor.MoveNext())
            keys.Add(read());
        return [.. keys];
    }

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}
