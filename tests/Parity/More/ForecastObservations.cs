using Microsoft.ML;
using Microsoft.ML.Transforms.TimeSeries;

namespace Parity;

/// <summary>Singular spectrum analysis on a trend with two seasons.</summary>
internal static class ForecastObservations
{
    public static void Add(Observer observer)
    {
        var ml = new MLContext(seed: 1);
        Point[] points = [.. Enumerable.Range(0, 200).Select(i => new Point
        {
            Value = (float)(10 + 0.05 * i + 3 * Math.Sin(i * Math.PI / 6) + Math.Cos(i * Math.PI / 3.5) + 0.2 * Math.Sin(i * i)),
        })];
        var series = ml.Data.LoadFromEnumerable(points);
        IEstimator<SsaForecastingTransformer> Ssa(RankSelectionMethod method, int? rank, bool adaptive, bool stabilize) => ml.Forecasting.ForecastBySsa(
            "Forecast", "Value", windowSize: 24, seriesLength: 60, trainSize: 180, horizon: 6, isAdaptive: adaptive, rankSelectionMethod: method, rank: rank,
            shouldStabilize: stabilize, confidenceLowerBoundColumn: "Lower", confidenceUpperBoundColumn: "Upper");

        foreach (var (name, estimator) in new (string, IEstimator<SsaForecastingTransformer>)[]
        {
            ("exact", Ssa(RankSelectionMethod.Exact, null, false, true)), ("fast", Ssa(RankSelectionMethod.Fast, null, false, true)),
            ("fixed", Ssa(RankSelectionMethod.Fixed, 5, false, true)), ("loose", Ssa(RankSelectionMethod.Fixed, 5, false, false)),
        })
        {
            observer.Observe($"forecast/{name}", () =>
            {
                var engine = estimator.Fit(series).CreateTimeSeriesEngine<Point, Forecast>(ml);
                var first = engine.Predict();
                var next = engine.Predict(new Point { Value = 17 });
                return new[] { first.Forecast_, first.Lower, first.Upper, next.Forecast_, engine.Predict(horizon: 2).Forecast_ };
            });
        }
        observer.Observe("forecast/schema", () => Observer.Schema(Ssa(RankSelectionMethod.Exact, null, false, true).Fit(series).Transform(series).Schema));
        observer.Observe("forecast/window", () => ml.Forecasting.ForecastBySsa("F", "Value", 1, 60, 180, 6).Fit(series).GetType().Name);
        observer.Observe("forecast/train-size", () => ml.Forecasting.ForecastBySsa("F", "Value", 24, 60, 40, 6).Fit(series).GetType().Name);
    }

    private sealed class Point
    {
        public float Value { get; set; }
    }

    private sealed class Forecast
    {
        [Microsoft.ML.Data.ColumnName("Forecast")]
        public float[] Forecast_ { get; set; } = [];

        public float[] Lower { get; set; } = [];

        public float[] Upper { get; set; } = [];
    }
}
