using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Diagnosis;

/// <summary>How a column of the raw rows is named in messages.</summary>
/// <param name="Name">The slot or the column, ready for a sentence.</param>
/// <param name="Categories">The values of a category, in the order of their keys from 1; null for a number.</param>
internal sealed record EvidenceColumn(string Name, IReadOnlyList<string>? Categories = null)
{
    /// <summary>The columns in the order of a raw row.</summary>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="schema">The training data.</param>
    public static IReadOnlyList<EvidenceColumn> Of(InputColumns inputs, DataViewSchema schema)
    {
        var slots = inputs.FeatureColumnName is { } name ? FeatureSlots.Names(schema[name]) : null;
        return
        [
            .. Enumerable.Range(0, inputs.FeatureCount).Select(slot => new EvidenceColumn(
                slots is not null && slots[slot].Length > 0
                    ? $"'{slots[slot]}'"
                    : string.Create(CultureInfo.InvariantCulture, $"slot {slot}"))),
            .. inputs.CategoryNames.Select(category => new EvidenceColumn($"'{category}'", KeyNames.ClassesOf(schema[category]))),
        ];
    }
}
