using MLNetDeep.Training;

namespace MLNetDeep;

// Which rows choose the epoch, and when to stop.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The share of the rows that is held out of training to choose the best epoch.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. Stratified by class. At least 0 and below 1; 0 runs all epochs and keeps the last.
    /// </value>
    public double? ValidationFraction { get; init; }

    /// <summary>How many epochs may pass without a better validation loss before the fit ends.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. At least 1.</value>
    public int? Patience { get; init; }

    private void CheckValidation(OptionRules rules)
    {
        var isShare = ValidationFraction is null or (>= 0 and < 1);
        rules.Require(isShare, nameof(ValidationFraction), "at least 0 and below 1", ValidationFraction);
        rules.Require(Patience is null or >= 1, nameof(Patience), "at least 1", Patience);
    }

    private FitSettings CompleteValidation(FitSettings recipe) => recipe with
    {
        ValidationFraction = ValidationFraction ?? recipe.ValidationFraction,
        Patience = Patience ?? recipe.Patience,
    };
}
