using Microsoft.ML;
using MLNetDeep.Training;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>Forecasters with a network: a linear one, for what is around the network.</summary>
public sealed class DeepForecastTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static readonly LinearForecastOptions _all = new()
    {
        InputColumnNames = ["Value", "Other"],
        PastCovariateColumnNames = ["Past"],
        FutureCovariateColumnNames = ["Future"],
        SeriesColumnName = "Name",
        StaticColumnNames = ["Kind"],
        TimeColumnName = "Time",
        LowerBoundColumnName = "Lower",
        UpperBoundColumnName = "Upper",
        Lookback = 6,
        Horizon = 3,
        MaximumEpochCount = 3,
        Seed = 7,
    };

    /// <summary>Transform, engine, saved model and checkpoint make the same forecasts, to the bit.</summary>
    [Fact]
    public void AllWaysToForecastAgree()
    {
        var rows = Everything(60, "a", 1).Concat(Everything(40, "b", 2)).ToArray();
        var model = Estimator(_all).Fit(View(_ml, rows));
        // Series b goes on after a gap of two steps, and has a missing value; three rows tell what lies ahead.
        Row[] next = [.. Everything(70, "a", 1)[60..], .. Everything(55, "b", 2)[42..]];
        next[12].Value = float.NaN;
        foreach (var row in next.Where(row => row.Time >= (row.Name == "a" ? Start.AddHours(67) : Start.AddHours(52))))
            row.Value = row.Other = float.NaN;
        var data = model.Transform(View(_ml, next));
        var (forecasts, lower, upper) = (data.Vectors("Forecast"), data.Vectors("Lower"), data.Vectors("Upper"));
        Assert.Equal(forecasts, Reload(_ml, model, data.Schema).Transform(View(_ml, next)).Vectors("Forecast"));

        var engine = model.CreateForecastEngine();
        for (var row = 0; row < next.Length; row++)
        {
            if (row == 4)
                engine = Restore(model, engine);
            engine.Observe(Observation(next[row]));
            var ahead = next.Skip(row + 1).TakeWhile(later => later.Name == next[row].Name).Take(3).ToArray();
            if (ahead.Length < 3)
            {
                Assert.All(forecasts[row], value => Assert.True(float.IsNaN(value)));
                continue;
            }
            var result = engine.Forecast(next[row].Name, [.. ahead.Select(later => new[] { later.Future })]);
            Assert.Equal(forecasts[row], result.Values);
            Assert.Equal(lower[row], result.LowerBounds);
            Assert.Equal(upper[row], result.UpperBounds);
            Assert.All(result.Values, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void SameSeedSameForecasts()
    {
        var (rows, next) = (Everything(50, "a", 1), View(_ml, Everything(60, "a", 1)[50..]));
        float[][] Forecast(int seed) => Estimator(_all with { Seed = seed }).Fit(View(_ml, rows)).Transform(next).Vectors("Forecast");
        var first = Forecast(3);
        Assert.Equal(first, Forecast(3));
        Assert.NotEqual(first, Forecast(4));
        var estimator = Estimator(_all with { Seed = null });
        Assert.Equal(
            estimator.Fit(View(_ml, rows)).Transform(next).Vectors("Forecast"),
            estimator.Fit(View(_ml, rows)).Transform(next).Vectors("Forecast"));
    }

    [Fact]
    public void SeveralMembersAreAveragedAndSaved()
    {
        var (rows, next) = (Everything(50, "a", 1), View(_ml, Everything(60, "a", 1)[50..]));
        var model = Estimator(_all with { MemberCount = 3 }).Fit(View(_ml, rows));
        Assert.Equal(3, model.Model!.Members.Count);
        var forecasts = model.Transform(next).Vectors("Forecast");
        Assert.Equal(forecasts, Reload(_ml, model, next.Schema).Transform(next).Vectors("Forecast"));
        var one = Estimator(_all).Fit(View(_ml, rows)).Transform(next).Vectors("Forecast");
        Assert.NotEqual(one, forecasts);
    }

    /// <summary>On new data of the same kind the bounds hold what they promise, and forecasts are as good as can be.</summary>
    [Fact]
    public void BoundsCoverWhatTheyPromise()
    {
        var random = new Random(11);
        var values = new float[6000];
        for (var step = 1; step < values.Length; step++)
            values[step] = (0.8f * values[step - 1]) + (float)Normal(random);
        var options = new LinearForecastOptions
        {
            Lookback = 4,
            Horizon = 4,
            SeasonLength = 1,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
            ConfidenceLevel = 0.8,
            Seed = 1,
        };
        var model = Estimator(options).Fit(View(_ml, Of(values[..2000])));
        var data = model.Transform(View(_ml, Of(values[2000..])));
        var (forecast, lower, upper) = (data.Vectors("Forecast"), data.Vectors("Lower"), data.Vectors("Upper"));
        for (var step = 1; step <= 4; step++)
        {
            var (inside, squares) = (0, 0.0);
            const int Count = 3990;
            for (var row = 0; row < Count; row++)
            {
                var truth = values[2000 + row + step];
                inside += truth >= lower[row][step - 1] && truth <= upper[row][step - 1] ? 1 : 0;
                squares += Math.Pow(truth - forecast[row][step - 1], 2);
            }
            Assert.InRange(inside / (double)Count, 0.76, 0.84);
            // The best forecast's variance is that of the noise, piled up: 1 + 0.8² + … .
            var best = Enumerable.Range(0, step).Sum(power => Math.Pow(0.64, power));
            Assert.InRange(squares / Count, 0.9 * best, 1.1 * best);
        }
    }

    /// <summary>A network that knows a covariate in advance forecasts what cannot be forecast without.</summary>
    [Fact]
    public void FutureCovariatesAreUsed()
    {
        var random = new Random(2);
        Row[] rows = [.. Enumerable.Range(0, 600).Select(step =>
        {
            var known = (float)random.NextDouble();
            return new Row { Future = known, Value = (5 * known) + (float)(0.1 * random.NextDouble()) };
        })];
        var options = new LinearForecastOptions { Lookback = 3, Horizon = 2, SeasonLength = 1, Seed = 1 };
        Assert.InRange(Error(options with { FutureCovariateColumnNames = ["Future"] }), 0, 0.1);
        Assert.InRange(Error(options), 1, 2);

        double Error(LinearForecastOptions own)
        {
            var forecasts = Estimator(own).Fit(View(_ml, rows[..500])).Transform(View(_ml, rows[500..])).Vectors("Forecast");
            return Enumerable.Range(0, 90).Average(row => Math.Abs(forecasts[row][1] - rows[500 + row + 2].Value));
        }
    }

    [Fact]
    public void LogarithmsStayAboveZero()
    {
        float[] values = [.. Enumerable.Range(0, 120).Select(month =>
            (float)(Math.Exp(0.02 * month) * (3 + Math.Sin(2 * Math.PI * month / 12))))];
        var options = new LinearForecastOptions { Horizon = 6, LowerBoundColumnName = "Lower", MaximumEpochCount = 2, Seed = 1 };
        var model = Estimator(options).Fit(View(_ml, Of(values)));
        Assert.Equal([true], model.Forecaster.Logarithms);
        Assert.Equal(12, model.SeasonLength);
        var data = model.Transform(View(_ml, Of(30, -1, 35))); // what has no logarithm is missing
        Assert.All(data.Vectors("Lower").SelectMany(each => each), value => Assert.InRange(value, 1e-6f, 1000));
    }

    /// <summary>Fits learn from the windows they should: first without those that judge, then from all.</summary>
    [Fact]
    public void JudgesAreHeldOutAndThenLearnedFrom()
    {
        List<int> counts = [];
        var options = new LinearForecastOptions
        {
            Lookback = 5,
            Horizon = 3,
            SeasonLength = 1,
            MaximumEpochCount = 1,
            ValidationFraction = 0.25,
            Watch = (_, count) => counts.Add(count),
        };
        var rows = View(_ml, Of([.. Enumerable.Range(0, 107).Select(step => (float)(step % 7))]));
        Estimator(options).Fit(rows);
        Assert.Equal([100 - 2, 100], counts); // two windows lie over the cut; those that choose the epoch are given along
        counts.Clear();
        Estimator(options with { RefitOnAllRows = false }).Fit(rows);
        Assert.Equal([100 - 25 - 2], counts);
        counts.Clear();
        var model = Estimator(options with { Patience = 2, MaximumEpochCount = 3, RefitOnAllRows = false }).Fit(rows);
        Assert.Equal([98], counts); // those that choose the epoch are given along
        Assert.False(double.IsNaN(model.Model!.History.Best.ValidationLoss));
        counts.Clear();
        Estimator(options with { ValidationFraction = null }).Fit(rows);
        Assert.Equal(5, counts.Count); // few windows are judged by four fits in turn
        Assert.Equal(counts.Order(), counts);
        counts.Clear();
        Estimator(options with { ValidationFraction = 0 }).Fit(rows);
        Assert.Equal([100], counts);
    }

    [Fact]
    public void UsersHearOfTheLastFit()
    {
        List<EpochReport> reports = [];
        var options = new LinearForecastOptions
        {
            Lookback = 5,
            SeasonLength = 1,
            MaximumEpochCount = 4,
            Progress = new Reports(reports),
        };
        Estimator(options).Fit(View(_ml, Of([.. Enumerable.Range(0, 80).Select(step => (float)(step % 7))])));
        Assert.Equal([1, 2, 3, 4], reports.Select(report => report.Epoch));
    }

    [Fact]
    public void OtherLossesHaveBoundsToo()
    {
        var options = new LinearForecastOptions
        {
            Loss = new AbsoluteErrorLoss(),
            Lookback = 5,
            SeasonLength = 1,
            Seed = 1,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
        };
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 1000).Select(_ => (float)random.NextDouble())];
        var data = Estimator(options).Fit(View(_ml, Of(values[..600]))).Transform(View(_ml, Of(values[600..])));
        var (lower, upper) = (data.Vectors("Lower"), data.Vectors("Upper"));
        var inside = Enumerable.Range(0, 399).Count(row => values[601 + row] >= lower[row][0] && values[601 + row] <= upper[row][0]);
        Assert.InRange(inside / 399.0, 0.84, 0.96);
    }

    private sealed class Reports(List<EpochReport> reports) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => reports.Add(value);
    }

    private ForecastEstimator Estimator(ForecastOptions options) => new(Interop.HostAccess.EnvironmentOf(_ml.Forecasting), options);

    private static ForecastEngine Restore(ForecastTransformer model, ForecastEngine engine)
    {
        using var stream = new MemoryStream();
        engine.Checkpoint(stream);
        stream.Position = 0;
        return model.CreateForecastEngine(stream);
    }

    private static ForecastObservation Observation(Row row) => new(row.Value, row.Other)
    {
        Series = row.Name,
        Time = row.Time,
        PastCovariates = [row.Past],
        FutureCovariates = [row.Future],
        StaticKeys = [row.Kind],
    };

    /// <summary>Rows with a value in every column.</summary>
    private static Row[] Everything(int count, string name, uint kind)
    {
        var random = new Random((int)kind);
        return [.. Enumerable.Range(0, count).Select(step => new Row
        {
            Name = name,
            Kind = kind,
            Time = Start.AddHours(step),
            Value = (float)(Math.Sin(step / 3.0) + (0.2 * random.NextDouble())),
            Other = (float)(kind * Math.Cos(step / 4.0)),
            Past = (float)random.NextDouble(),
            Future = (float)random.NextDouble(),
        })];
    }
}
