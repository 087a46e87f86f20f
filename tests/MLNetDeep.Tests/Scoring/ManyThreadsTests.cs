using System.Collections.Concurrent;
using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Scoring;

/// <summary>One pipeline on eight threads says what it says on one, to the bit: as a shared transformer, and by engines from a pool.</summary>
public sealed class ManyThreadsTests
{
    private const int ThreadCount = 8;

    private readonly MLContext _ml = new(seed: 1);
    private readonly Tables.Row[] _rows = Tables.Rows(300, missing: 0.1);

    [Fact]
    public async Task ASharedTransformerPredictsTheSame()
    {
        var (model, data, expected) = Fit();
        await Everywhere(_ => Assert.Equal(expected, Scores(model.Transform(data))));
    }

    [Fact]
    public async Task EnginesFromAPoolPredictTheSame()
    {
        var (model, _, expected) = Fit();
        var pool = new ConcurrentBag<PredictionEngine<Tables.Row, Prediction>>();
        await Everywhere(thread =>
        {
            for (var i = 0; i < _rows.Length; i++)
            {
                var at = (i + (37 * thread)) % _rows.Length;
                if (!pool.TryTake(out var engine))
                    engine = _ml.Model.CreatePredictionEngine<Tables.Row, Prediction>(model);
                var score = engine.Predict(_rows[at]).Score;
                pool.Add(engine);
                Assert.Equal(expected[at], Bits(score));
            }
        });
        Assert.InRange(pool.Count, 1, ThreadCount);
    }

    private static async Task Everywhere(Action<int> work)
    {
        using var together = new Barrier(ThreadCount);
        await Task.WhenAll(Enumerable.Range(0, ThreadCount).Select(thread => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                work(thread);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private (ITransformer Model, IDataView Data, int[][] Expected) Fit()
    {
        var data = Tables.View(_ml, _rows);
        var model = _ml.Transforms.Conversion.MapValueToKey("Label", nameof(Tables.Row.Kind))
            .Append(_ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label") with { MaximumEpochCount = 5 }))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        return (model, data, Scores(model.Transform(data)));
    }

    private static int[][] Scores(IDataView scored) => [.. scored.Column<float[]>("Score").Select(Bits)];

    private static int[] Bits(float[] score) => Array.ConvertAll(score, BitConverter.SingleToInt32Bits);

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
