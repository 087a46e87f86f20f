namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Feature columns with one value only.</summary>
internal sealed class ConstantColumns : ICheck
{
    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        string[] constant = [.. evidence.Columns.Where(column => column.IsConstant).Select(column => column.Name)];
        if (constant.Length == 0 || evidence.Sample.TrainingRows.Length < 2)
            yield break;
        yield return new Finding(
            "constant-columns",
            FindingSeverity.Note,
            $"{evidence.ColumnsOf(constant.Length)} {(constant.Length == 1 ? "has" : "have")} one value only in {evidence.RowsLookedAt}: "
            + $"{Words.List(constant)}.",
            "Leave them out, or find out why they do not vary: the network learned nothing from them.");
    }
}
