namespace MLNetDeep.Tasks;

/// <summary>What is said of labels that cannot be learned from.</summary>
internal static class LabelErrors
{
    public static InvalidOperationException Missing(string column, long rowNumber) =>
        new($"Label column '{column}' must have a value in every row, but is missing in row {rowNumber}. Filter such rows out first.");

    public static InvalidOperationException NotOneForEachStep(string column, string feature, long rowNumber, int labels, int steps) => new(
        $"Label column '{column}' must have a key for each step of feature column '{feature}', "
        + $"but has {labels} for {steps} steps in row {rowNumber}.");

    public static InvalidOperationException MissingKey(string column, long rowNumber) =>
        new($"Label column '{column}' must have no missing key, but has one in row {rowNumber}. Filter such rows out first.");

    public static InvalidOperationException NeitherNorOne(string column, long rowNumber, float value) => new(FormattableString.Invariant(
        $"Label column '{column}' must be 0 or 1 in every slot, but was {value} in row {rowNumber}. Filter such rows out first."));

    public static InvalidOperationException NotFinite(string column, long rowNumber, float value) => new(
        $"Label column '{column}' must be finite in every row, but was {NonFinite.Name(value)} in row {rowNumber}. "
        + "Filter such rows out first.");

    /// <summary>Refuses targets that are all alike: there is nothing to tell apart.</summary>
    public static void RequireTwoClasses(string column, ReadOnlySpan<float> targets, Func<float, string> nameOf)
    {
        if (targets.IndexOfAnyExcept(targets[0]) < 0)
        {
            throw new InvalidOperationException(
                $"Label column '{column}' must have at least 2 classes, but every row is '{nameOf(targets[0])}'.");
        }
    }
}
