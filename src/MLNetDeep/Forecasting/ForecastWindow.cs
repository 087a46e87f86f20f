using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MLNetDeep.Forecasting;

/// <summary>
/// How the numbers of one forecast lie in a row. Features, oldest step first: [<see cref="Lookback"/>, <see cref="ObservedWidth"/>] what
/// was observed, each step's targets and then its past covariates; [<see cref="KnownSteps"/>, <see cref="KnownCount"/>] what is known in
/// advance, over lookback and horizon; then, as columns of their own, the categories. Labels: [<see cref="Horizon"/>,
/// <see cref="TargetCount"/>]. Targets are in deviations from their series' mean, covariates in deviations from their own; a missing
/// value has been filled in before.
/// </summary>
/// <param name="Lookback">Steps that are looked back on; at least 1.</param>
/// <param name="Horizon">Steps that are forecast; at least 1.</param>
/// <param name="TargetCount">Numbers of a step that are forecast; at least 1.</param>
/// <param name="PastCount">Numbers of a step that are known only once it has passed.</param>
/// <param name="KnownCount">Numbers of a step that are known in advance: future covariates, then the calendar's sines and cosines.</param>
internal sealed record ForecastWindow(int Lookback, int Horizon, int TargetCount, int PastCount = 0, int KnownCount = 0)
{
    /// <summary>
    /// How many values each category has, missing ones aside: the series where there are several, then the static keys. Their numbers
    /// follow the features in a raw row; 0 stands for one that was not seen in training.
    /// </summary>
    public ImmutableArray<int> CategoryValueCounts { get; init; } = [];

    /// <summary>Steps after which the series repeat themselves; null when they do not.</summary>
    public int? SeasonLength { get; init; }

    /// <summary>A shorter season inside <see cref="SeasonLength"/>, such as a day inside a week; null without.</summary>
    public int? ShortSeasonLength { get; init; }

    /// <summary>The plain forecast that missed least in the training parts: the one to begin with.</summary>
    public ForecastBase Base { get; init; } = ForecastBase.Last;

    /// <summary>Observed numbers of a step.</summary>
    [JsonIgnore]
    public int ObservedWidth => TargetCount + PastCount;

    /// <summary>Observed numbers of a window; those that are known in advance begin behind them.</summary>
    [JsonIgnore]
    public int ObservedCount => Lookback * ObservedWidth;

    /// <summary>Steps that have numbers known in advance.</summary>
    [JsonIgnore]
    public int KnownSteps => Lookback + Horizon;

    /// <summary>The length of the feature vector.</summary>
    [JsonIgnore]
    public int FeatureCount => ObservedCount + (KnownSteps * KnownCount);

    /// <summary>Numbers of a raw row: features, then categories.</summary>
    [JsonIgnore]
    public int RawWidth => FeatureCount + CategoryValueCounts.Length;

    /// <summary>The length of the label vector.</summary>
    [JsonIgnore]
    public int LabelCount => Horizon * TargetCount;

    /// <summary>Whether a file's window makes sense.</summary>
    [JsonIgnore]
    public bool IsUsable =>
        Lookback >= 1 && Horizon >= 1 && TargetCount >= 1 && PastCount >= 0 && KnownCount >= 0 && !CategoryValueCounts.IsDefault;
}
