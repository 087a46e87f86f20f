using MLNetDeep.Training;

namespace MLNetDeep;

// What keeps a network from learning its rows by heart, beside weight decay, dropout and early stopping.
public abstract partial record DeepTrainerOptions
{
    /// <summary>
    /// Mixup (arXiv:1710.09412): every row is mixed with another of its batch, and the loss is that of both targets by their shares,
    /// which are drawn from Beta(alpha, alpha) for each step.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly 0, which switches it off. Finite and at least 0; the paper takes 0.1 to 0.4 for
    /// images, and 1 mixes most. Encoded features are mixed; a category that is embedded stays that of the row with the larger share.
    /// </value>
    public double? MixupAlpha { get; init; }

    /// <summary>Standard deviation of the normal noise that is added to the numeric features of every row in every step.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly 0, which switches it off. Finite and at least 0, in the units of the scaled
    /// features, most of which lie between -1 and 1 (Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization").
    /// </value>
    public double? InputNoise { get; init; }

    private void CheckRegularization(OptionRules rules)
    {
        rules.RequireNotNegative(MixupAlpha, nameof(MixupAlpha));
        rules.RequireNotNegative(InputNoise, nameof(InputNoise));
    }

    private FitSettings CompleteRegularization(FitSettings recipe) => recipe with
    {
        MixupAlpha = MixupAlpha ?? recipe.MixupAlpha,
        InputNoise = InputNoise ?? recipe.InputNoise,
        DropLastBatch = DropLastBatch ?? recipe.DropLastBatch,
    };
}
