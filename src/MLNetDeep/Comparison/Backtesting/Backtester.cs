using System.Diagnostics;
using Microsoft.ML;
using RowSubsetView = MLNetDeep.Ensembles.RowSubsetView;

namespace MLNetDeep.Comparison;

/// <summary>Fits a candidate on what was seen at an origin, lets it see what came, and collects its forecasts.</summary>
/// <remarks>
/// A fit is on the steps before the origin but the last; that one and what follows are then given to <c>Transform</c>, whose output at
/// a row is the forecast made once that row was seen. So every forecaster is asked in the same way, with a memory or without.
/// </remarks>
internal sealed class Backtester(
    IDataView data, BacktestRows table, BacktestOptions options, IReadOnlyList<BacktestOrigin> origins, int season)
{
    private readonly SeasonalScale[] _scales = [.. table.Values.Select(values => new SeasonalScale(values, season))];

    /// <summary>Runs one candidate through all origins.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="isReference">Whether the backtest added it by itself.</param>
    /// <param name="beforeFit">Called with the number of the origin, from 1, before every fit.</param>
    public BacktestOutcome Run(Candidate candidate, bool isReference, Action<int> beforeFit)
    {
        var forecasts = new List<BacktestForecast>();
        var (fitTime, forecastTime, fitCount, isNetwork) = (TimeSpan.Zero, TimeSpan.Zero, 0, false);
        for (var first = 0; first < origins.Count;)
        {
            var next = first + 1;
            while (next < origins.Count && !origins[next].IsFit)
                next++;
            beforeFit(first + 1);
            var watch = Stopwatch.StartNew();
            var model = candidate.Estimator.Fit(Rows(WindowStart(first), origins[first].SeenSteps - 1));
            fitTime += watch.Elapsed;
            fitCount++;
            watch.Restart();
            forecasts.AddRange(Ask(candidate.Name, model, first, next));
            forecastTime += watch.Elapsed;
            isNetwork = IsNetwork(model);
            (model as IDisposable)?.Dispose();
            first = next;
        }
        var outcome = new BacktestOutcome(candidate.Name, isReference, isNetwork)
        {
            FitCount = fitCount,
            FitSeconds = fitTime.TotalSeconds / fitCount,
            ForecastSeconds = forecastTime.TotalSeconds,
            Forecasts = forecasts,
        };
        Measure(outcome);
        return outcome;
    }

    private static bool IsNetwork(ITransformer model) => model switch
    {
        ForecastTransformer forecaster => forecaster.Model is not null,
        IEnumerable<ITransformer> chain => chain.Any(IsNetwork),
        _ => false,
    };

    private int WindowStart(int origin) =>
        options.WindowLength is { } length ? Math.Max(0, origins[origin].SeenSteps - length) : 0;

    private RowSubsetView Rows(int firstStep, int endStep) =>
        new(data, Array.ConvertAll(table.RowSteps, step => step >= firstStep && step < endStep));

    /// <summary>Lets a model see the rows from its origin on, and takes its forecasts at each origin until the next fit.</summary>
    private List<BacktestForecast> Ask(string name, ITransformer model, int first, int next)
    {
        // Rows after the last origin are there for columns that are known in advance.
        var (start, end) = (origins[first].SeenSteps - 1, Math.Min(table.StepCount, origins[next - 1].SeenSteps + options.Reach));
        var origin = Enumerable.Range(first, next - first).ToDictionary(number => origins[number].SeenSteps - 1);
        var rows = Enumerable.Range(0, table.RowSteps.Length).Where(row => table.RowSteps[row] >= start && table.RowSteps[row] < end)
            .ToArray();
        var columns = CandidateColumns.Find(name, model.Transform(Rows(start, end)), table.TargetCount, options);
        using var cursor = columns.Open();
        var forecasts = new List<BacktestForecast>();
        var seen = 0;
        for (; cursor.MoveNext(); seen++)
        {
            if (seen < rows.Length && origin.TryGetValue(table.RowSteps[rows[seen]], out var number))
                Collect(cursor.Read(), number, table.RowSeries[rows[seen]], forecasts);
        }
        if (seen != rows.Length)
        {
            throw new InvalidOperationException(
                $"Candidate '{name}' gave {seen} rows for {rows.Length}: a pipeline that leaves rows out cannot be backtested.");
        }
        return [.. forecasts.OrderBy(f => f.Origin).ThenBy(f => f.Series)];
    }

    private void Collect((float[] Values, float[] Lower, float[] Upper) read, int origin, int group, List<BacktestForecast> forecasts)
    {
        var first = origins[origin].SeenSteps + options.Gap;
        var horizon = read.Values.Length / table.TargetCount;
        for (var target = 0; target < table.TargetCount; target++)
        {
            var part = new Range((target * horizon) + options.Gap, (target * horizon) + options.Reach);
            var series = (group * table.TargetCount) + target;
            forecasts.Add(new BacktestForecast(
                origin, series, first, read.Values[part], Part(read.Lower), Part(read.Upper),
                table.Values[series][first..(first + options.Horizon)]));

            float[] Part(float[] bounds) => bounds.Length == 0 ? [] : bounds[part];
        }
    }

    private void Measure(BacktestOutcome outcome)
    {
        var all = Sums(1)[0];
        var (steps, series, byOrigin) = (Sums(options.Horizon), Sums(table.Values.Count), Sums(origins.Count));
        foreach (var forecast in outcome.Forecasts)
        {
            var scale = _scales[forecast.Series].Before(origins[forecast.Origin].SeenSteps);
            for (var step = 0; step < options.Horizon; step++)
            {
                if (!float.IsFinite(forecast.Actuals[step]))
                    continue;
                (double, double)? bounds = forecast.LowerBounds.Count == 0 ? null
                    : (forecast.LowerBounds[step], forecast.UpperBounds[step]);
                foreach (var sums in new[] { all, steps[step], series[forecast.Series], byOrigin[forecast.Origin] })
                    sums.Add(forecast.Actuals[step], forecast.Values[step], bounds, scale);
            }
        }
        (outcome.Errors, outcome.StepErrors) = (all.ToErrors(), Errors(steps));
        (outcome.SeriesErrors, outcome.OriginErrors) = (Errors(series), Errors(byOrigin));
    }

    private ErrorSums[] Sums(int count) => [.. Enumerable.Range(0, count).Select(_ => new ErrorSums(options.ConfidenceLevel))];

    private static ForecastErrors[] Errors(ErrorSums[] sums) => Array.ConvertAll(sums, sum => sum.ToErrors());
}
