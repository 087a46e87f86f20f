namespace MLNetDeep.Comparison;

/// <summary>Whether the deep model is worth it.</summary>
public enum ComparisonOutlook
{
    /// <summary>There is nothing to set against each other: no deep candidate, or no classical one.</summary>
    NothingToCompare,

    /// <summary>No candidate is certainly better than the constant prediction.</summary>
    NothingLearnt,

    /// <summary>The deep model is better, certainly and by enough to matter.</summary>
    WorthIt,

    /// <summary>The deep model is certainly better, but by less than matters.</summary>
    SmallGain,

    /// <summary>The difference may be chance, and a gain that matters cannot be ruled out.</summary>
    Undecided,

    /// <summary>The deep model is not better by enough to matter, which is certain.</summary>
    NoGain,

    /// <summary>A classical candidate is certainly better.</summary>
    ClassicalWins,
}

/// <summary>A verdict on deep against classical candidates: the best of each, by the first metric.</summary>
/// <param name="Outlook">What it comes to.</param>
/// <param name="Text">The same in a sentence or two, with the cost.</param>
/// <remarks>
/// The rules: a difference is certain when the p-value of the corrected resampled t-test, after Holm's correction over all candidates, is
/// below 1 − <see cref="ComparisonResult.ConfidenceLevel"/>. The gain is the share of the classical candidate's error (1 − the metric where
/// higher is better) that the deep one takes away; it matters from <see cref="ComparisonOptions.RelevantGain"/> on. Where the difference is
/// not certain, its interval tells whether such a gain can be ruled out.
/// </remarks>
public sealed record ComparisonVerdict(ComparisonOutlook Outlook, string Text)
{
    /// <summary>Name of the best deep candidate; null when there is none.</summary>
    public string? Deep { get; init; }

    /// <summary>Name of the best classical candidate; null when there is none.</summary>
    public string? Classical { get; init; }

    /// <summary>Deep minus classical; null when there is nothing to set against each other.</summary>
    public PairedDifference? Difference { get; init; }

    /// <summary>The share of the classical candidate's error that the deep one takes away; below 0 when it adds to it.</summary>
    public double? Gain { get; init; }

    /// <summary>How many times as long the deep candidate takes to fit.</summary>
    public double? FitTimeRatio { get; init; }

    /// <summary>How many times as long the deep candidate takes to predict a row.</summary>
    public double? PredictTimeRatio { get; init; }

    /// <summary>How many times as large the deep candidate's saved model is.</summary>
    public double? SizeRatio { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
