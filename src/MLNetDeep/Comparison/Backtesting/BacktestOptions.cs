using System.Collections.Immutable;

namespace MLNetDeep.Comparison;

/// <summary>How forecasters are measured on the past: from many origins, each followed by what came.</summary>
/// <remarks>
/// <para>
/// A step is a row; with <see cref="SeriesColumnName"/> a row of each series, whose last rows are of one step; with
/// <see cref="TimeColumnName"/> all rows of one time. The last origin is followed by the last steps of the data.
/// </para>
/// <para>Options are immutable and are checked when a backtest begins: all violations arrive in one exception.</para>
/// </remarks>
public sealed record BacktestOptions
{
    /// <summary>The columns that are forecast: floats.</summary>
    /// <value>Default <c>Value</c>. At least one; with several a forecast is [targets, horizon].</value>
    public ImmutableArray<string> TargetColumnNames { get; init; } = ["Value"];

    /// <summary>The column that candidates add for their forecast: a float vector, the next step first.</summary>
    /// <value>Default <c>Forecast</c>.</value>
    public string ForecastColumnName { get; init; } = "Forecast";

    /// <summary>The column that candidates add for the lower ends of their intervals. A candidate may do without.</summary>
    /// <value>Default <c>LowerBound</c>.</value>
    public string LowerBoundColumnName { get; init; } = "LowerBound";

    /// <summary>The column that candidates add for the upper ends of their intervals. A candidate may do without.</summary>
    /// <value>Default <c>UpperBound</c>.</value>
    public string UpperBoundColumnName { get; init; } = "UpperBound";

    /// <summary>The share of the values that the intervals shall cover, as the candidates were told.</summary>
    /// <value>Default 0.9, which is the forecasters' own default; <c>ForecastBySsa</c> has 0.95. Above 0 and below 1.</value>
    public double ConfidenceLevel { get; init; } = 0.9;

    /// <summary>The column that tells series apart where rows are those of several: a text, a key or a number.</summary>
    /// <value>Default <see langword="null"/>: all rows are one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>The column with the time of a row, a date or a number, which rises in each series.</summary>
    /// <value>Default <see langword="null"/>: the rows of a series follow each other, and all series end together.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>How many steps each forecast is measured on.</summary>
    /// <value>Default 1. At least 1; with the gap at most the candidates' own horizon.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>How many of the next steps are left out before the horizon begins, as where data arrive late.</summary>
    /// <value>Default 0. Candidates must forecast as many steps more.</value>
    public int Gap { get; init; }

    /// <summary>How many steps lie between origins.</summary>
    /// <value>Default <see langword="null"/>: the horizon, so that each step is forecast once. At least 1.</value>
    public int? Stride { get; init; }

    /// <summary>How many origins there are.</summary>
    /// <value>Default <see langword="null"/>: as many as the last fifth of the steps holds. At least 1.</value>
    public int? OriginCount { get; init; }

    /// <summary>After how many origins the candidates are fitted anew, on all that has been seen by then.</summary>
    /// <value>
    /// Default <see langword="null"/>: they are fitted once, before the first origin. 1 fits for every origin. Between fits a model sees
    /// the steps that have come, by <c>Transform</c>, but does not learn from them.
    /// </value>
    public int? RefitEvery { get; init; }

    /// <summary>How many steps before the origin a fit learns from at most: a window that slides.</summary>
    /// <value>Default <see langword="null"/>: all of them, a window that expands. At least 2.</value>
    public int? WindowLength { get; init; }

    /// <summary>After how many steps the series repeat themselves; it scales errors and makes the seasonal naive forecast.</summary>
    /// <value>Default <see langword="null"/>: found from the steps before the first origin. At least 1, which is no season.</value>
    public int? SeasonLength { get; init; }

    /// <summary>Whether to add what every forecaster has to beat: the last value, the last season, and NLinear.</summary>
    /// <value>Default <see langword="true"/>. Those that are candidates already are not added again.</value>
    public bool IncludeReferences { get; init; } = true;

    /// <summary>The measure that ranks, and that differences are tested by.</summary>
    /// <value>Default the mean absolute error.</value>
    public BacktestMetric RankBy { get; init; } = BacktestMetric.MeanAbsoluteError;

    /// <summary>Where the random numbers of the references start.</summary>
    /// <value>Default 1, so that a backtest repeats.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Told before every fit, and when a candidate is done.</summary>
    /// <value>Default <see langword="null"/>.</value>
    public IProgress<BacktestProgress>? Progress { get; init; }

    internal int ActualStride => Stride ?? Horizon;

    /// <summary>Steps that a candidate must forecast.</summary>
    internal int Reach => checked(Gap + Horizon);

    internal void Validate(OptionRules rules)
    {
        var targets = TargetColumnNames.IsDefault ? [] : TargetColumnNames;
        var areNamed = targets.Length > 0 && !targets.Any(string.IsNullOrEmpty) && targets.Distinct().Count() == targets.Length;
        rules.Require(areNamed, nameof(TargetColumnNames), "at least one column name, all different", targets);
        rules.Require(!string.IsNullOrEmpty(ForecastColumnName), nameof(ForecastColumnName), "not empty", ForecastColumnName);
        rules.Require(!string.IsNullOrEmpty(LowerBoundColumnName), nameof(LowerBoundColumnName), "not empty", LowerBoundColumnName);
        rules.Require(!string.IsNullOrEmpty(UpperBoundColumnName), nameof(UpperBoundColumnName), "not empty", UpperBoundColumnName);
        rules.Require(ConfidenceLevel is > 0 and < 1, nameof(ConfidenceLevel), "above 0 and below 1", ConfidenceLevel);
        rules.Require(SeriesColumnName is not "", nameof(SeriesColumnName), "null or not empty", SeriesColumnName);
        rules.Require(TimeColumnName is not "", nameof(TimeColumnName), "null or not empty", TimeColumnName);
        rules.Require(Horizon >= 1, nameof(Horizon), "at least 1", Horizon);
        rules.Require(Gap >= 0, nameof(Gap), "at least 0", Gap);
        rules.Require(Stride is null or >= 1, nameof(Stride), "null or at least 1", Stride);
        rules.Require(OriginCount is null or >= 1, nameof(OriginCount), "null or at least 1", OriginCount);
        rules.Require(RefitEvery is null or >= 1, nameof(RefitEvery), "null or at least 1", RefitEvery);
        rules.Require(WindowLength is null or >= 2, nameof(WindowLength), "null or at least 2", WindowLength);
        rules.Require(SeasonLength is null or >= 1, nameof(SeasonLength), "null or at least 1", SeasonLength);
        rules.Require(Enum.IsDefined(RankBy), nameof(RankBy), "one of the measures", RankBy);
    }
}
