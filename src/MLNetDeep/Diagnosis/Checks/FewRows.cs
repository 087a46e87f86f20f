namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Little to learn from, or to choose the epoch by.</summary>
internal sealed class FewRows : ICheck
{
    /// <summary>
    /// Parameters for each training row. Networks with ten times more parameters than rows do well on tables (TabM, arXiv:2410.24210);
    /// far beyond, a smaller one is as good and quicker.
    /// </summary>
    private const double ParametersPerRow = 200;

    /// <summary>An error rate measured on fewer rows is uncertain by more than 5 points.</summary>
    private const int LeastValidationRows = 100;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        int rows = evidence.Data.TrainRowCount, validation = evidence.Data.ValidationRowCount;
        if (evidence.Network.ParameterCount >= ParametersPerRow * rows)
        {
            yield return new Finding(
                "few-rows",
                FindingSeverity.Note,
                $"{Words.Count(evidence.Network.ParameterCount)} parameters learn from {Words.Count(rows, "training row")}.",
                "A smaller network is likely to do as well; compare by cross-validation.");
        }
        if (validation is > 0 and < LeastValidationRows)
        {
            yield return new Finding(
                "few-validation-rows",
                FindingSeverity.Note,
                $"{Words.Count(validation, "validation row")} chose the best epoch: chance had a large part in it.",
                "Train several times with other seeds, or cross-validate, before trusting small differences.");
        }
    }
}
