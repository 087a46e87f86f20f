using MLNetDeep.Comparison;

namespace MLNetDeep.Plots;

/// <summary>Draws a series, what was forecast of it, and the bands around that.</summary>
public sealed record ForecastPlot : SvgPlot
{
    /// <summary>The values that came, one for each step; NaN makes a gap.</summary>
    /// <value>Default empty: forecasts are drawn alone.</value>
    public IReadOnlyList<float> History { get; init; } = [];

    /// <summary>What the line of the values is called.</summary>
    /// <value>Default <c>actual</c>.</value>
    public string HistoryName { get; init; } = "actual";

    /// <summary>The time of each step, of those too that are only forecast.</summary>
    /// <value>Default <see langword="null"/>: steps are numbered.</value>
    public IReadOnlyList<DateTime>? Times { get; init; }

    /// <summary>The forecasts. Those of one name have one colour; at most 6 names are told apart.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<PlottedForecast> Forecasts { get; init; } = [];

    /// <summary>The first step that is shown.</summary>
    /// <value>Default 0.</value>
    public int FirstStep { get; init; }

    /// <summary>Draws the forecasts of a backtest, of the origins whose forecasts do not overlap.</summary>
    /// <param name="result">The backtest.</param>
    /// <param name="candidates">The forecasters; null for the best of those that were asked for.</param>
    /// <param name="series">The series' position in <see cref="BacktestResult.Series"/>.</param>
    /// <param name="shownBefore">How many steps before the first forecast are shown; null for as many as are forecast.</param>
    /// <exception cref="ArgumentException">A forecaster is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such series.</exception>
    public static ForecastPlot Of(
        BacktestResult result, IReadOnlyList<string>? candidates = null, int series = 0, int? shownBefore = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfNegative(series);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(series, result.Series.Count);
        var names = candidates ?? [(result.Candidates.FirstOrDefault(c => !c.IsReference) ?? result.Candidates[0]).Name];
        var forecasts = new List<PlottedForecast>();
        foreach (var name in names)
        {
            var end = 0;
            foreach (var forecast in result[name].Forecasts.Where(f => f.Series == series).OrderBy(f => f.FirstStep))
            {
                if (forecast.FirstStep < end)
                    continue;
                forecasts.Add(new PlottedForecast(name, forecast.FirstStep, forecast.Values)
                {
                    LowerBounds = forecast.LowerBounds,
                    UpperBounds = forecast.UpperBounds,
                });
                end = forecast.FirstStep + forecast.Values.Count;
            }
        }
        var first = forecasts.Min(f => f.FirstStep);
        var count = result.Series[series].Values.Count;
        return new ForecastPlot
        {
            Title = result.Series[series].Name,
            History = result.Series[series].Values,
            Times = result.Times,
            Forecasts = forecasts,
            FirstStep = Math.Max(0, first - (shownBefore ?? (count - first))),
        };
    }

    internal override void Validate(OptionRules rules)
    {
        rules.Require(History is { Count: > 0 } || Forecasts is { Count: > 0 }, nameof(History), "not empty without forecasts", History);
        var last = Forecasts.Select(f => f.FirstStep + f.Values.Count).Append(History.Count).Max();
        rules.Require(Times is null || Times.Count >= last, nameof(Times), $"null or as many as the steps, {last}", Times?.Count);
        rules.Require(last == 0 || (FirstStep >= 0 && FirstStep < last), nameof(FirstStep), $"at least 0 and below {last}", FirstStep);
        foreach (var forecast in Forecasts)
        {
            rules.Require(forecast.FirstStep >= 0, $"{nameof(Forecasts)}.{nameof(forecast.FirstStep)}", "at least 0", forecast.FirstStep);
            var areBounds = forecast.LowerBounds.Count == forecast.UpperBounds.Count
                && (forecast.LowerBounds.Count == 0 || forecast.LowerBounds.Count == forecast.Values.Count);
            rules.Require(areBounds, $"{nameof(Forecasts)}.{nameof(forecast.LowerBounds)}",
                "empty or as many as the values, as the upper ones", forecast.LowerBounds.Count);
        }
    }

    internal override void Draw(SvgCanvas canvas)
    {
        var names = Forecasts.Select(f => f.Name).Distinct().ToList();
        Paint Color(PlottedForecast forecast) => Paint.Series(names.IndexOf(forecast.Name));
        // The first named lies on top of the others, and the values that came on top of all bands.
        var layers = new List<ChartLayer>();
        layers.AddRange(Forecasts.Where(f => f.LowerBounds.Count > 0).Reverse().Select(forecast =>
            new BandLayer(Points(forecast, forecast.LowerBounds), Points(forecast, forecast.UpperBounds)) { Paint = Color(forecast) }));
        var history = History.Select((value, step) => ((double)step, (double)value)).Skip(FirstStep).ToArray();
        if (history.Length > 0)
            layers.Add(new LineLayer(history) { Name = HistoryName });
        foreach (var name in names.AsEnumerable().Reverse())
        {
            layers.AddRange(Forecasts.Where(f => f.Name == name).Select(forecast =>
                new LineLayer([.. Link(forecast), .. Points(forecast, forecast.Values)]) { Name = name, Paint = Color(forecast) }));
        }
        new Chart(layers)
        {
            Title = Title,
            Width = Width,
            Height = Height,
            X = new AxisSpec("step") { IsWhole = true, Times = Times },
            Legend = [HistoryName, .. names],
        }.Draw(canvas);
    }

    // What goes on where the values end is drawn from there.
    private (double X, double Y)[] Link(PlottedForecast forecast) => forecast.FirstStep == History.Count && History.Count > FirstStep
        ? [(History.Count - 1, History[^1])]
        : [];

    private (double X, double Y)[] Points(PlottedForecast forecast, IReadOnlyList<float> values) =>
        [.. values.Select((value, i) => ((double)forecast.FirstStep + i, (double)value)).Where(point => point.Item1 >= FirstStep)];
}
