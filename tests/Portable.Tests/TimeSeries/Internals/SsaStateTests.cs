using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.TimeSeries;

namespace Portable.Tests.TimeSeries;

// Here every cursor and engine works on a copy of the state; the official package shares one among some of them.
public sealed partial class SsaForecastingTests
{
    [Fact]
    public void Every_cursor_starts_where_the_model_stands()
    {
        var view = Model().Transform(_ml.Data.TakeRows(Data, 3));
        Assert.Null(view.GetRowCount());
        Assert.False(view.CanShuffle);
        var passes = Enumerable.Range(0, 2).Select(_ => view.GetColumn<float[]>("Forecast").SelectMany(v => v).ToList()).ToList();
        Assert.Equal(passes[0], passes[1]);

        // Rows pass whether or not their forecasts are read.
        var last = _ml.Data.SkipRows(view, 2).GetColumn<float[]>("Forecast").Single();
        Assert.Equal(passes[0][^3..], last);
    }

    [Fact]
    public void Every_engine_has_a_state_of_its_own()
    {
        var model = Model();
        var engines = Enumerable.Range(0, 2).Select(_ => model.CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml)).ToList();
        var before = engines[0].Predict().Forecast;
        engines[1].Predict(new SeriesRow { Value = 99 });
        Assert.NotEqual(before, engines[1].Predict().Forecast);
        Assert.Equal(before, engines[0].Predict().Forecast);
        Assert.Equal(before, model.CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml).Predict().Forecast);
    }

    [Fact]
    public void Too_few_values_and_noughts_forecast_noughts()
    {
        var few = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 100, 101, 300, 3).Fit(Data)
            .CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml);
        Assert.Equal([0, 0, 0], few.Predict(new SeriesRow { Value = 3 }).Forecast);
        var zeros = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new SeriesRow(), 60));
        var flat = _ml.Forecasting.ForecastBySsa("Forecast", "Value", 6, 7, 60, 3).Fit(zeros)
            .CreateTimeSeriesEngine<SeriesRow, OnlyForecast>(_ml);
        Assert.Equal([0, 0, 0], flat.Predict().Forecast);
        // Nothing is known of such a series but the mean of the window, 4 / 6, and each place's mean of what its windows say.
        var mean = 4 / 6.0 * (1 / 5.0 + 1 / 4.0 + 1 / 3.0 + 1 / 2.0 + 1) / 5;
        Assert.Equal(mean, flat.Predict(new SeriesRow { Value = 4 }).Forecast[0], 1e-6);
    }
}
