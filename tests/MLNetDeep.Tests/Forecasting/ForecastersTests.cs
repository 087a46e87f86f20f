using Microsoft.ML;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>Each forecaster of the catalog on a series with a season, a trend and noise.</summary>
public sealed class ForecastersTests
{
    private const int Season = 12;
    private const int Horizon = 6;
    private const int TrainCount = 160;

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Names => ["NLinear", "DLinear", "Mlp", "Lstm", "Gru"];

    [Theory]
    [MemberData(nameof(Names))]
    public void BeatsTheSeasonalNaiveForecast(string name)
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, 220).Select(step =>
            20 + (0.1f * step) + (5 * MathF.Sin(step * 2 * MathF.PI / Season)) + ((float)random.NextDouble() * 2))];
        var (train, next) = (View(_ml, Of(values[..TrainCount])), View(_ml, Of(values[TrainCount..])));
        var naive = _ml.Forecasting.ForecastBySeasonalNaive("Forecast", "Value", Season, Horizon).Fit(train).Transform(next);
        var model = Estimator(name).Fit(train);
        var forecasts = model.Transform(next);
        Assert.True(Error(forecasts.Vectors("Forecast"), values) < 0.75 * Error(naive.Vectors("Forecast"), values));
        var (lower, upper) = (forecasts.Vectors("Lower"), forecasts.Vectors("Upper"));
        int inside = 0, count = 0;
        for (var row = 0; row + Horizon < lower.Length; row++)
        {
            for (var step = 0; step < Horizon; step++, count++)
            {
                var truth = values[TrainCount + row + 1 + step];
                inside += truth >= lower[row][step] && truth <= upper[row][step] ? 1 : 0;
            }
        }
        Assert.InRange(inside / (double)count, 0.7, 1);
        Assert.Equal(forecasts.Vectors("Forecast"), Reload(_ml, model, next.Schema).Transform(next).Vectors("Forecast"));
    }

    private ForecastEstimator Estimator(string name) => name switch
    {
        "NLinear" => _ml.Forecasting.ForecastByNLinear(Set(new NLinearForecastOptions())),
        "DLinear" => _ml.Forecasting.ForecastByDLinear(Set(new DLinearForecastOptions { MovingAverageWindow = 13 })),
        "Mlp" => _ml.Forecasting.ForecastByMlp(Set(new MlpForecastOptions { HiddenSizes = [16] })),
        "Lstm" => _ml.Forecasting.ForecastByLstm(Set(new LstmForecastOptions())),
        _ => _ml.Forecasting.ForecastByGru(Set(new GruForecastOptions())),
    };

    private static T Set<T>(T options)
        where T : ForecastOptions => options with
        {
            Horizon = Horizon,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
            MemberCount = 1,
            ValidationFraction = 0.25,
            Seed = 3,
        };

    [Fact]
    public void CommonArgumentsAreOptions()
    {
        var rows = View(_ml, Of([.. Enumerable.Range(0, 60).Select(step => (float)(step % 5))]));
        var byArguments = new MLContext(seed: 1).Forecasting.ForecastByNLinear(
            "Ahead", "Value", 3, confidenceLowerBoundColumn: "From", confidenceUpperBoundColumn: "To", confidenceLevel: 0.8f);
        var options = new NLinearForecastOptions
        {
            OutputColumnName = "Ahead",
            Horizon = 3,
            LowerBoundColumnName = "From",
            UpperBoundColumnName = "To",
            ConfidenceLevel = 0.8,
        };
        var byOptions = new MLContext(seed: 1).Forecasting.ForecastByNLinear(options);
        foreach (var column in new[] { "Ahead", "From", "To" })
            Assert.Equal(byOptions.Fit(rows).Transform(rows).Vectors(column), byArguments.Fit(rows).Transform(rows).Vectors(column));
    }

    private static double Error(float[][] forecasts, float[] values)
    {
        double sum = 0;
        for (var row = 0; row + Horizon < forecasts.Length; row++)
            for (var step = 0; step < Horizon; step++)
                sum += Math.Abs(forecasts[row][step] - values[TrainCount + row + 1 + step]);
        return sum;
    }
}
