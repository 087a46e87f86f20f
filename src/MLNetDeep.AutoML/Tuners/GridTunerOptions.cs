namespace MLNetDeep.AutoML;

/// <summary>How a <see cref="GridTuner"/> searches.</summary>
public sealed record GridTunerOptions
{
    /// <summary>Values of each numeric option, from one end of its range to the other, evenly in its scale.</summary>
    /// <value>Default 3: ends and middle. At least 2; an option with fewer whole numbers has all of them.</value>
    public int StepCount { get; init; } = 3;

    /// <summary>Values of single options by name, nested keys joined by dots, instead of <see cref="StepCount"/>.</summary>
    /// <value>Default empty. Each at least 1; with 1, the default value.</value>
    public IReadOnlyDictionary<string, int> StepCounts { get; init; } = new Dictionary<string, int>();

    internal void Check(SpaceModel space)
    {
        var rules = new OptionRules(nameof(GridTunerOptions));
        rules.Require(StepCount >= 2, nameof(StepCount), "at least 2", StepCount);
        foreach ((string name, int count) in StepCounts)
        {
            rules.Require(count >= 1, $"{nameof(StepCounts)}['{name}']", "at least 1", count);
            rules.Require(space.Dimensions.Any(dimension => dimension.Name == name && !dimension.IsCategory), nameof(StepCounts),
                "by names of numeric options of the space", name);
        }

        rules.ThrowIfBroken();
    }
}
