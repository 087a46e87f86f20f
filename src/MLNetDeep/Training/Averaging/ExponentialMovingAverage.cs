namespace MLNetDeep.Training;

/// <summary>An average in which older steps fade (Polyak averaging with a horizon), brought up to date after every step.</summary>
/// <remarks>Smooths the last steps away, so that a constant step size does nearly as well as one that falls.</remarks>
public sealed record ExponentialMovingAverage : WeightAveraging
{
    /// <summary>What the old average keeps in a step.</summary>
    /// <value>Default 0.999, as in PyTorch's get_ema_multi_avg_fn: about the last 1,000 steps count. At least 0 and below 1.</value>
    public double Decay { get; init; } = 0.999;

    /// <summary>Whether the first steps fade faster and do not linger: step n keeps at most (1 + n) / (10 + n).</summary>
    /// <value>Default <see langword="true"/>; TensorFlow's ExponentialMovingAverage does so when it is told the step.</value>
    public bool WarmsUp { get; init; } = true;

    internal override double ShareAfterStep(long count, long step, double progress) =>
        count == 1 ? 1 : 1 - (WarmsUp ? Math.Min(Decay, (1.0 + count) / (10.0 + count)) : Decay);

    internal override double ShareAfterEpoch(int epoch, int epochCount, long count) => 0;

    internal override void Check(OptionRules rules) =>
        rules.Require(Decay is >= 0 and < 1, nameof(Decay), "at least 0 and below 1", Decay);
}
