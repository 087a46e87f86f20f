namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="CostFrugalTuner"/> searches.</summary>
public sealed record CostFrugalTunerOptions
{
    /// <summary>Where its random numbers start.</summary>
    /// <value>Default 0. Any number.</value>
    public int Seed { get; init; }

    /// <summary>The length of the first steps, each option's range being 1.</summary>
    /// <value>Default 0.1 √n for n options, FLAML's <c>STEPSIZE</c>. Above 0, at most 1; times √n.</value>
    public double InitialStep { get; init; } = 0.1;

    /// <summary>The length of steps below which the search begins again elsewhere.</summary>
    /// <value>Default 1e-3 √n. Above 0, below <see cref="InitialStep"/>; times √n.</value>
    public double LeastStep { get; init; } = 1e-3;

    internal void Check()
    {
        var rules = new OptionRules(nameof(CostFrugalTunerOptions));
        rules.Require(InitialStep is > 0 and <= 1, nameof(InitialStep), "above 0 and at most 1", InitialStep);
        rules.Require(LeastStep > 0 && LeastStep < InitialStep, nameof(LeastStep), "above 0 and below InitialStep", LeastStep);
        rules.ThrowIfBroken();
    }
}
