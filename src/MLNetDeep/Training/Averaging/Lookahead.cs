namespace MLNetDeep.Training;

/// <summary>
/// Slow weights that follow the fast ones every few steps, upon which the fast ones go on from the slow ones (Lookahead,
/// arXiv:1907.08610). The slow ones, the running statistics of batch normalisation among them, are those of the model.
/// </summary>
public sealed record Lookahead : WeightAveraging
{
    /// <summary>
    /// airbench's (arXiv:2404.00498): every 5 steps, and the slow weights keep 0.95^5 (steps done / all steps)^3, so that they hardly
    /// differ at first and smooth at the end.
    /// </summary>
    public static Lookahead Airbench { get; } = new() { Decay = Math.Pow(0.95, 5), DecayPower = 3 };

    /// <summary>Steps from one meeting of the two to the next.</summary>
    /// <value>Default 5 (arXiv:1907.08610). At least 1.</value>
    public int StepCount { get; init; } = 5;

    /// <summary>What the slow weights keep of themselves when they meet the fast ones.</summary>
    /// <value>Default 0.5: one minus the paper's alpha of 0.5. At least 0 and below 1.</value>
    public double Decay { get; init; } = 0.5;

    /// <summary>The power of the share of the fit that is done, which <see cref="Decay"/> is multiplied by.</summary>
    /// <value>Default 0: the same over the whole fit, as in the paper. Finite and at least 0; airbench's is 3.</value>
    public double DecayPower { get; init; }

    internal override bool MovesWeights => true;

    internal override double ShareAfterStep(long count, long step, double progress) =>
        step % StepCount != 0 ? 0 : count == 1 ? 1 : 1 - Decay * Math.Pow(progress, DecayPower);

    internal override double ShareAfterEpoch(int epoch, int epochCount, long count) => 0;

    internal override void Check(OptionRules rules)
    {
        rules.Require(StepCount >= 1, nameof(StepCount), "at least 1", StepCount);
        rules.Require(Decay is >= 0 and < 1, nameof(Decay), "at least 0 and below 1", Decay);
        rules.RequireNotNegative(DecayPower, nameof(DecayPower));
    }
}
