using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Training;

/// <summary>The slots of a feature column: their names, and those that hold nothing.</summary>
internal static class FeatureSlots
{
    /// <summary>The names of all slots, or null when the column has none.</summary>
    public static string[]? Names(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>A slot's number, from 0, and its name where it has one, for messages.</summary>
    public static string Describe(DataViewSchema.Column column, int slot)
    {
        var number = slot.ToString(CultureInfo.InvariantCulture);
        return Names(column) is { } names ? $"{number} ('{names[slot]}')" : number;
    }

    /// <summary>The slots that are NaN in every row.</summary>
    /// <param name="rawRows">Raw rows.</param>
    /// <param name="featureCount">How many slots they begin with.</param>
    public static int[] WithoutValues(RawRows rawRows, int featureCount)
    {
        var isEmpty = new bool[featureCount];
        Array.Fill(isEmpty, true);
        for (var row = 0; row < rawRows.RowCount; row++)
        {
            var values = rawRows.CellsOf(row);
            for (var slot = 0; slot < featureCount; slot++)
                isEmpty[slot] &= float.IsNaN(values[slot]);
        }
        return [.. Enumerable.Range(0, featureCount).Where(slot => isEmpty[slot])];
    }
}
