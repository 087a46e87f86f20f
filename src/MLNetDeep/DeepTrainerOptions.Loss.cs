using MLNetDeep.Training;

namespace MLNetDeep;

// What a fit makes small.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The share ε of a class label that goes to all K classes alike, its own included: (1 − ε)·y + ε / K.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. From 0 to 1. It helps accuracy (arXiv:1512.00567; RealMLP takes 0.1) and harms
    /// log-loss and AUC. Rows are always measured without it.
    /// </value>
    public double? LabelSmoothing { get; init; }

    private void CheckLoss(OptionRules rules)
    {
        rules.Require(LabelSmoothing is null or (>= 0 and <= 1), nameof(LabelSmoothing), "from 0 to 1", LabelSmoothing);
    }

    private FitSettings CompleteLoss(FitSettings recipe) => recipe with { LabelSmoothing = LabelSmoothing ?? recipe.LabelSmoothing };
}
