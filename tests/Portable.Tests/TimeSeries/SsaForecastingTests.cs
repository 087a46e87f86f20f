using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.TimeSeries;

namespace Portable.Tests.TimeSeries;

/// <summary>Engine, view, saved model and refusals; what is expected is what the official packages do.</summary>
public sealed partial class SsaForecastingTests
{
    private static readonly float[] Series =
        [.. Enumerable.Range(0, 120).Select(i => (float)(50 + (0.2 * i) + (10 * Math.Sin(i * Math.PI / 6)) + (3 * Math.Cos(i * i))))];

    private readonly MLContext _ml = new(1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(Series.Select(value => new SeriesRow { Value = value }));

    [Fact]
    public void A_sine_goes_on()
    {
        static float Sine(int i) => (float)(10 + (3 * Math.Sin(i * Math.PI / 6)));
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 96).Select(i => new SeriesRow { Value = Sine(i) }));
        var model = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 24, 48, 96, 12,
            rankSelectionMethod: RankSelectionMethod.Fixed, rank: 3).Fit(data);
        var forecast = model.CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml).Predict().Forecast;
        Assert.All(forecast, (value, i) => Assert.Equal(Sine(96 + i), value, 0.01));
    }

    [Fact]
    public void Columns_are_those_asked_for()
    {
        var schema = _ml.Forecasting.ForecastBySsa("F", "Value", 12, 13, 120, 4,
            confidenceLowerBoundColumn: "L", confidenceUpperBoundColumn: "U").Fit(Data).GetOutputSchema(Data.Schema);
        Assert.Equal(["Value", "F", "L", "U"], schema.Select(c => c.Name));
        Assert.All(schema.Skip(1), c => Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), c.Type));
        Assert.Equal(["Value", "Forecast"], Model().GetOutputSchema(Data.Schema).Select(c => c.Name));
        var variable = _ml.Forecasting.ForecastBySsa("F", "Value", 12, 13, 120, 4, variableHorizon: true).Fit(Data);
        Assert.Equal(0, ((VectorDataViewType)variable.GetOutputSchema(Data.Schema)["F"].Type).Size);
    }

    [Fact]
    public void Engine_takes_horizon_and_confidence_as_they_come()
    {
        var engine = Model(bounds: true).CreateTimeSeriesEngine<SeriesRow, Forecasts>(_ml);
        var (narrow, wide) = (engine.Predict(6, 0.5f), engine.Predict(6, 0.99f));
        Assert.Equal(6, narrow.Lower.Length);
        Assert.Equal(narrow.Forecast, wide.Forecast);
        for (var i = 0; i < 6; i++)
        {
            Assert.True(wide.Lower[i] < narrow.Lower[i] && narrow.Upper[i] < wide.Upper[i]);
            // Quantiles of the normal distribution: 2.5758 and 0.6745.
            Assert.Equal(2.575829 / 0.6744898, (wide.Upper[i] - wide.Lower[i]) / (narrow.Upper[i] - narrow.Lower[i]), 0.001);
        }
        Assert.Equal(narrow.Forecast[..3], engine.Predict().Forecast);
        Assert.Contains("greater than 0", Assert.Throws<ArgumentOutOfRangeException>(() => engine.Predict(horizon: -1)).Message);
        Assert.Contains("in [0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => engine.Predict(confidenceLevel: 1)).Message);
    }

    [Fact]
    public void Checkpoint_goes_on_where_the_engine_stood()
    {
        var chain = _ml.Transforms.CopyColumns("Copy", "Value")
            .Append(_ml.Forecasting.ForecastBySsa("Forecast", "Copy", 12, 13, 120, 3)).Fit(Data);
        var engine = chain.CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml);
        var before = engine.Predict().Forecast;
        engine.Predict(new SeriesRow { Value = 90 });
        engine.Predict(new SeriesRow { Value = float.NaN }); // a missing value tells nothing
        var expected = engine.Predict().Forecast;
        Assert.NotEqual(before, expected);

        using var stream = new MemoryStream();
        engine.CheckPoint(_ml, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        var loaded = fresh.Model.Load(stream, out _).CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(fresh);
        Assert.Equal(expected, loaded.Predict().Forecast);
        Assert.Equal(engine.Predict(new SeriesRow { Value = 40 }).Forecast, loaded.Predict(new SeriesRow { Value = 40 }).Forecast);
    }

    [Fact]
    public void Checkpoint_of_a_lone_forecaster_is_a_chain()
    {
        var path = Path.GetTempFileName();
        Model().CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml).CheckPoint(_ml, path);
        Assert.IsType<TransformerChain<ITransformer>>(_ml.Model.Load(path, out var schema));
        Assert.Null(schema);
        File.Delete(path);
    }

    [Fact]
    public void Rows_of_a_view_feed_the_model_one_by_one()
    {
        var model = Model(bounds: true);
        var rows = _ml.Data.CreateEnumerable<Forecasts>(model.Transform(_ml.Data.TakeRows(Data, 3)), false).ToList();
        var engine = Model(bounds: true).CreateTimeSeriesEngine<SeriesRow, Forecasts>(_ml);
        for (var i = 0; i < 3; i++)
        {
            var expected = engine.Predict(new SeriesRow { Value = Series[i] });
            Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(rows[i]));
        }
    }

    [Theory]
    [InlineData(RankSelectionMethod.Fixed)]
    [InlineData(RankSelectionMethod.Exact)]
    [InlineData(RankSelectionMethod.Fast)]
    public void A_constant_stays(RankSelectionMethod method)
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new SeriesRow { Value = 5 }, 60));
        var model = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 6, 7, 60, 3, rankSelectionMethod: method).Fit(data);
        Assert.All(model.CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml).Predict().Forecast, value => Assert.Equal(5, value, 1e-4));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "window", "The window size should be at least 2. (Parameter 'windowSize')" },
        { "series", "The series length should be greater than the window size. (Parameter 'seriesLength')" },
        { "train", "The input size for training should be greater than twice the window size." },
        { "discount", "Must be in the range [0, 1]. (Parameter 'DiscountFactor')" },
        { "rank", "The rank should be in [1, windowSize). (Parameter 'rank')" },
        { "span", "The time span must be strictly positive. (Parameter 'TimeSpan')" },
        { "growth", "The growth must be non-negative. (Parameter 'Growth')" },
        { "horizon", "Specified argument was out of the range of valid values. (Parameter 'size')" },
        { "name", "Name cannot be null or empty (Parameter 'Name')" },
        { "missing", "Nope column 'Feature' not found (Parameter 'schema')" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Bad_settings_are_refused(string setting, string message)
    {
        int Or(string name, int bad, int good) => setting == name ? bad : good;
        var growth = new GrowthRatio { TimeSpan = Or("span", 0, 1), Growth = Or("growth", -1, 1) };
        var thrown = Assert.ThrowsAny<Exception>(() => _ml.Forecasting.ForecastBySsa(setting == "name" ? "" : "Forecast",
            setting == "missing" ? "Nope" : "Value", Or("window", 1, 12), Or("series", 12, 13), Or("train", 24, 120), Or("horizon", -1, 3),
            discountFactor: Or("discount", 2, 1), rankSelectionMethod: RankSelectionMethod.Fixed, rank: Or("rank", 12, 3), maxRank: 99,
            maxGrowth: growth).Fit(Data));
        Assert.Equal(message, thrown.Message);
    }

    [Fact]
    public void Rows_alone_cannot_be_mapped()
    {
        ITransformer model = Model();
        Assert.False(model.IsRowToRowMapper);
        Assert.Equal("Not a RowToRowMapper.", Assert.Throws<InvalidOperationException>(() => model.GetRowToRowMapper(Data.Schema)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<SeriesRow, OnlyForecast>(model));
        Assert.Contains("Could not find input column 'Value'",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateTimeSeriesEngine<OnlyForecast, OnlyForecast>(_ml)).Message);
    }

    private SsaForecastingTransformer Model(bool bounds = false) => _ml.Forecasting.ForecastBySsa("Forecast", "Value", 12, 13, 120, 3,
        confidenceLowerBoundColumn: bounds ? "Lower" : null, confidenceUpperBoundColumn: bounds ? "Upper" : null).Fit(Data);

    private sealed class OnlyForecast
    {
        public float[] Forecast { get; set; } = [];
    }
}
