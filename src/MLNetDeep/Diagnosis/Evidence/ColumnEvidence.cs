namespace MLNetDeep.Diagnosis;

/// <summary>One feature column as the checks see it; NaN is a missing value, of a category too.</summary>
/// <param name="column">How messages name it.</param>
/// <param name="training">Its values in the training rows looked at.</param>
/// <param name="validation">Its values in the validation rows looked at.</param>
internal sealed class ColumnEvidence(EvidenceColumn column, float[] training, float[] validation)
{
    private float[]? _sorted;

    public string Name => column.Name;

    /// <summary>The values of a category, in the order of their keys from 1; null for a number.</summary>
    public IReadOnlyList<string>? Categories => column.Categories;

    public float[] Training { get; } = training;

    public float[] Validation { get; } = validation;

    /// <summary>The training values, ascending, without the missing ones.</summary>
    public ReadOnlySpan<float> Sorted => _sorted ??= Sort(Training);

    public int MissingCount => Training.Length - Sorted.Length;

    /// <summary>Whether every training row has the same value, and none misses it.</summary>
    public bool IsConstant => MissingCount == 0 && Sorted[0] == Sorted[^1];

    /// <summary>How many different values there are, missing ones aside.</summary>
    public int DistinctCount
    {
        get
        {
            var sorted = Sorted;
            var count = sorted.IsEmpty ? 0 : 1;
            for (var i = 1; i < sorted.Length; i++)
                count += sorted[i] == sorted[i - 1] ? 0 : 1;
            return count;
        }
    }

    /// <summary>The values that are there, ascending.</summary>
    public static float[] Sort(float[] values)
    {
        float[] sorted = [.. values.Where(value => !float.IsNaN(value))];
        Array.Sort(sorted);
        return sorted;
    }
}
