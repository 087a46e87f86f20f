namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Feature columns that hardly ever have a value.</summary>
internal sealed class MissingValues : ICheck
{
    /// <summary>With fewer values than one row in twenty, most of what a column tells is whether it is there.</summary>
    private const double Share = 0.95;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        string[] missing =
        [
            .. evidence.Columns.Where(column => column.MissingCount >= Share * column.Training.Length)
                .Select(column => $"{column.Name} ({Words.Percent((double)column.MissingCount / column.Training.Length)})"),
        ];
        if (missing.Length == 0)
            yield break;
        yield return new Finding(
            "missing-values",
            FindingSeverity.Note,
            $"{evidence.ColumnsOf(missing.Length)} {(missing.Length == 1 ? "is" : "are")} missing in at least {Words.Percent(Share)} of "
            + $"{evidence.RowsLookedAt}: {Words.List(missing)}.",
            "Check whether they were read as intended; if so, they may be left out, or told as present or not.");
    }
}
