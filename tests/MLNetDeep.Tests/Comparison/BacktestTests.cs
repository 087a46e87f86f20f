using Microsoft.ML;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

/// <summary>Backtests of forecasters whose forecasts are known, and of ML.NET's own.</summary>
public sealed partial class BacktestTests
{
    private readonly MLContext _ml = new(seed: 1);

    // By hand: values 1, 2, 4, 7, 11, 16, 22, 29. Origins at 4, 5 and 6 seen, horizon 2, last value repeated, its band ±3:
    // from 7: 7 7 against 11 16, from 11: 11 11 against 16 22, from 16: 16 16 against 22 29.
    [Fact]
    public void Errors_by_hand()
    {
        var result = Backtest([1, 2, 4, 7, 11, 16, 22, 29],
            new BacktestOptions { Horizon = 2, Stride = 1, OriginCount = 3, SeasonLength = 1 });
        Assert.Equal([4, 5, 6], result.Origins.Select(o => o.SeenSteps));
        Assert.Equal([true, false, false], result.Origins.Select(o => o.IsFit));
        var last = result["last"];
        double[] errors = [4, 9, 5, 11, 6, 13];
        double[] values = [11, 16, 16, 22, 22, 29];
        Assert.Equal(6, last.Errors.Count);
        Assert.Equal(errors.Average(), last.Errors.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt(errors.Average(e => e * e)), last.Errors.RootMeanSquaredError, 1e-12);
        Assert.Equal(errors.Zip(values, (e, y) => 100 * e / y).Average(), last.Errors.MeanAbsolutePercentageError, 1e-12);
        Assert.Equal(errors.Zip(values, (e, y) => 200 * e / (y + y - e)).Average(), last.Errors.SymmetricMeanAbsolutePercentageError,
            1e-12);
        // Before the origins the last value missed 1, 2, 3, then 4, then 5: means 2, 2.5 and 3.
        Assert.Equal(((4 + 9) / 2.0 + (5 + 11) / 2.5 + (6 + 13) / 3.0) / 6, last.Errors.MeanAbsoluteScaledError, 1e-12);
        Assert.Equal(0, last.Errors.Coverage);
        Assert.Equal(6, last.Errors.MeanWidth, 1e-6);
        // Pinball at 0.05, 0.5, 0.95; all values lie above the upper bound, by error − 3.
        Assert.Equal(errors.Average(e => ((0.05 * (e + 3)) + (0.5 * e) + (0.95 * (e - 3))) / 3), last.Errors.PinballLoss, 1e-6);
        Assert.Equal([5, 11], last.StepErrors.Select(e => e.MeanAbsoluteError));
        Assert.Equal([6.5, 8, 9.5], last.OriginErrors.Select(e => e.MeanAbsoluteError));
        Assert.Equal([8], last.SeriesErrors.Select(e => e.MeanAbsoluteError));
        Assert.Equal(1, last.FitCount);

        var forecast = last.Forecasts[1];
        Assert.Equal((1, 0, 5), (forecast.Origin, forecast.Series, forecast.FirstStep));
        Assert.Equal([11f, 11f], forecast.Values);
        Assert.Equal([8f, 8f], forecast.LowerBounds);
        Assert.Equal([14f, 14f], forecast.UpperBounds);
        Assert.Equal([16f, 22f], forecast.Actuals);
        Assert.Equal("Value", result.Series.Single().Name);
        Assert.Equal(result.Candidates[0].Errors[BacktestMetric.RootMeanSquaredError], result.Candidates[0].Errors.RootMeanSquaredError);
    }

    [Fact]
    public void A_gap_leaves_out_the_next_steps()
    {
        var result = Backtest([1, 2, 4, 7, 11, 16, 22, 29],
            new BacktestOptions { Horizon = 1, Gap = 2, Stride = 2, OriginCount = 2, SeasonLength = 1 });
        Assert.Equal([3, 5], result.Origins.Select(o => o.SeenSteps));
        // From 4 on 16, from 11 on 29: what lies between is not measured.
        Assert.Equal([16f, 29f], result["last"].Forecasts.Select(f => f.Actuals.Single()));
        Assert.Equal([12, 18], result["last"].OriginErrors.Select(e => e.MeanAbsoluteError));
    }

    [Theory]
    [InlineData(null, null, "1-5")]
    [InlineData(1, null, "1-5 1-7 1-9 1-11")]
    [InlineData(2, null, "1-5 1-9")]
    [InlineData(1, 4, "3-5 5-7 7-9 9-11")]
    public void Fits_see_an_expanding_or_a_sliding_window(int? refitEvery, int? window, string expected)
    {
        var spy = new Spy(LastValue(3));
        var result = _ml.Forecasting.Backtest(Series(Enumerable.Range(1, 14).Select(i => (float)i)), [new("spy", spy)], new BacktestOptions
        {
            Horizon = 2,
            OriginCount = 4,
            RefitEvery = refitEvery,
            WindowLength = window,
            IncludeReferences = false,
        });
        // The last step seen is not learnt from: it is the first one that the model sees by Transform.
        Assert.Equal(expected, string.Join(' ', spy.Fits.Select(values => $"{values[0]}-{values[^1]}")));
        Assert.Equal([6, 8, 10, 12], result.Origins.Select(o => o.SeenSteps));
        Assert.All(result["spy"].OriginErrors, e => Assert.Equal(1.5, e.MeanAbsoluteError));
        Assert.Equal(expected.Split(' ').Length, result["spy"].FitCount);
    }

    [Fact]
    public void Forecasts_are_those_of_a_fit_that_is_asked_by_hand()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 90).Select(i => (float)(10 + (5 * Math.Sin(i * Math.PI / 6)) + random.NextDouble())).ToArray();
        var ssa = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 24, 48, 1000, 6,
            confidenceLowerBoundColumn: "LowerBound", confidenceUpperBoundColumn: "UpperBound", confidenceLevel: 0.9f);
        var result = _ml.Forecasting.Backtest(Series(values), [new("SSA", ssa), new("last", LastValue(6))],
            new BacktestOptions { Horizon = 6, OriginCount = 4, SeasonLength = 12 });
        var first = result.Origins[0].SeenSteps;
        Assert.Equal(66, first);
        // The model has learnt from 65 values and is then given the rest.
        var model = ssa.Fit(Series(values[..(first - 1)]));
        var rows = _ml.Data.CreateEnumerable<Forecast>(model.Transform(Series(values[(first - 1)..])), reuseRowObject: false).ToArray();
        foreach (var forecast in result["SSA"].Forecasts)
        {
            var row = rows[result.Origins[forecast.Origin].SeenSteps - first];
            Assert.Equal(row.Values, forecast.Values);
            Assert.Equal(row.LowerBound, forecast.LowerBounds);
            Assert.Equal(row.UpperBound, forecast.UpperBounds);
        }
        Assert.True(result["SSA"].Errors.MeanAbsoluteScaledError < 1.2);
        Assert.True(result["SSA"].Errors.MeanAbsoluteError < 0.3 * result["last"].Errors.MeanAbsoluteError);

        var difference = result.Compare("SSA", "last");
        Assert.Equal(result["SSA"].Errors.MeanAbsoluteError - result["last"].Errors.MeanAbsoluteError, difference.Mean, 1e-9);
        Assert.True(difference.UpperBound < 0 && difference.PValue < 0.01);
        Assert.Equal(4, difference.OriginCount);
    }

    [Fact]
    public void Several_targets_are_several_series()
    {
        var rows = Enumerable.Range(0, 12).Select(i => new Wide { A = i, B = 100 + (10 * i) }).ToArray();
        var twice = _ml.Transforms.CustomMapping<Wide, WideForecast>((row, output) =>
            output.Forecast = [row.A + 1, row.A + 1, row.B, row.B], contractName: null);
        var result = _ml.Forecasting.Backtest(_ml.Data.LoadFromEnumerable(rows), [new("both", twice)], new BacktestOptions
        {
            TargetColumnNames = ["A", "B"],
            Horizon = 2,
            OriginCount = 3,
            IncludeReferences = false,
        });
        Assert.Equal(["A", "B"], result.Series.Select(s => s.Name));
        Assert.Equal([0.5, 15], result["both"].SeriesErrors.Select(e => e.MeanAbsoluteError));
        Assert.Equal([5, 10.5], result["both"].StepErrors.Select(e => e.MeanAbsoluteError));
        Assert.False(result["both"].HasBounds);
        Assert.Equal(6, result["both"].Forecasts.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Series_of_one_column_are_told_apart_and_end_together(bool byTime)
    {
        // The second series begins three steps later; rows of the two take turns.
        var rows = Enumerable.Range(0, 10).SelectMany(i => i < 3
            ? new[] { new Long { Id = "a", Value = i, Day = Day(i) } }
            : [new Long { Id = "a", Value = i, Day = Day(i) }, new Long { Id = "b", Value = 5 * i, Day = Day(i) }]).ToArray();
        var result = _ml.Forecasting.Backtest(_ml.Data.LoadFromEnumerable(rows), [new("last", LastValue(2))], new BacktestOptions
        {
            SeriesColumnName = nameof(Long.Id),
            TimeColumnName = byTime ? nameof(Long.Day) : null,
            Horizon = 2,
            OriginCount = 2,
            SeasonLength = 1,
            IncludeReferences = false,
        });
        Assert.Equal(["a", "b"], result.Series.Select(s => s.Name));
        Assert.Equal(10, result.Series[1].Values.Count);
        Assert.Equal([float.NaN, float.NaN, float.NaN, 15f, 20f], result.Series[1].Values.Take(5));
        Assert.Equal([1.5, 7.5], result["last"].SeriesErrors.Select(e => e.MeanAbsoluteError));
        // In units of its own usual change each series is forecast alike.
        Assert.Equal([1.5, 1.5], result["last"].SeriesErrors.Select(e => e.MeanAbsoluteScaledError));
        Assert.Equal(byTime ? Day(5) : null, result.Origins[0].Time);
        Assert.Equal(byTime ? 10 : null, result.Times?.Count);
    }

    [Fact]
    public void Steps_that_are_missing_are_not_measured()
    {
        var result = Backtest([1, 2, 3, 4, 5, float.NaN, 7, 8], new BacktestOptions { Horizon = 2, OriginCount = 2, SeasonLength = 1 });
        Assert.Equal(3, result["last"].Errors.Count);
        Assert.Equal([1, 0], result["last"].OriginErrors.Select(e => e.Count % 2));
        // The last value is missing at the second origin, so that what repeats it is no number, and it ranks last.
        Assert.True(double.IsNaN(result["last"].Errors.MeanAbsoluteError));
        Assert.Contains("last made forecasts that are no numbers, so that it cannot be ranked.", result.Verdicts);
    }

    // By hand: a season of 0, 10, 20, 30 that rises by 1 each time. Repeating it misses by 1; the last value of a season is off by
    // 29, 19, 9 and 1 from the next.
    [Fact]
    public void References_are_added_and_judge_the_candidates()
    {
        float[] values = [.. Enumerable.Range(0, 40).Select(i => (float)((10 * (i % 4)) + (i / 4)))];
        var result = Backtest(values, new BacktestOptions { Horizon = 4, OriginCount = 5, SeasonLength = 4 });
        Assert.Equal(["seasonal naive", "last", "repeat last"], result.Candidates.Where(c => c.Name != "NLinear").Select(c => c.Name));
        Assert.Equal((1, 14.5), (result["seasonal naive"].Errors.MeanAbsoluteError, result["last"].Errors.MeanAbsoluteError));
        Assert.Equal(result["last"].StepErrors.Select(e => e.MeanAbsoluteError),
            result["repeat last"].StepErrors.Select(e => e.MeanAbsoluteError));
        Assert.Equal((false, true, true), (result["last"].IsReference, result["seasonal naive"].IsReference,
            result["repeat last"].IsReference));
        Assert.True(result["seasonal naive"].HasBounds);
        Assert.Equal("last does not beat seasonal naive, the best naive forecast: MAE 14.50 against 1.000, 1350 % more " +
            "(5 origins, Diebold-Mariano p < 0.001).", result.Verdicts[0]);
        // Its band of 3 on both sides holds the last step alone.
        Assert.Equal("The 90% intervals of last cover 25% of the values: they are too narrow.", result.Verdicts[^1]);

        var ssa = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 8, 9, 1000, 4);
        result = _ml.Forecasting.Backtest(Series(values), [new("SSA", ssa), new("repeat last", LastValue(4))],
            new BacktestOptions { Horizon = 4, OriginCount = 5, SeasonLength = 4 });
        Assert.Equal(["SSA", "seasonal naive", "repeat last"], result.Candidates.Where(c => c.Name != "NLinear").Select(c => c.Name));
        // A naive forecast among the candidates is one to beat all the same.
        Assert.True(result["repeat last"].IsReference);
        Assert.Matches(@"^SSA beats seasonal naive, the best naive forecast: MAE 0\.\d+ against 1\.000, \d\d(\.\d)? % less " +
            @"\(5 origins, Diebold-Mariano p < 0\.001\)\.$", result.Verdicts[0]);
    }

    [Fact]
    public void Dates_that_have_no_row_are_steps_too()
    {
        // Every day but the eighth; the forecast from the seventh is for the eighth, which is unknown, and for the ninth.
        var rows = Enumerable.Range(0, 10).Where(day => day != 7).Select(day => new Long { Value = day, Day = Day(day) }).ToArray();
        var result = _ml.Forecasting.Backtest(_ml.Data.LoadFromEnumerable(rows), [new("last", LastValue(3))], new BacktestOptions
        {
            TimeColumnName = "Day",
            Horizon = 3,
            OriginCount = 1,
            SeasonLength = 1,
        });
        Assert.Equal(Day(6), result.Origins[0].Time);
        Assert.Equal([float.NaN, 8f, 9f], result["last"].Forecasts[0].Actuals);
        Assert.Equal(2, result["last"].Errors.Count);
        Assert.Equal(2.5, result["last"].Errors.MeanAbsoluteError);
        Assert.Equal(2.5, result["repeat last"].Errors.MeanAbsoluteError);
        Assert.Equal("last does not beat repeat last, the best naive forecast: MAE 2.500 against 2.500, the same " +
            "(1 origin: too few to test).", result.Verdicts[0]);
    }

    [Fact]
    public void Reports_every_fit_and_stops_when_told()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = new List<string>();
        var progress = new Reporter(p =>
        {
            var what = p.Errors is null ? "fits" : "ends";
            seen.Add($"{p.CandidateName} {p.CandidateNumber}/{p.CandidateCount} {p.Origin}/{p.OriginCount} {what}");
            if (seen.Count == 4)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => _ml.Forecasting.Backtest(Series([1, 2, 3, 4, 5, 6, 7, 8]),
            [new("one", LastValue(1)), new("two", LastValue(1))],
            new BacktestOptions { OriginCount = 2, RefitEvery = 1, Progress = progress, IncludeReferences = false, SeasonLength = 1 },
            cancellation.Token));
        Assert.Equal(["one 1/2 1/2 fits", "one 1/2 2/2 fits", "one 1/2 2/2 ends", "two 2/2 1/2 fits"], seen);
    }

    [Fact]
    public void Tells_all_that_is_wrong_at_once()
    {
        AssertRefused(new BacktestOptions
        {
            TargetColumnNames = [],
            ForecastColumnName = "",
            ConfidenceLevel = 1,
            Horizon = 0,
            Gap = -1,
            Stride = 0,
            OriginCount = 0,
            RefitEvery = 0,
            WindowLength = 1,
            SeasonLength = 0,
        }, "BacktestOptions.TargetColumnNames must be at least one column name, all different, but was []. " +
            "BacktestOptions.ForecastColumnName must be not empty, but was ''. " +
            "BacktestOptions.ConfidenceLevel must be above 0 and below 1, but was 1. " +
            "BacktestOptions.Horizon must be at least 1, but was 0. " +
            "BacktestOptions.Gap must be at least 0, but was -1. BacktestOptions.Stride must be null or at least 1, but was 0. " +
            "BacktestOptions.OriginCount must be null or at least 1, but was 0. " +
            "BacktestOptions.RefitEvery must be null or at least 1, but was 0. " +
            "BacktestOptions.WindowLength must be null or at least 2, but was 1. " +
            "BacktestOptions.SeasonLength must be null or at least 1, but was 0. Candidate.Name must be unique, but 'it' occurs 2 times.",
            new("it", LastValue(1)), new("it", LastValue(1)));
        AssertRefused(new BacktestOptions(), "A backtest must have at least one candidate, but had none.");
    }

    [Fact]
    public void Tells_what_does_not_fit()
    {
        AssertRefused(new BacktestOptions { Horizon = 3, OriginCount = 3, Gap = 1 },
            "BacktestOptions needs at least 12 steps for 3 origins with stride 3, gap 1 and horizon 3, but the data have 8.",
            new Candidate("it", LastValue(4)));
        AssertRefused(new BacktestOptions { Horizon = 2, Gap = 1, OriginCount = 1 },
            "Column 'Forecast' of candidate 'it' has 2 values, too few for the 2 steps after a gap of 1 that " +
            "BacktestOptions.Horizon asks for.",
            new Candidate("it", LastValue(2)));
        AssertRefused(new BacktestOptions { ForecastColumnName = "Score", OriginCount = 1 },
            "Candidate 'it' adds no column 'Score': BacktestOptions.ForecastColumnName must name its forecast.",
                new Candidate("it", LastValue(1)));
        AssertRefused(new BacktestOptions { ForecastColumnName = "Value", OriginCount = 1 },
            "BacktestOptions.ForecastColumnName must name a vector of Single, but column 'Value' of candidate 'it' is Single.",
            new Candidate("it", LastValue(1)));
        AssertRefused(new BacktestOptions { UpperBoundColumnName = "Upper", OriginCount = 1 },
            "Candidate 'it' adds column 'LowerBound' but no column 'Upper': bounds come in pairs.", new Candidate("it", LastValue(1)));
        var days = _ml.Data.LoadFromEnumerable(new[] { 0, 1, 1, 2 }.Select(d => new Long { Day = Day(d) }).ToArray());
        Assert.Equal("Time column 'Day' must rise from row to row, but does not in row 3.", Assert.Throws<ArgumentException>(() =>
            _ml.Forecasting.Backtest(days, [new("it", LastValue(1))], new BacktestOptions { TimeColumnName = "Day" })).Message);
        foreach (var (name, message) in new[]
        {
            ("Nope", "Could not find target column 'Nope' (Parameter 'inputSchema')"),
            ("Id", "Schema mismatch for target column 'Id': expected Single, got String (Parameter 'inputSchema')"),
        })
        {
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Forecasting.Backtest(
                days, [new("it", LastValue(1))], new BacktestOptions { TargetColumnNames = [name] })).Message);
        }
        var filtered = _ml.Transforms.CopyColumns("Copy", "Value").Append(LastValue(1)).Append(new Half());
        Assert.Equal("Candidate 'it' gave 1 rows for 2: a pipeline that leaves rows out cannot be backtested.",
            Assert.Throws<InvalidOperationException>(() => _ml.Forecasting.Backtest(Series([1, 2, 3, 4]), [new("it", filtered)],
                new BacktestOptions { OriginCount = 1, IncludeReferences = false })).Message);
    }

    [Fact]
    public void The_table_fits_into_eighty_columns()
    {
        var values = Enumerable.Range(0, 60).Select(i => (float)(1000 + (i % 12) + (3 * i)));
        var result = Backtest([.. values], new BacktestOptions { Horizon = 4, OriginCount = 5, SeasonLength = 12 });
        var lines = result.ToString().TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Equal("forecaster              MAE     RMSE    MAPE  sMAPE   MASE cover    width  fit s", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("last  ", StringComparison.Ordinal));
        Assert.Contains("5 origins, each followed by 4 steps; stride 4; fitted once, for the first, on all steps before.",
            string.Join(' ', lines), StringComparison.Ordinal);
    }

    private void AssertRefused(BacktestOptions options, string message, params Candidate[] candidates) => Assert.Equal(message,
        Assert.Throws<ArgumentException>(() => _ml.Forecasting.Backtest(Series([1, 2, 4, 7, 11, 16, 22, 29]), candidates, options))
            .Message);

    private BacktestResult Backtest(float[] values, BacktestOptions options) =>
        _ml.Forecasting.Backtest(Series(values), [new("last", LastValue(options.Gap + options.Horizon))], options);

    private IDataView Series(IEnumerable<float> values) =>
        _ml.Data.LoadFromEnumerable(values.Select(value => new Step { Value = value }).ToArray());
}
