using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Scoring;

/// <summary>Scoring keeps ML.NET's laziness and order, for one cursor, for several and for a pool of prediction engines.</summary>
public sealed class ScoredCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void AColumnThatNobodyAsksForIsNotComputed()
    {
        (int features, int others) = (0, 0);
        var scored = Chain().Transform(Tables.View(_ml));
        Assert.Equal(200, Read<float>(scored, "Value"));
        Assert.Equal((0, 0), (features, others));
        Assert.Equal(200, Read<float>(scored, "Score"));
        Assert.Equal((200, 0), (features, others));

        ITransformer Chain()
        {
            var model = Fit();
            var before = _ml.Transforms
                .CustomMapping<Tables.Row, Copied>((row, copied) => (copied.Features, features) = (row.Features, features + 1), null)
                .Append(_ml.Transforms.CustomMapping<Tables.Row, Extra>(
                    (row, extra) => (extra.Twice, others) = (2 * row.Value, others + 1), null))
                .Fit(Tables.View(_ml));
            return new TransformerChain<ITransformer>(before, model);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void CursorsOfASetGiveEachRowOnce(int count)
    {
        var rows = Tables.Rows(5000);
        for (var i = 0; i < rows.Length; i++)
            rows[i].Value = i;
        var scored = Fit().Transform(Tables.View(_ml, rows));
        var expected = rows.Select(row => row.Value).Zip(scored.Column<float>("Score")).ToDictionary();
        var found = new ConcurrentDictionary<float, float>();
        var cursors = scored.GetRowCursorSet([scored.Schema["Value"], scored.Schema["Score"]], count);
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var getValue = cursor.GetGetter<float>(scored.Schema["Value"]);
                var getScore = cursor.GetGetter<float>(scored.Schema["Score"]);
                var position = -1L;
                while (cursor.MoveNext())
                {
                    (float value, float score) = (0, 0);
                    getValue(ref value);
                    getScore(ref score);
                    Assert.True(found.TryAdd(value, score), "a row came twice");
                    Assert.True(cursor.Position > position, "rows came out of order");
                    position = cursor.Position;
                }
            }
        });
        Assert.Equal(expected.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key)); // every bit
    }

    [Fact]
    public void LongTablesAreScoredInLongerBlocksToTheSameBits()
    {
        // Blocks of 16, 32 and so on; the last ones are large enough to be shared between threads.
        var rows = Tables.Rows(9000, missing: 0.1);
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { HiddenSizes = [128, 128], MaximumEpochCount = 1 })
            .Fit(Tables.View(_ml, rows[..200]));
        var together = model.Transform(Tables.View(_ml, rows)).Column<float>("Score");
        var engine = _ml.Model.CreatePredictionEngine<Tables.Row, Prediction>(model);
        for (var row = 0; row < rows.Length; row += 7)
            Assert.Equal(engine.Predict(rows[row]).Score, together[row]);
    }

    [Fact]
    public void APoolOfEnginesOnEightThreadsGivesTheSameBits()
    {
        var rows = Tables.Rows(400, missing: 0.1);
        var model = Fit();
        var expected = model.Transform(Tables.View(_ml, rows)).Column<float>("Score");
        var pool = new ConcurrentBag<PredictionEngine<Tables.Row, Prediction>>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = (i + (50 * thread)) % rows.Length;
                if (!pool.TryTake(out var engine))
                    engine = _ml.Model.CreatePredictionEngine<Tables.Row, Prediction>(model);
                Assert.Equal(expected[row], engine.Predict(rows[row]).Score);
                pool.Add(engine);
            }
        });
        Assert.InRange(pool.Count, 1, 8);
    }

    [Fact]
    public void AnEngineAllocatesNothingForARow()
    {
        var data = Tables.Keyed(_ml);
        var model = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label") with { MaximumEpochCount = 1 }).Fit(data);
        var engine = _ml.Model.CreatePredictionEngine<Input, ClassPrediction>(model);
        var (row, prediction) = (new Input { Features = [0.5f, 101, 0.1f] }, new ClassPrediction());
        engine.Predict(row, ref prediction);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            engine.Predict(row, ref prediction);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1, prediction.Score.Sum(), 1e-5f);
    }

    private DeepPredictionTransformer Fit() =>
        _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { MaximumEpochCount = 2 })
            .Fit(Tables.View(_ml, Tables.Rows(missing: 0.1)));

    private static int Read<T>(IDataView view, string column) => view.Column<T>(column).Length;

    private sealed class Copied
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Extra
    {
        public float Twice { get; set; }
    }

    private sealed class Input
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }

    private sealed class ClassPrediction
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }
}
