namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Units of a bounded function that sit at its limits, where it has no slope to learn by.</summary>
internal sealed class SaturatedUnits : ICheck
{
    /// <summary>Share of the rows in which a saturated unit is at a limit.</summary>
    private const double RowShare = 0.95;

    /// <summary>Share of a layer's units; a few switches among many units are normal (Glorot and Bengio 2010 show the rest).</summary>
    private const double UnitShare = 0.5;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        foreach (var layer in evidence.Layers)
        {
            if (layer.Units is not { SaturatedRows: { } rows } units)
                continue;
            var saturated = rows.Count(count => count >= RowShare * units.RowCount);
            if (saturated < UnitShare * rows.Length)
                continue;
            yield return new Finding(
                "saturated-units",
                FindingSeverity.Warning,
                $"{Words.Count(saturated)} of {Words.Count(rows.Length, "unit")} in {layer.Name} are saturated: at a limit of their "
                + $"function in at least {Words.Percent(RowShare)} of {Words.Count(units.RowCount)} training rows.",
                $"Lower the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}), add batch normalisation before the "
                + "activation, or take one without limits (Relu, Silu).");
        }
    }
}
