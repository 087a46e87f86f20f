using Microsoft.ML;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>The engine forecasts as the transformer does, and keeps its place.</summary>
public sealed class ForecastEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void ForecastsAsTheTransformerDoes()
    {
        var (model, rows) = Fit();
        var engine = model.CreateForecastEngine();
        var data = model.Transform(View(_ml, rows));
        var (forecasts, lower, upper) = (data.Vectors("Forecast"), data.Vectors("Lower"), data.Vectors("Upper"));
        for (var row = 0; row < rows.Length; row++)
        {
            engine.Observe(Observation(rows[row]));
            var result = engine.Forecast(rows[row].Name);
            Assert.Equal(forecasts[row], result.Values);
            Assert.Equal(lower[row], result.LowerBounds);
            Assert.Equal(upper[row], result.UpperBounds);
            Assert.Equal([rows[row].Time.AddHours(1), rows[row].Time.AddHours(2)], result.Times);
        }
    }

    [Fact]
    public void GoesOnFromACheckpoint()
    {
        var (model, rows) = Fit();
        var engine = model.CreateForecastEngine();
        foreach (var row in rows[..3])
            engine.Observe(Observation(row));
        engine.Observe(new ForecastObservation(3, 4) { Series = "new", Time = Start });
        using var checkpoint = new MemoryStream();
        engine.Checkpoint(checkpoint);
        checkpoint.Position = 0;
        var chain = Reload(_ml, model, View(_ml, rows).Schema);
        var restored = chain.CreateForecastEngine(checkpoint);
        Assert.Equal(engine.SeriesNames, restored.SeriesNames);
        foreach (var row in rows[3..])
        {
            engine.Observe(Observation(row));
            restored.Observe(Observation(row));
            Assert.Equal(engine.Forecast("a").Values, restored.Forecast("a").Values);
            Assert.Equal(engine.Forecast("b").UpperBounds, restored.Forecast("b").UpperBounds);
        }
        engine.Observe(new ForecastObservation(1, 2) { Series = "new" });
        restored.Observe(new ForecastObservation(1, 2) { Series = "new" });
        Assert.Equal(engine.Forecast("new").LowerBounds, restored.Forecast("new").LowerBounds);
    }

    [Fact]
    public void CheckpointsAreChecked()
    {
        var (model, _) = Fit();
        using var checkpoint = new MemoryStream();
        model.CreateForecastEngine().Checkpoint(checkpoint);
        var other = _ml.Forecasting.ForecastByRepeatLast("Forecast", "Value", 1).Fit(View(_ml, Of(1, 2, 3)));
        Assert.Equal("The checkpoint cannot be read: it belongs to another forecaster.", Message(other, checkpoint.ToArray()));
        Assert.Equal("The checkpoint cannot be read: it is truncated.", Message(model, checkpoint.ToArray()[..^3]));
        Assert.Equal("The checkpoint cannot be read: it is not one of a forecast engine.", Message(model, [1, 2, 3]));
        byte[] altered = [.. checkpoint.ToArray()[..^40], 77, .. checkpoint.ToArray()[^39..]];
        Assert.Equal("The checkpoint cannot be read: it was altered, its SHA-256 is not the one it ends with.", Message(model, altered));
        // A length that is a lie: no more is allocated than is there.
        byte[] endless = [.. checkpoint.ToArray()[..40], 255, 255, 255, 127, .. checkpoint.ToArray()[44..]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("The checkpoint cannot be read: it is truncated.", Message(model, endless));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        static string Message(ITransformer model, byte[] checkpoint) =>
            Assert.Throws<FormatException>(() => model.CreateForecastEngine(new MemoryStream(checkpoint))).Message;
    }

    /// <summary>Version 1 had neither length nor checksum; it may stand in front of other content.</summary>
    [Fact]
    public void ACheckpointOfVersion1IsRead()
    {
        var (model, _) = Fit();
        var engine = model.CreateForecastEngine();
        using var checkpoint = new MemoryStream();
        engine.Checkpoint(checkpoint);
        var bytes = checkpoint.ToArray();
        using var old = new MemoryStream([.. "MLNDFC01"u8, .. bytes[8..40], .. bytes[44..^32], 1, 2, 3]);
        var restored = model.CreateForecastEngine(old);
        Assert.Equal(old.Length - 3, old.Position);
        Assert.Equal(engine.SeriesNames, restored.SeriesNames);
        foreach (var name in engine.SeriesNames)
            Assert.Equal(engine.Forecast(name).Values, restored.Forecast(name).Values);
    }

    [Fact]
    public async Task ThreadsMayShareIt()
    {
        var options = new NaiveForecastOptions { SeriesColumnName = "Name" };
        var model = _ml.Forecasting.ForecastByRepeatLast(options).Fit(View(_ml, Of(1, 2, 3)));
        var engine = model.CreateForecastEngine();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var name = FormattableString.Invariant($"series {thread}");
            for (var step = 0; step < 500; step++)
            {
                engine.Observe(new ForecastObservation(step) { Series = name });
                Assert.Equal([step], engine.Forecast(name).Values);
            }
        })));
        Assert.Equal(5, engine.SeriesNames.Count);
    }

    [Fact]
    public void LongGapsCostNoMoreThanTheLookback()
    {
        var options = new NaiveForecastOptions { TimeColumnName = "Time", SeasonLength = 2 };
        var engine = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(View(_ml, Of(1, 2, 3))).CreateForecastEngine();
        engine.Observe(new ForecastObservation(5) { Time = Start.AddYears(1000) });
        Assert.Equal([5], engine.Forecast().Values); // the step before it is missing, and it is the nearest known value
    }

    [Fact]
    public void WrongUsesAreNamed()
    {
        var (model, _) = Fit();
        var engine = model.CreateForecastEngine();
        Refuses(() => engine.Observe(1), "ForecastObservation.Values must be as many as the columns Value, Other, but was 1 long.");
        Refuses(
            () => engine.Observe(new ForecastObservation(1, 2)), "ForecastObservation.Series must be the name of a series, but was null.");
        Refuses(
            () => engine.Observe(new ForecastObservation(1, 2) { Series = "x", PastCovariates = [1] }),
            "ForecastObservation.PastCovariates must be empty, but was 1 long.");
        Refuses(
            () => engine.Observe(new ForecastObservation(1, float.NegativeInfinity) { Series = "x" }),
            "ForecastObservation.Values must be finite or NaN, but has -infinity.");
        Refuses(
            () => engine.Observe(new ForecastObservation(1, 2) { Series = "x" }),
            "ForecastObservation.Time must be given for the first observation of a new series, but was null.");
        Refuses(() => engine.Forecast("x"), "ForecastEngine.Forecast's series must be trained on or observed, but was 'x'.");
        Refuses(
            () => engine.Forecast("a", [[1], [2]]),
            "ForecastEngine.Forecast's futureCovariates must be null for a forecaster without future covariates.");
        engine.Observe(new ForecastObservation(1, 2) { Series = "x", Time = Start });
        Assert.Equal(
            "A forecast of series 'x' needs 2 steps to look back on, with a value of each target, but has 1.",
            Assert.Throws<InvalidOperationException>(() => engine.Forecast("x")).Message);
        Assert.Equal(
            "Times of series 'x' must be whole steps of 01:00:00 apart, but 2024-01-01 00:00:00 is followed by 2024-01-01 00:00:00.",
            Assert.Throws<InvalidOperationException>(
                () => engine.Observe(new ForecastObservation(1, 2) { Series = "x", Time = Start })).Message);
        var plain = _ml.Forecasting.ForecastByRepeatLast("Forecast", "Value", 1).Fit(View(_ml, Of(1, 2, 3))).CreateForecastEngine();
        Refuses(
            () => plain.Observe(new ForecastObservation(1) { Time = Start }),
            "ForecastObservation.Time must be null for a forecaster without a time column.");
        Refuses(
            () => plain.Forecast("a"),
            "ForecastEngine.Forecast's series must be null for a forecaster without a series column, but was 'a'.");
        var other = _ml.Transforms.CopyColumns("New", "Value").Fit(View(_ml, Of(1)));
        Refuses(
            () => other.CreateForecastEngine(), "CreateForecastEngine needs a transformer with one forecaster, but was given one with 0.");
    }

    private static void Refuses(Action use, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);

    private static ForecastObservation Observation(Row row) => new(row.Value, row.Other) { Series = row.Name, Time = row.Time };

    /// <summary>A model of two series, and rows that follow, one of them after a gap.</summary>
    private (ForecastTransformer Model, Row[] Rows) Fit()
    {
        var options = new NaiveForecastOptions
        {
            InputColumnNames = ["Value", "Other"],
            TimeColumnName = "Time",
            SeriesColumnName = "Name",
            SeasonLength = 2,
            Horizon = 2,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
        };
        var (a, b) = (Of(1, 4, 2, 8, 5, 7), Of(10, 40, 20, 80, 50, 70));
        foreach (var row in b)
            row.Name = "b";
        var model = _ml.Forecasting.ForecastBySeasonalNaive(options).Fit(View(_ml, [.. a, .. b]));
        Row[] rows = [At("a", 6, 1), At("b", 6, 2), At("b", 7, float.NaN), At("a", 9, 3), At("b", 8, 5), At("a", 10, 6)];
        return (model, rows);
    }

    private static Row At(string name, int hour, float value) =>
        new() { Name = name, Time = Start.AddHours(hour), Value = value, Other = -value };
}
