namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="TpeTuner"/> searches.</summary>
public sealed record TpeTunerOptions
{
    /// <summary>Where its random numbers start.</summary>
    /// <value>Default 0. Any number.</value>
    public int Seed { get; init; }

    /// <summary>Settings spread over the space before the densities are used.</summary>
    /// <value>Default 10 trials that were measured, as in Optuna's <c>TPESampler</c>. At least 1.</value>
    public int StartupTrialCount { get; init; } = 10;

    /// <summary>Settings drawn from the density of good ones, of which the most promising is proposed.</summary>
    /// <value>Default 24, as in Optuna's <c>TPESampler</c> and hyperopt. At least 1.</value>
    public int CandidateCount { get; init; } = 24;

    /// <summary>The share of the trials that counts as good.</summary>
    /// <value>Default 0.15 (Watanabe, arXiv:2304.11127, finds 0.1 to 0.15 best). Above 0, below 1.</value>
    public double GoodShare { get; init; } = 0.15;

    /// <summary>The most trials that count as good.</summary>
    /// <value>Default 25, as in Optuna's <c>TPESampler</c> and hyperopt. At least 1.</value>
    public int MostGoodTrialCount { get; init; } = 25;

    /// <summary>The weight of the whole space in each density; one trial weighs 1.</summary>
    /// <value>Default 1, as in Optuna's <c>TPESampler</c>. Finite and above 0.</value>
    public double PriorWeight { get; init; } = 1;

    /// <summary>Whether trial 0 is the default setting.</summary>
    /// <value>Default true: a search should not end below where it began.</value>
    public bool StartsWithDefaults { get; init; } = true;

    /// <summary>Whether settings that are being tried count as bad, so that others are tried beside them ("constant liar").</summary>
    /// <value>Default true; it matters where a study tells of trials that are not finished (arXiv:2304.11127, section 3).</value>
    public bool AvoidsRunning { get; init; } = true;

    internal void Check()
    {
        var rules = new OptionRules(nameof(TpeTunerOptions));
        rules.Require(StartupTrialCount >= 1, nameof(StartupTrialCount), "at least 1", StartupTrialCount);
        rules.Require(CandidateCount >= 1, nameof(CandidateCount), "at least 1", CandidateCount);
        rules.Require(GoodShare is > 0 and < 1, nameof(GoodShare), "above 0 and below 1", GoodShare);
        rules.Require(MostGoodTrialCount >= 1, nameof(MostGoodTrialCount), "at least 1", MostGoodTrialCount);
        rules.RequirePositive(PriorWeight, nameof(PriorWeight));
        rules.ThrowIfBroken();
    }
}
