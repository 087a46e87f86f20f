using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of the classical perceptron; its rate is not, since weights that start at 0 only grow with it. The first point is
/// the trainer as it is.
/// </summary>
public sealed record PerceptronSearchOptions
{
    /// <summary>The share held out for the pocket: RealMLP's and scikit-learn's usual one.</summary>
    private const double PocketShare = 0.2;

    /// <summary>How it learns from a row.</summary>
    /// <value>Default ErrorCorrecting; else Hebbian.</value>
    [Choice([nameof(PerceptronRule.ErrorCorrecting), nameof(PerceptronRule.Hebbian)], nameof(PerceptronRule.ErrorCorrecting))]
    public string Rule { get; init; } = nameof(PerceptronRule.ErrorCorrecting);

    /// <summary>What the 100 epochs are multiplied by.</summary>
    /// <value>Default 1. From 0.05 to 5, logarithmic.</value>
    [Range(0.05, 5.0, 1.0, true)]
    [ActiveWhen(nameof(Rule), nameof(PerceptronRule.ErrorCorrecting))]
    public double EpochFactor { get; init; } = 1;

    /// <summary>Whether the best epoch on held-out rows is kept (the pocket algorithm, Gallant 1990), instead of the last.</summary>
    /// <value>Default <see langword="false"/>.</value>
    [BooleanChoice(false)]
    [ActiveWhen(nameof(Rule), nameof(PerceptronRule.ErrorCorrecting))]
    public bool KeepsBest { get; init; }

    /// <summary>The trainer's options at this point.</summary>
    /// <param name="basis">What is not swept: columns, seed; <see langword="null"/> for defaults.</param>
    /// <returns>At the default point the basis itself, but for its rule.</returns>
    /// <exception cref="ArgumentException">The rule is unknown.</exception>
    public PerceptronOptions ToOptions(PerceptronOptions? basis = null)
    {
        PerceptronOptions options = (basis ?? new PerceptronOptions()) with { Rule = Enum.Parse<PerceptronRule>(Rule) };
        return options.Rule == PerceptronRule.Hebbian
            ? options
            : options with
            {
                EpochFactor = DeepSearchOptions.Round(options.EpochFactor * EpochFactor),
                ValidationFraction = KeepsBest ? options.ValidationFraction ?? PocketShare : options.ValidationFraction,
            };
    }
}
