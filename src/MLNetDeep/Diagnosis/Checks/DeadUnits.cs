namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Hidden units that put out the same number whatever the row, as ReLU's do once their input stays below 0.</summary>
internal sealed class DeadUnits : ICheck
{
    /// <summary>A unit is dead when it moves by less than this share of what the liveliest unit of its layer moves by.</summary>
    private const double Stillness = 1e-4;

    /// <summary>From a quarter on, a smaller layer would have done; fewer are normal in networks with weight decay.</summary>
    private const double NoteShare = 0.25;

    /// <summary>From three quarters on, it is likely that the layer was damaged by too large steps.</summary>
    private const double WarningShare = 0.75;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        foreach (var layer in evidence.Layers)
        {
            if (layer.Units is not { } units)
                continue;
            int dead = CountDead(units), count = units.Minimum.Length;
            if (dead < NoteShare * count)
                continue;
            yield return new Finding(
                "dead-units",
                dead == count ? FindingSeverity.Problem : dead >= WarningShare * count ? FindingSeverity.Warning : FindingSeverity.Note,
                $"{Words.Count(dead)} of {Words.Count(count, "unit")} in {layer.Name} are dead: they put out the same number for each of "
                + $"{Words.Count(units.RowCount)} training rows.",
                dead >= WarningShare * count
                    ? $"Lower the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}), add batch normalisation, or take "
                      + "an activation with a slope everywhere (LeakyRelu, Silu)."
                    : "A smaller layer would do the same; if the model should do better, try a lower learning rate or less weight decay.");
        }
    }

    private static int CountDead(UnitOutputs units)
    {
        var spans = units.Maximum.Zip(units.Minimum, (high, low) => (double)high - low).ToArray();
        var widest = spans.Max();
        return spans.Count(span => span <= Stillness * widest);
    }
}
