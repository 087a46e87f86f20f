using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

// What chance does to rows while the network learns from them, and which views of a row it scores.
public sealed partial record CnnOptions
{
    /// <summary>Chance changes to images while the network learns from them, such as flips and translations.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. <c>new ImageAugmentation()</c> changes nothing. Refused for signals.
    /// </value>
    public ImageAugmentation? ImageAugmentation { get; init; }

    /// <summary>Chance changes to signals while the network learns from them, such as shifts and noise.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's. <c>new SignalAugmentation()</c> changes nothing. Refused for images.
    /// </value>
    public SignalAugmentation? SignalAugmentation { get; init; }

    /// <summary>
    /// CutMix (arXiv:1905.04899): in every step a box of each image, or a stretch of each signal, is replaced by that of another row of
    /// the batch, and the loss is that of both targets by their shares of the area. The shares are drawn from Beta(alpha, alpha) for each
    /// step.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly 0, which switches it off. Finite and at least 0; the paper takes 1. With
    /// <see cref="DeepTrainerOptions.MixupAlpha"/> too, each step does either with probability one half.
    /// </value>
    public double? CutMixAlpha { get; init; }

    /// <summary>Views of a row whose scores are averaged by the fitted model.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. <c>new TestTimeAugmentation()</c> scores the row alone.</value>
    public TestTimeAugmentation? TestTimeAugmentation { get; init; }

    private void CheckAugmentation(OptionRules rules)
    {
        rules.Check(ImageAugmentation, nameof(ImageAugmentation), static (augmentation, inner) => augmentation.Check(inner));
        rules.Check(SignalAugmentation, nameof(SignalAugmentation), static (augmentation, inner) => augmentation.Check(inner));
        rules.Check(TestTimeAugmentation, nameof(TestTimeAugmentation), static (augmentation, inner) => augmentation.Check(inner));
        rules.RequireNotNegative(CutMixAlpha, nameof(CutMixAlpha));
        if (InputShape is not null)
            RequireKind(rules, InputShape);
    }

    /// <summary>Refuses augmentations that do not fit the rows' shape.</summary>
    /// <exception cref="ArgumentException">One or more do not; the message lists all.</exception>
    internal void CheckAugmentation(InputShape shape)
    {
        var rules = new OptionRules(nameof(CnnOptions));
        var grid = Grid.Of(shape.RowShape);
        RequireKind(rules, shape);
        if (!grid.IsSignal)
            rules.Check(ImageAugmentation, nameof(ImageAugmentation), (augmentation, inner) => augmentation.CheckSize(inner, grid));
        else
            rules.Check(SignalAugmentation, nameof(SignalAugmentation), (augmentation, inner) => augmentation.CheckSize(inner, grid));
        rules.Check(TestTimeAugmentation, nameof(TestTimeAugmentation), (augmentation, inner) => augmentation.CheckSize(inner, grid));
        rules.ThrowIfBroken();
    }

    private protected override FitSettings CompleteOwn(FitSettings recipe) => recipe with
    {
        RowAugmentation = (RowAugmentation?)ImageAugmentation ?? (RowAugmentation?)SignalAugmentation ?? recipe.RowAugmentation,
        CutMixAlpha = CutMixAlpha ?? recipe.CutMixAlpha,
    };

    private void RequireKind(OptionRules rules, InputShape shape)
    {
        rules.Require(
            ImageAugmentation is null || shape.IsImage, nameof(ImageAugmentation),
            $"null for a {shape}, which takes a SignalAugmentation", ImageAugmentation);
        rules.Require(
            SignalAugmentation is null || !shape.IsImage, nameof(SignalAugmentation),
            $"null for an {shape}, which takes an ImageAugmentation", SignalAugmentation);
    }
}
