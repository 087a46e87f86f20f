namespace MLNetDeep.Training;

/// <summary>
/// Falls by a factor when the validation loss (without validation rows the training loss) has stopped falling: PyTorch's
/// ReduceLROnPlateau with a relative threshold. It looks at losses after each epoch and is constant within one.
/// </summary>
public sealed record ReduceOnPlateauSchedule : Schedule
{
    /// <summary>What is left after a fall.</summary>
    /// <value>Default 0.1, PyTorch's. Above 0 and at most 1.</value>
    public double Multiplier { get; init; } = 0.1;

    /// <summary>Epochs without a better loss that are borne; the next one brings the fall.</summary>
    /// <value>Default 10, PyTorch's. At least 0; below the trainer's own patience, which ends the fit.</value>
    public int Patience { get; init; } = 10;

    /// <summary>The share by which a loss must be lower than the lowest to count as better.</summary>
    /// <value>Default 1e-4, PyTorch's. At least 0 and below 1.</value>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Epochs after a fall that are not counted.</summary>
    /// <value>Default 0, PyTorch's. At least 0.</value>
    public int Cooldown { get; init; }

    /// <summary>Where it ends.</summary>
    /// <value>Default 0, PyTorch's. From 0 to 1.</value>
    public double MinimumFactor { get; init; }

    internal override double Factor(in ScheduleTime time)
    {
        (double factor, double best) = (1, double.PositiveInfinity);
        (int bad, int cooldown) = (0, 0);
        for (var epoch = 0; epoch < time.ValidationLosses.Count; epoch++)
        {
            double loss = time.ValidationLosses[epoch];
            bool better = epoch == 0 || loss < best - Threshold * Math.Abs(best);
            best = better ? loss : best;
            bad = better || cooldown > 0 ? 0 : bad + 1;
            cooldown = Math.Max(cooldown - 1, 0);
            if (bad > Patience)
            {
                factor = Math.Max(factor * Multiplier, MinimumFactor);
                (bad, cooldown) = (0, Cooldown);
            }
        }

        return factor;
    }

    internal override void Check(OptionRules rules)
    {
        RequireFactor(rules, Multiplier, nameof(Multiplier));
        rules.Require(Patience >= 0, nameof(Patience), "at least 0", Patience);
        rules.Require(Threshold is >= 0 and < 1, nameof(Threshold), "at least 0 and below 1", Threshold);
        rules.Require(Cooldown >= 0, nameof(Cooldown), "at least 0", Cooldown);
        RequireFraction(rules, MinimumFactor, nameof(MinimumFactor));
    }
}
