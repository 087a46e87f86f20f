using Microsoft.ML;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>What forecasters refuse, in whole messages.</summary>
public sealed class ForecastRefusalTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void AllOptionsOutOfRangeAreListed()
    {
        var error = Assert.Throws<ArgumentException>(() => _ml.Forecasting.ForecastBySeasonalNaive(new NaiveForecastOptions
        {
            InputColumnNames = ["Value", "Value"],
            OutputColumnName = "",
            LowerBoundColumnName = "Bound",
            UpperBoundColumnName = "Bound",
            SeriesColumnName = "",
            TimeColumnName = "Value",
            Horizon = 0,
            SeasonLength = -1,
            ConfidenceLevel = 1,
        }));
        Assert.Equal(
            "NaiveForecastOptions.OutputColumnName must be a column name, but was ''. "
            + "NaiveForecastOptions.OutputColumnName must be another column than the bounds, which differ, too, but was ''. "
            + "NaiveForecastOptions.SeriesColumnName must be a column name or null, but was ''. "
            + "NaiveForecastOptions.InputColumnNames must be different names, but was ['Value', 'Value']. "
            + "NaiveForecastOptions.InputColumnNames must be other columns than , Value, but was ['Value', 'Value']. "
            + "NaiveForecastOptions.Horizon must be at least 1, but was 0. "
            + "NaiveForecastOptions.SeasonLength must be at least 1, but was -1. "
            + "NaiveForecastOptions.ConfidenceLevel must be above 0 and below 1, but was 1.", error.Message);
        Assert.Equal(
            "NaiveForecastOptions.InputColumnNames must be at least one column name, but was [].",
            Assert.Throws<ArgumentException>(
                () => _ml.Forecasting.ForecastBySeasonalNaive(new NaiveForecastOptions { InputColumnNames = [] })).Message);
        Assert.Equal(
            "NaiveForecastOptions.SeasonLength must be 1 to repeat the last value, but was 7.",
            Assert.Throws<ArgumentException>(
                () => _ml.Forecasting.ForecastByRepeatLast(new NaiveForecastOptions { SeasonLength = 7 })).Message);
    }

    [Theory]
    [InlineData("Value", "Nothing", "Name", "Could not find time column 'Nothing'")]
    [InlineData("Name", null, null, "Schema mismatch for target column 'Name': expected Single, got String")]
    [InlineData("Value", "Name", null, "Schema mismatch for time column 'Name': expected DateTime or DateTimeOffset, got String")]
    [InlineData("Value", null, "Time", "Schema mismatch for series column 'Time': expected a text, a key or a number, got DateTime")]
    public void WrongColumnsAreNamed(string target, string? time, string? series, string message)
    {
        var estimator = _ml.Forecasting.ForecastByRepeatLast(new NaiveForecastOptions
        {
            InputColumnNames = [target],
            TimeColumnName = time,
            SeriesColumnName = series,
        });
        var data = View(_ml, Of(1, 2, 3));
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(
            () => estimator.GetOutputSchema(Interop.SchemaShapes.Of(data.Schema))).Message);
    }

    [Fact]
    public void TimesMustAscend()
    {
        var options = new NaiveForecastOptions { TimeColumnName = "Time", SeriesColumnName = "Name" };
        var estimator = _ml.Forecasting.ForecastByRepeatLast(options);
        var rows = Of(1, 2, 3, 4);
        rows[2].Time = rows[1].Time;
        Refuses(estimator, rows, "Time column 'Time' must be there once in the rows of series 'a', but row 3 has 2024-01-01 01:00:00 after "
            + "2024-01-01 01:00:00.");
        rows[2].Time = rows[0].Time;
        Refuses(estimator, rows, "Time column 'Time' must be ascending in the rows of series 'a', but row 3 has 2024-01-01 00:00:00 after "
            + "2024-01-01 01:00:00.");
        rows[2].Time = default;
        Refuses(estimator, rows, "Time column 'Time' must have a value in every row, but has none in row 3.");
        rows[2].Time = rows[1].Time.AddMinutes(61);
        rows[3].Time = rows[2].Time.AddHours(1);
        Refuses(estimator, rows, "Times of series 'a' must be whole steps of 01:00:00 apart, but 2024-01-01 01:00:00 is followed by "
            + "2024-01-01 02:01:00.");
        rows[2].Name = "";
        Refuses(estimator, rows, "Series column 'Name' must have a value in every row, but has none in row 3.");
    }

    [Fact]
    public void RowsThatAreEventsAreNoSeries()
    {
        var rows = Of(1, 2, 3, 4);
        rows[3].Time = rows[2].Time.AddDays(365);
        Refuses(
            _ml.Forecasting.ForecastByRepeatLast(new NaiveForecastOptions { TimeColumnName = "Time" }), rows,
            "Times must be at steps that most rows keep, but 4 rows up to 2024-12-31 02:00:00 are spread over 8763 steps of 01:00:00.");
    }

    [Fact]
    public void DataMustBeEnough()
    {
        var estimator = _ml.Forecasting.ForecastBySeasonalNaive("Forecast", "Value", seasonLength: 4, horizon: 2);
        Refuses(estimator, [], "Training data must have at least one row, but was empty.");
        Refuses(estimator, Of(1, 2, 3, 4), "Some series must have more than SeasonLength (4) rows, but the longest has 4.");
        Refuses(estimator, Of(float.NaN, float.NaN), "Target column 'Value' must have a value in some row, but is NaN in every row.");
        Refuses(
            estimator, Of(1, float.PositiveInfinity, 3, 4, 5),
            "Column 'Value' must be finite or NaN in every row, but was Infinity in row 2.");
        Refuses(
            _ml.Forecasting.ForecastByRepeatLast(new NaiveForecastOptions { TimeColumnName = "Time" }), Of(1),
            "Some series must have at least two rows, to find the step between times, but none has.");
    }

    [Fact]
    public void RowsToForecastMustFollow()
    {
        var model = _ml.Forecasting.ForecastByRepeatLast(new NaiveForecastOptions { TimeColumnName = "Time" }).Fit(View(_ml, Of(1, 2, 3)));
        var rows = Of(1, 2, 3);
        rows[2].Time = rows[1].Time.AddMinutes(90);
        var error = Assert.Throws<InvalidOperationException>(() => model.Transform(View(_ml, rows)).Vectors("Forecast"));
        Assert.Equal(
            "Times must be whole steps of 01:00:00 apart, but 2024-01-01 01:00:00 is followed by 2024-01-01 02:30:00.", error.Message);
    }

    private void Refuses(ForecastEstimator estimator, Row[] rows, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => estimator.Fit(View(_ml, rows))).Message);
}
