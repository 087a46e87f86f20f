using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Images.Data;

/// <summary>The label column: a key for each row, and the names of the classes with it.</summary>
internal static class ClassLabels
{
    /// <summary>What ML.NET calls the annotation that names a key's values.</summary>
    private const string KeyValues = "KeyValues";

    /// <summary>Makes the column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classNames">The classes' names.</param>
    public static RowColumn Column<TLabel>(string name, TLabel[] labels, IReadOnlyList<string> classNames)
        where TLabel : System.Numerics.IBinaryInteger<TLabel>
    {
        var names = classNames.Select(className => className.AsMemory()).ToArray();
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(KeyValues, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names]));
        // Keys count from 1; 0 is a missing one.
        return new RowColumn<uint>(name, new KeyDataViewType(typeof(uint), names.Length),
            (RowWalk walk, ref uint value) => value = uint.CreateChecked(labels[walk.Row]) + 1, annotations.ToAnnotations());
    }

    /// <summary>"0", "1" and so on.</summary>
    public static string[] Numbers(int count) =>
        [.. Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Refuses names that are empty or occur twice.</summary>
    public static void CheckNames(IReadOnlyList<string>? names, string owner)
    {
        if (names is null)
            return;
        if (names.Count == 0)
            throw new ArgumentException($"{owner}.ClassNames must have at least one name, but was empty.");
        if (names.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"{owner}.ClassNames must have no empty name, but had one.");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{owner}.ClassNames must have each name once, but had '{twice.Key}' {twice.Count()} times.");
    }

    /// <summary>Refuses an empty column name.</summary>
    public static void CheckColumn(string? name, string member, bool isOptional = false)
    {
        if (name == "" || (name is null && !isOptional))
            throw new ArgumentException($"{member} must be a column's name, but was {(name is null ? "null" : "empty")}.");
    }
}
