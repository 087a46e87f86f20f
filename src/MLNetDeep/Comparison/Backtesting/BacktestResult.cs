namespace MLNetDeep.Comparison;

/// <summary>The forecasters of a backtest, best first, with everything that they forecast.</summary>
public sealed class BacktestResult
{
    internal BacktestResult(
        BacktestOptions options, int season, IReadOnlyList<BacktestOrigin> origins, BacktestRows table,
        IEnumerable<BacktestOutcome> outcomes)
    {
        Options = options;
        SeasonLength = season;
        Origins = origins;
        Times = table.Times;
        Series = [.. table.Names.Zip(table.Values, (name, values) => new BacktestSeries(name, values))];
        // NaN, which OrderBy puts first, is the worst.
        Candidates = [.. outcomes.OrderBy(o => double.IsNaN(o.Errors[options.RankBy])).ThenBy(o => o.Errors[options.RankBy])];
    }

    /// <summary>How the forecasters were measured.</summary>
    public BacktestOptions Options { get; }

    /// <summary>The season that errors are scaled by; 1 where there is none.</summary>
    public int SeasonLength { get; }

    /// <summary>The moments from which all forecast.</summary>
    public IReadOnlyList<BacktestOrigin> Origins { get; }

    /// <summary>The series, with all their values.</summary>
    public IReadOnlyList<BacktestSeries> Series { get; }

    /// <summary>The date of each step; null without a column of dates.</summary>
    public IReadOnlyList<DateTime>? Times { get; }

    /// <summary>All forecasters, best first by <see cref="BacktestOptions.RankBy"/>.</summary>
    public IReadOnlyList<BacktestOutcome> Candidates { get; }

    /// <summary>In plain sentences, whether the best candidate is worth more than the references, and whether its bounds hold.</summary>
    public IReadOnlyList<string> Verdicts => BacktestVerdicts.Write(this);

    /// <summary>Which references could not be measured, and why.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The forecaster of this name.</summary>
    /// <exception cref="ArgumentException">None has the name.</exception>
    public BacktestOutcome this[string name] =>
        Candidates.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"The backtest has no candidate '{name}'.", nameof(name));

    /// <summary>Sets one forecaster against another, origin by origin.</summary>
    /// <param name="candidate">Name of the forecaster.</param>
    /// <param name="reference">Name of the one to set it against.</param>
    /// <param name="metric">The measure; null for <see cref="BacktestOptions.RankBy"/>.</param>
    /// <exception cref="ArgumentException">None has one of the names.</exception>
    public ForecastDifference Compare(string candidate, string reference, BacktestMetric? metric = null)
    {
        var by = metric ?? Options.RankBy;
        // An origin of which all values are missing tells nothing.
        double[] differences =
        [
            .. this[candidate].OriginErrors.Zip(this[reference].OriginErrors).Where(pair => pair.First.Count > 0)
                .Select(pair => Loss(pair.First, by) - Loss(pair.Second, by)),
        ];
        // Forecasts from neighbouring origins overlap where the stride is shorter than what they reach.
        var lags = (int)Math.Ceiling(Options.Reach / (double)Options.ActualStride) - 1;
        var (mean, halfWidth, p) = DieboldMariano.Test(differences, lags);
        return new ForecastDifference(candidate, reference, by, mean, mean - halfWidth, mean + halfWidth, p, differences.Length);
    }

    /// <summary>A table of all forecasters and the verdicts, at most 80 columns wide.</summary>
    public override string ToString() => BacktestTable.Write(this);

    private static double Loss(ForecastErrors errors, BacktestMetric metric) =>
        metric == BacktestMetric.RootMeanSquaredError ? errors.RootMeanSquaredError * errors.RootMeanSquaredError : errors[metric];
}
