using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Forecasting;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What every forecaster with a network can be told, beside the options of all deep trainers.</summary>
/// <remarks>
/// <para>
/// Rows are steps in time, oldest first; with <see cref="SeriesColumnName"/> those of each series, whatever lies between them. A NaN
/// target or covariate is missing: inside a window it is interpolated, at the window's ends the nearest known value stands for it, and
/// windows whose targets are missing are not learned from.
/// </para>
/// <para>
/// Options that speak of labels, feature vectors or classes are not for forecasters, which make these themselves, and are refused.
/// <see cref="DeepTrainerOptions.Loss"/> may be any loss of a regression; <see langword="null"/> takes the <c>QuantileLoss</c> of median
/// and bounds. <see cref="DeepTrainerOptions.ValidationFraction"/> is the share of the windows, the last ones in time, that
/// correct the bounds and, where a patience is given, choose the epoch; no target of theirs is learned from meanwhile. By default fewer
/// than 500 windows are judged by several fits in turn, and the forecasts are then made by networks that have learned from all windows
/// (<see cref="DeepTrainerOptions.RefitOnAllRows"/>). The user's progress handler and callbacks hear of the last fit. Windows are not
/// examined after it, whatever <see cref="DeepTrainerOptions.Diagnose"/> says: its checks are for tables.
/// </para>
/// </remarks>
public abstract partial record ForecastOptions : DeepTrainerOptions
{
    /// <summary>The column that is added: a float vector with the forecast of each step to come.</summary>
    /// <value>
    /// Default <c>Forecast</c>. With several targets [targets, horizon]. Slots are named after the target and the step: <c>Value+1</c>.
    /// </value>
    public string OutputColumnName { get; init; } = "Forecast";

    /// <summary>The columns to forecast: floats. Several are forecast together, each from the past of all.</summary>
    /// <value>Default <c>Value</c>. At least one; different names.</value>
    public ImmutableArray<string> InputColumnNames { get; init; } = ["Value"];

    /// <summary>How many steps are forecast, all at once.</summary>
    /// <value>Default 1. At least 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>How many of the last steps a forecast looks back on.</summary>
    /// <value>Default <see langword="null"/>: chosen for horizon, season and length of the series. At least 1.</value>
    public int? Lookback { get; init; }

    /// <summary>The column that tells series apart when rows are those of many series, learned in one model: a text, a key or a
    /// number.</summary>
    /// <value>Default <see langword="null"/>: all rows are one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>The column with the time of each row: <c>DateTime</c> or <c>DateTimeOffset</c>, ascending in each series.</summary>
    /// <value>
    /// Default <see langword="null"/>: rows follow each other at equal steps, whose times are not known. With it the step is found from
    /// the times (seconds to weeks, working days, or months), and steps that have no row are missing ones.
    /// </value>
    public string? TimeColumnName { get; init; }

    /// <summary>What the network is told of the calendar.</summary>
    /// <value>
    /// Default <see langword="null"/>: with <see cref="TimeColumnName"/> what fits its step (hour and weekday below a day, weekday and day
    /// of the year for days, month for months), as far as the series are long enough to learn it; without, where in its season, if one
    /// is found, a step lies. <see cref="CalendarFeatures.None"/> tells nothing.
    /// </value>
    public CalendarFeatures? Calendar { get; init; }

    /// <summary>Columns that help to forecast, and are known only up to now, such as a temperature that was measured: floats.</summary>
    /// <value>Default none. Different names, not among the targets.</value>
    public ImmutableArray<string> PastCovariateColumnNames { get; init; } = [];

    /// <summary>Columns that are known in advance, such as holidays or prices that are set: floats.</summary>
    /// <value>
    /// Default none. Different names, not among the targets or past covariates. A forecast needs their values for each step of the
    /// horizon: rows after the last observation carry them, with NaN as targets.
    /// </value>
    public ImmutableArray<string> FutureCovariateColumnNames { get; init; } = [];

    /// <summary>Columns that say what kind of series it is, the same in all its rows: scalar keys.</summary>
    /// <value>Default none. Different names.</value>
    public ImmutableArray<string> StaticColumnNames { get; init; } = [];

    /// <summary>The column that is added for the lower end of the interval around each forecast.</summary>
    /// <value>Default <see langword="null"/>: none. As long as the forecast.</value>
    public string? LowerBoundColumnName { get; init; }

    /// <summary>The column that is added for the upper end of the interval around each forecast.</summary>
    /// <value>Default <see langword="null"/>: none. As long as the forecast.</value>
    public string? UpperBoundColumnName { get; init; }

    /// <summary>The share of the values to come that shall lie between the bounds, for each step of the horizon.</summary>
    /// <value>
    /// Default 0.90. Above 0 and below 1. The bounds are the network's quantiles, moved by what the validation windows ask for, step by
    /// step (conformalised quantile regression, arXiv:1905.03222). That promises the share for series that go on as they were.
    /// </value>
    public double ConfidenceLevel { get; init; } = 0.90;

    /// <summary>After how many steps the series repeat themselves, such as 24 for hours or 12 for months.</summary>
    /// <value>Default <see langword="null"/>: found from the series. At least 2, or 1 for none.</value>
    public int? SeasonLength { get; init; }

    /// <summary>What is taken off each window before the network sees it.</summary>
    /// <value>Default <see langword="null"/>: the recipe's.</value>
    public ForecastNormalization? Normalization { get; init; }

    /// <summary>What is forecast of each target.</summary>
    /// <value>
    /// Default <see langword="null"/>: logarithms where all values are above 0 and the season grows with the level, as sales and passengers
    /// do; otherwise the values.
    /// </value>
    public ForecastTransform? Transform { get; init; }

    /// <summary>How many networks are fitted, from different random numbers, whose forecasts are averaged.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. At least 1.</value>
    public int? MemberCount { get; init; }

    /// <summary>The windows that the network is fitted to; null in the options that a user gives, which no recipe is asked for.</summary>
    [JsonIgnore]
    internal ForecastWindow? Window { get; init; }

    /// <summary>The windows that the recipe is for.</summary>
    /// <exception cref="InvalidOperationException">These are a user's options.</exception>
    private protected ForecastWindow FittedWindow =>
        Window ?? throw new InvalidOperationException("A forecaster's recipe is chosen once its windows are known.");

    /// <summary>The share of the windows that choose the epoch and correct the bounds, where the user leaves it open.</summary>
    internal virtual double UsualValidationFraction => 0.2;

    /// <summary>
    /// Targets are scaled already, and layers that put a window's level back need the unit of the input; what they put back moves all
    /// quantiles alike only when the network puts out the quantiles themselves.
    /// </summary>
    internal override HeadSettings HeadSettings => base.HeadSettings with
    {
        Loss = Loss is QuantileLoss quantiles ? quantiles with { SortsOutputs = true } : Loss,
        ScalesTargets = false,
    };

    /// <summary>Whether windows that are held out choose the epoch, where the user does not ask for it; otherwise the schedule runs to
    /// its end.</summary>
    internal virtual bool StopsEarly => false;

    /// <summary>Whether the forecasts are made by networks that learned from all windows, once others have judged.</summary>
    internal virtual bool UsualRefit => true;

    /// <summary>How many networks are averaged, by the number of windows to learn from.</summary>
    internal virtual int UsualMemberCount(int windowCount) => windowCount < 500 ? 5 : 1;

    /// <summary>What a fit makes small.</summary>
    /// <param name="levels">Lower bound, median and upper bound.</param>
    internal virtual LossFunction UsualLoss(ImmutableArray<double> levels) => new QuantileLoss { Levels = levels };

    /// <summary>Adds what the architecture demands beyond the rules of all forecasters.</summary>
    private protected abstract void CheckNetwork(OptionRules rules);
}
