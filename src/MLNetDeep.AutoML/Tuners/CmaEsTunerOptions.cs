namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="CmaEsTuner"/> searches.</summary>
public sealed record CmaEsTunerOptions
{
    /// <summary>Where its random numbers start.</summary>
    /// <value>Default 0. Any number.</value>
    public int Seed { get; init; }

    /// <summary>The deviation of the first settings from the default one, each option's range being 1.</summary>
    /// <value>Default 0.2; the tutorial (arXiv:1604.00772) advises 0.2 to 0.5, Optuna takes a sixth. Above 0, at most 1.</value>
    public double InitialStep { get; init; } = 0.2;

    /// <summary>Trials after which the distribution is changed.</summary>
    /// <value>Default null: 4 + 3 ln n for n numeric options (the tutorial's). At least 4.</value>
    public int? PopulationSize { get; init; }

    internal void Check()
    {
        var rules = new OptionRules(nameof(CmaEsTunerOptions));
        rules.Require(InitialStep is > 0 and <= 1, nameof(InitialStep), "above 0 and at most 1", InitialStep);
        rules.Require(PopulationSize is null or >= 4, nameof(PopulationSize), "at least 4 or null", PopulationSize);
        rules.ThrowIfBroken();
    }
}
