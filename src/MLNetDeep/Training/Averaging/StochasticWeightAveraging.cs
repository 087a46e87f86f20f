namespace MLNetDeep.Training;

/// <summary>The plain mean of the weights at the ends of the last epochs (SWA, arXiv:1803.05407).</summary>
/// <remarks>
/// Wants a step size that stays up while it averages: a constant, cyclic or <see cref="WarmRestartsSchedule"/> one, and patience enough
/// to come so far; before it begins, epochs are measured and kept with the weights that move. The running statistics of batch
/// normalisation are averaged like weights, which spares the paper's extra pass over the rows.
/// </remarks>
public sealed record StochasticWeightAveraging : WeightAveraging
{
    /// <summary>The share of the fit's epochs after which it begins.</summary>
    /// <value>Default 0.75 (arXiv:1803.05407). At least 0 and below 1.</value>
    public double StartFraction { get; init; } = 0.75;

    internal override double ShareAfterStep(long count, long step, double progress) => 0;

    internal override double ShareAfterEpoch(int epoch, int epochCount, long count) =>
        epoch > StartFraction * epochCount ? 1.0 / count : 0;

    internal override void Check(OptionRules rules) =>
        rules.Require(StartFraction is >= 0 and < 1, nameof(StartFraction), "at least 0 and below 1", StartFraction);
}
