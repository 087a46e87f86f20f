namespace MLNetDeep;

/// <summary>How a learning-rate range test goes (<see cref="DeepTrainer.FindLearningRate"/>).</summary>
public sealed record LearningRateRangeOptions
{
    /// <summary>The first step size.</summary>
    /// <value>Default 1e-6. Finite and above 0; so small that nothing moves.</value>
    public double MinimumRate { get; init; } = 1e-6;

    /// <summary>The last step size, if the loss does not rise before.</summary>
    /// <value>Default 10, fastai's. Finite and above <see cref="MinimumRate"/>.</value>
    public double MaximumRate { get; init; } = 10;

    /// <summary>How many steps lead from the first to the last, each larger by the same factor.</summary>
    /// <value>Default 100, fastai's. At least 10.</value>
    public int StepCount { get; init; } = 100;

    /// <summary>What the running mean of the losses keeps in a step; the mean is corrected for its start at 0.</summary>
    /// <value>Default 0.9. At least 0 and below 1; fastai takes 0.98, which lags behind by half the test.</value>
    public double Smoothing { get; init; } = 0.9;

    /// <summary>The test ends when the smoothed loss is this many times the lowest.</summary>
    /// <value>Default 4, fastai's; a loss below a tenth of its fall counts as that much. Finite and above 1.</value>
    public double StopFactor { get; init; } = 4;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    internal void Validate()
    {
        var rules = new OptionRules(nameof(LearningRateRangeOptions));
        rules.RequirePositive(MinimumRate, nameof(MinimumRate));
        var isAbove = double.IsFinite(MaximumRate) && !(MaximumRate <= MinimumRate);
        rules.Require(isAbove, nameof(MaximumRate), "finite and above MinimumRate", MaximumRate);
        rules.Require(StepCount >= 10, nameof(StepCount), "at least 10", StepCount);
        rules.Require(Smoothing is >= 0 and < 1, nameof(Smoothing), "at least 0 and below 1", Smoothing);
        rules.Require(double.IsFinite(StopFactor) && StopFactor > 1, nameof(StopFactor), "finite and above 1", StopFactor);
        rules.ThrowIfBroken();
    }
}
