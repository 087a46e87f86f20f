using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

/// <summary>Fits of tables that are not held in memory.</summary>
public sealed class StreamingTests
{
    private const long TinyBudget = 64 << 10;

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(null)]
    [InlineData("Weight")]
    public void LearnsAsWellAsInMemory(string? weight)
    {
        var data = Tables.View(_ml, Tables.Rows(3000, missing: 0.1));
        var options = Tables.Small("Value") with { ExampleWeightColumnName = weight, MaximumEpochCount = 8 };
        double inMemory = Error(_ml.Regression.Trainers.Mlp(options).Fit(data), data);
        DeepPredictionTransformer streamed = _ml.Regression.Trainers.Mlp(options with { MemoryBudget = TinyBudget }).Fit(data);
        Assert.InRange(Error(streamed, data), 0, 1.3 * inMemory + 0.02);
        TrainingDataShape shape = streamed.Model.Training.Data;
        Assert.Equal(3000, shape.TrainingRowCount + shape.ValidationRowCount);
        Assert.InRange(shape.ValidationRowCount, 500, 700); // a fifth, give or take three deviations
    }

    [Fact]
    public void TheSameSeedGivesTheSameBits()
    {
        var data = Tables.Keyed(_ml, Tables.Rows(2000));
        var options = Tables.Small("Label") with { MemoryBudget = TinyBudget, MaximumEpochCount = 3 };
        float[] first = _ml.MulticlassClassification.Trainers.Mlp(options).Fit(data).Model.Tensors;
        Assert.Equal(first, _ml.MulticlassClassification.Trainers.Mlp(options).Fit(data).Model.Tensors);
        Assert.NotEqual(first, _ml.MulticlassClassification.Trainers.Mlp(options with { Seed = 4 }).Fit(data).Model.Tensors);
    }

    [Theory]
    [InlineData(1000, 64, false)]
    [InlineData(1025, 64, true)]
    [InlineData(1025, 64, false)]
    [InlineData(40, 64, false)]
    public void EveryRowIsInOneBatchOfAnEpoch(int count, int batchSize, bool joinLoneRow)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using RowCollector rows = Numbered(count);
        StreamedRows streamed = StreamedRows.Scan(rows, [], 16 << 10, seed: 1, (row, _) => row % 5 == 4, () => { });
        var training = new StreamBatcher(streamed, isValidation: false, null, _ => { }, batchSize, joinLoneRow);
        var validation = new StreamBatcher(streamed, isValidation: true, null, _ => { }, batchSize, joinLoneRow: false);
        float[] wanted = [.. Enumerable.Range(0, count).Where(row => row % 5 != 4).Select(row => (float)row)];
        var random = new FitRandom(1);
        training.BeginEpoch(1, random);
        float[] first = Targets(training);
        Assert.Equal(wanted, first.Order());
        training.BeginEpoch(2, random);
        float[] second = Targets(training);
        Assert.Equal(wanted, second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, count).Where(row => row % 5 == 4).Select(row => (float)row), Targets(validation));
        Assert.Equal(Targets(validation), validation.TargetValues);
        // Rows that lie together are parted: neighbours in the file are not neighbours in the batches.
        int neighbours = first.Zip(first.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) <= 1);
        Assert.InRange(neighbours, 0, Math.Max(4, count / 20));

        // A batch is the same however one comes to it, as a fit that goes on in the middle needs.
        training.BeginEpoch(1, random);
        int last = training.BatchCount - 1;
        Assert.Equal(first[(last * batchSize)..], training.Get(last).Targets.data<float>().ToArray());
    }

    [Fact]
    public void TheSampleIsEvenAndHasTheExtremes()
    {
        using RowCollector rows = Numbered(50_000);
        StreamedRows streamed = StreamedRows.Scan(rows, [], 1 << 10, seed: 3, (_, _) => false, () => { });
        float[] sample = streamed.SampleTargets.Values.ToArray();
        Assert.Equal(1002, sample.Length); // the smallest sample, and two extremes
        Assert.Equal(0, sample.Min());
        Assert.Equal(49_999, sample.Max());
        Assert.Equal(25_000, sample.Average(), 2000.0); // four deviations
        Assert.Equal(50_000, streamed.Counts.RowCount);
        Assert.Equal(49_999, streamed.Counts.Maximum[0]);
    }

    [Fact]
    public void TheFileIsGoneAfterAFitAndAfterAFailure()
    {
        var data = Tables.Rows(2000);
        var options = Tables.Small() with { MemoryBudget = TinyBudget, MaximumEpochCount = 1 };
        _ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml, data));
        using var cancelled = new CancellationTokenSource();
        var stopping = options with { CancellationToken = cancelled.Token, Progress = new Cancel(cancelled), MaximumEpochCount = 9 };
        Assert.Throws<OperationCanceledException>(() => _ml.BinaryClassification.Trainers.Mlp(stopping).Fit(Tables.View(_ml, data)));
        data[1999].Features[1] = float.PositiveInfinity;
        Assert.Throws<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.Mlp(options).Fit(Tables.View(_ml, data)));
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "mlnetdeep-*.rows"));
    }

    [Fact]
    public void AFullDiskIsNamed()
    {
        using var file = new RowFile(new FullDisk(), "some.rows", width: 2);
        file.Append([1, 2]);
        var error = Assert.Throws<IOException>(() => file.Read(0, new float[2]));
        Assert.Equal(
            "The training data outgrows DeepTrainerOptions.MemoryBudget, and the file that holds it meanwhile, 'some.rows', cannot be "
            + "written: No space left on device. Free space there, let TMPDIR (on Windows TMP) name a folder on a larger disk, or raise "
            + "the budget.", error.Message);
    }

    [Fact]
    public void AValidationSetOfItsOwnIsStreamedToo()
    {
        var train = Tables.View(_ml, Tables.Rows(1500, seed: 1));
        var validation = Tables.View(_ml, Tables.Rows(700, seed: 2));
        var options = Tables.Small("Value") with { MemoryBudget = TinyBudget, MaximumEpochCount = 4 };
        TrainingDataShape shape = _ml.Regression.Trainers.Mlp(options).Fit(train, validation).Model.Training.Data;
        Assert.Equal((1500, 700), (shape.TrainingRowCount, shape.ValidationRowCount));
    }

    private double Error(DeepPredictionTransformer model, IDataView data) =>
        _ml.Regression.Evaluate(model.Transform(data), "Value").RootMeanSquaredError;

    /// <summary>Rows whose only feature and only target are their number.</summary>
    private static RowCollector Numbered(int count)
    {
        var rows = new RowCollector(new RowLayout(1, 1, HasWeight: false, HasGroup: false), mostInMemory: 10);
        for (int i = 0; i < count; i++)
            rows.AddRow().Fill(i);
        rows.Flush();
        return rows;
    }

    private static float[] Targets(Batcher batcher) =>
        [.. Enumerable.Range(0, batcher.BatchCount).SelectMany(i => batcher.Get(i).Targets.data<float>().ToArray())];

    private sealed class Cancel(CancellationTokenSource source) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => source.Cancel();
    }

    /// <summary>A stream that takes nothing.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
