using Microsoft.ML;
using Microsoft.ML.Data;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>The naive forecasts, by hand; and with them what all forecasters share.</summary>
public sealed class NaiveForecastTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void RepeatsTheLastValueOfTheRowsThatFollow()
    {
        var model = _ml.Forecasting.ForecastByRepeatLast("Forecast", "Value", horizon: 3).Fit(View(_ml, Of(1, 2, 3)));
        var forecasts = model.Transform(View(_ml, Of(10, 20))).Vectors("Forecast");
        Assert.Equal([[10, 10, 10], [20, 20, 20]], forecasts);
    }

    [Fact]
    public void RepeatsTheSeasonBefore()
    {
        var model = _ml.Forecasting.ForecastBySeasonalNaive("Forecast", "Value", seasonLength: 3, horizon: 4)
            .Fit(View(_ml, Of(1, 2, 3, 4, 5, 6)));
        var after = model.Transform(View(_ml, Of(7, 8)));
        Assert.Equal([[5, 6, 7, 5], [6, 7, 8, 6]], after.Vectors("Forecast"));
        Assert.Equal([[5, 6, 7, 5], [6, 7, 8, 6]], after.Vectors("Forecast")); // every pass begins where training ended
        Assert.Equal(3, model.Lookback);
        Assert.Equal(3, model.SeasonLength);
        Assert.Null(model.Model);
    }

    /// <summary>A step up by 1, 2, 3 … 20: the misses of one step are 1 … 20, those of two steps 3, 5 … 39, all upwards.</summary>
    [Fact]
    public void BoundsAreQuantilesOfWhatWasMissed()
    {
        float[] values = [0, .. Enumerable.Range(1, 20).Select(step => step * (step + 1) / 2f)];
        var model = Bounded(horizon: 2, level: 0.8f).Fit(View(_ml, Of(values)));
        var data = model.Transform(View(_ml, Of(1000)));
        Assert.Equal([1000, 1000], data.Vectors("Forecast")[0]);
        // Above: the ⌈21 · 0.9⌉ = 19th of 1 … 20, and the ⌈20 · 0.9⌉ = 18th of 3, 5 … 39. Below: truths lay above by 1 at least, by 3.
        AssertClose([1000 + 19, 1000 + 37], data.Vectors("Upper")[0]);
        AssertClose([1000, 1000], data.Vectors("Lower")[0]);
    }

    [Fact]
    public void BoundsCoverWhatTheyPromise()
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.NextDouble())];
        var model = Bounded(horizon: 3, level: 0.9f).Fit(View(_ml, Of(values[..1500])));
        var data = model.Transform(View(_ml, Of(values[1500..])));
        var (lower, upper) = (data.Vectors("Lower"), data.Vectors("Upper"));
        for (var step = 0; step < 3; step++)
        {
            var inside = Enumerable.Range(0, 1497).Count(row =>
                values[1500 + row + 1 + step] >= lower[row][step] && values[1500 + row + 1 + step] <= upper[row][step]);
            Assert.InRange(inside / 1497.0, 0.87, 0.93);
        }
    }

    /// <summary>Columns are of the types that ML.NET's own forecaster gives them, and named beside.</summary>
    [Fact]
    public void SchemaIsThatOfForecastBySsa()
    {
        var data = View(_ml, Of([.. Enumerable.Range(0, 40).Select(step => (float)Math.Sin(step))]));
        var estimator = Bounded(horizon: 3, level: 0.9f);
        var own = estimator.Fit(data).Transform(data).Schema;
        foreach (var name in new[] { "Forecast", "Lower", "Upper" })
            Assert.Equal("Vector<Single, 3>", own[name].Type.ToString());
        var promised = estimator.GetOutputSchema(Interop.SchemaShapes.Of(data.Schema));
        Assert.Equal(
            Interop.SchemaShapes.Of(own).Select(column => (column.Name, Interop.SchemaShapes.Describe(column))).Order(),
            promised.Select(column => (column.Name, Interop.SchemaShapes.Describe(column))).Order());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        own["Upper"].GetSlotNames(ref names);
        Assert.Equal(["Value+1", "Value+2", "Value+3"], names.DenseValues().Select(name => name.ToString()));
        Assert.False(estimator.Fit(data).Transform(data).CanShuffle);
    }

    [Fact]
    public void SeveralTargetsFollowEachOther()
    {
        var model = _ml.Forecasting.ForecastBySeasonalNaive(new NaiveForecastOptions
        {
            InputColumnNames = ["Value", "Other"],
            SeasonLength = 2,
            Horizon = 3,
        }).Fit(View(_ml, Of(1, 2, 3)));
        var data = model.Transform(View(_ml, Of(4)));
        Assert.Equal([[3, 4, 3, -3, -4, -3]], data.Vectors("Forecast"));
        Assert.Equal("Vector<Single, 2, 3>", data.Schema["Forecast"].Type.ToString());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        data.Schema["Forecast"].GetSlotNames(ref names);
        Assert.Equal("Other+1", names.GetItemOrDefault(3).ToString());
    }

    [Fact]
    public void SeriesGoOnEachByItself()
    {
        var options = new NaiveForecastOptions { SeriesColumnName = "Name", SeasonLength = 2, Horizon = 2 };
        Row[] rows = [Named("a", 1), Named("b", 10), Named("b", 20), Named("a", 2), Named("b", 30), Named("a", 3)];
        var model = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(View(_ml, rows));
        Assert.Equal(["a", "b"], model.SeriesNames);
        var forecasts = model.Transform(View(_ml, Named("b", 40), Named("a", 4), Named("new", 7), Named("new", 8))).Vectors("Forecast");
        Assert.Equal([[30, 40], [3, 4], [float.NaN, float.NaN], [7, 8]], forecasts);
    }

    [Fact]
    public void MissingStepsAreInterpolatedAndMissingValuesToo()
    {
        var options = new NaiveForecastOptions { TimeColumnName = "Time", SeasonLength = 4, Horizon = 4 };
        var model = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(View(_ml, Of(1, 2, 3, 4, 5, 6)));
        // Inside a window the ends take the nearest known value. Hours 6 and 7 have no row; hour 8 has one; 9 has no value.
        Row[] rows = [At(8, 9), At(9, float.NaN), At(10, 3)];
        var forecasts = model.Transform(View(_ml, rows)).Vectors("Forecast");
        var rounded = forecasts.Select(each => each.Select(value => MathF.Round(value, 4)).ToArray());
        Assert.Equal([[6, 7, 8, 9], [9, 9, 9, 9], [9, 9, 6, 3]], rounded);
    }

    /// <summary>The training rows themselves are no continuation of the training rows.</summary>
    [Fact]
    public void RowsFromBeforeTheEndOfTrainingStartAFreshHistory()
    {
        var options = new NaiveForecastOptions { TimeColumnName = "Time", SeasonLength = 2, Horizon = 1 };
        var data = View(_ml, Of(1, 2, 3, 4));
        var forecasts = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(data).Transform(data).Vectors("Forecast");
        Assert.Equal([[float.NaN], [1], [2], [3]], forecasts);
    }

    [Theory]
    [InlineData("hours", "01:00:00")]
    [InlineData("half hours", "00:30:00")]
    [InlineData("days", "1.00:00:00")]
    [InlineData("weeks", "7.00:00:00")]
    [InlineData("working days", "a working day")]
    [InlineData("months", "a month")]
    [InlineData("ends of months", "a month")]
    [InlineData("quarters", "3 months")]
    [InlineData("years", "12 months")]
    public void StepsAreFoundFromTheTimes(string kind, string expected)
    {
        DateTime[] times = kind switch
        {
            "hours" => Times(step => Start.AddHours(step)),
            "half hours" => Times(step => Start.AddMinutes(30 * step)),
            "days" => Times(step => Start.AddDays(step)),
            "weeks" => Times(step => Start.AddDays(7 * step)),
            "working days" => [.. Enumerable.Range(0, 40).Select(day => Start.AddDays(day)).Where(IsWorkingDay)],
            "months" => Times(step => Start.AddMonths(step)),
            "ends of months" => Times(step => Start.AddMonths(step + 1).AddDays(-1)),
            "quarters" => Times(step => Start.AddMonths(3 * step)),
            _ => Times(step => Start.AddYears(step)),
        };
        times = [.. times.Where((_, step) => step != 7)]; // a gap of two steps
        var options = new NaiveForecastOptions { TimeColumnName = "Time", SeasonLength = 3, Horizon = 3 };
        Row[] rows = [.. times.Select((time, step) => new Row { Time = time, Value = step < 7 ? step : step + 1 })];
        var model = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(View(_ml, rows));
        Assert.Equal(expected, model.Forecaster.Clock!.Step.ToString());
        Assert.Equal(times[^1].Ticks, model.Forecaster.Clock.Step.Add(times[0].Ticks, (long)rows[^1].Value));
        // Lookback and gap: the rows up to the ninth, then the tenth to forecast from.
        var some = View(_ml, rows[..9]);
        Assert.Equal([6, 7, 8], model.Transform(some).Vectors("Forecast")[7]);
    }

    /// <summary>Where clocks are put back an hour comes twice, but not in UTC.</summary>
    [Fact]
    public void OffsetsAreCountedInUtcBelowADay()
    {
        var zone = TimeSpan.FromHours(1);
        var first = new DateTimeOffset(2024, 10, 26, 20, 0, 0, TimeSpan.FromHours(2));
        Row[] rows = [.. Enumerable.Range(0, 12).Select(hour => new Row
        {
            Value = hour,
            Moment = hour < 7 ? first.AddHours(hour) : first.AddHours(hour).ToOffset(zone),
        })];
        var options = new NaiveForecastOptions { TimeColumnName = "Moment" };
        var model = _ml.Forecasting.ForecastByRepeatLast(options).Fit(View(_ml, rows));
        Assert.Equal("01:00:00", model.Forecaster.Clock!.Step.ToString());
        Assert.True(model.Forecaster.Clock.UsesUtc);
        Row[] days = [.. Enumerable.Range(0, 3).Select(day => new Row
        {
            Moment = new DateTimeOffset(2024, 10, 26 + day, 0, 0, 0, TimeSpan.FromHours(day < 2 ? 2 : 1)),
        })];
        Assert.Equal("1.00:00:00", _ml.Forecasting.ForecastByRepeatLast(options).Fit(View(_ml, days)).Forecaster.Clock!.Step.ToString());
    }

    [Fact]
    public void SavedAndLoadedItForecastsTheSame()
    {
        var options = new NaiveForecastOptions
        {
            InputColumnNames = ["Value", "Other"],
            TimeColumnName = "Time",
            SeriesColumnName = "Name",
            SeasonLength = 3,
            Horizon = 2,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
        };
        var data = View(_ml, Of(1, 5, 2, 8, 3, 1, 4));
        var model = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(data);
        var loaded = Reload(_ml, model, data.Schema);
        var next = View(_ml, At(7, 2), At(9, 4), At(10, float.NaN));
        foreach (var column in new[] { "Forecast", "Lower", "Upper" })
            Assert.Equal(model.Transform(next).Vectors(column), loaded.Transform(next).Vectors(column));
    }

    [Fact]
    public void RowsAreNotMappedOneByOne()
    {
        var data = View(_ml, Of(1, 2, 3));
        ITransformer model = _ml.Forecasting.ForecastByRepeatLast("Forecast", "Value", 1).Fit(data);
        Assert.False(model.IsRowToRowMapper);
        var error = Assert.Throws<InvalidOperationException>(() => model.GetRowToRowMapper(data.Schema));
        Assert.Equal(
            "A forecast needs the rows before it, so rows cannot be mapped one by one: use Transform, or CreateForecastEngine for single "
            + "observations.", error.Message);
    }

    private static DateTime[] Times(Func<int, DateTime> at) => [.. Enumerable.Range(0, 20).Select(at)];

    private static bool IsWorkingDay(DateTime day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static Row Named(string name, float value) => new() { Name = name, Value = value };

    private static Row At(int hour, float value) => new() { Time = Start.AddHours(hour), Value = value, Other = -value };

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], actual[index], 0.01f);
    }

    private ForecastEstimator Bounded(int horizon, float level) =>
        _ml.Forecasting.ForecastByRepeatLast("Forecast", "Value", horizon, "Lower", "Upper", level);
}
