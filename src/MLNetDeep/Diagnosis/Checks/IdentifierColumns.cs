namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Feature columns that number the rows: the network can only learn them by heart.</summary>
internal sealed class IdentifierColumns : ICheck
{
    /// <summary>Among fewer rows, distinct whole numbers come about by chance.</summary>
    private const int LeastRows = 100;

    /// <summary>Numbers of shuffled rows fill their range at least by this share; amounts and measurements lie far wider.</summary>
    private const double Density = 0.25;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        string[] found = [.. evidence.Columns.Where(column => IsIdentifier(column, evidence)).Select(column => column.Name)];
        if (found.Length == 0)
            yield break;
        yield return new Finding(
            "identifier-columns",
            FindingSeverity.Warning,
            $"{Words.List(found)} {(found.Length == 1 ? "looks like an identifier" : "look like identifiers")}: "
            + $"another value in each of {evidence.RowsLookedAt}.",
            "Leave identifiers and row numbers out of the features: new rows bring values that were never seen.");
    }

    private static bool IsIdentifier(ColumnEvidence column, FitEvidence evidence)
    {
        var sorted = column.Sorted;
        if (sorted.Length < LeastRows || column.MissingCount > 0)
            return false;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] != MathF.Round(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1]))
                return false;
        }
        return IsMonotone(column.Training) || evidence.Labels.RowCount >= Density * (sorted[^1] - sorted[0] + 1);
    }

    private static bool IsMonotone(float[] values)
    {
        var direction = values[1] > values[0] ? 1 : -1;
        for (var i = 1; i < values.Length; i++)
        {
            if ((values[i] - values[i - 1]) * direction <= 0)
                return false;
        }
        return true;
    }
}
