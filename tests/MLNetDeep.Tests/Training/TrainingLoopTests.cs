using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void LearnsFarBetterThanTheMean()
    {
        TrainingData data = Fits.Data(500, 100);
        NetworkSpec network = Fits.Network(data);
        TrainingResult result = Fits.Run(network, data, Fits.Quick with { MaximumEpochCount = 40 });
        double variance = Variance(data);
        Assert.True(result.History.Best.ValidationLoss < 0.02 * variance, $"{result.History.Best.ValidationLoss} of {variance}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ValidationLossCoversAllRowsAndBelongsToTheWeightsReturned(bool weighted)
    {
        TrainingData data = Fits.Data(5200, 5000, weighted: weighted); // more rows than one validation batch, and a remainder
        NetworkSpec network = Fits.Network(data, batchNorm: true, dropout: 0.2);
        TrainingResult result = Fits.Run(network, data, Fits.Quick);
        double sum = 0;
        double weights = 0;
        float[] scores = new float[5200];
        ForwardPlan.Compile(network, result.Tensors).Run(data.Features.ToFloats().Values, 5200, scores);
        foreach (int row in data.ValidationRows)
        {
            double weight = data.Weights?[row] ?? 1;
            sum += weight * Math.Pow(scores[row] - data.Targets.Row(row)[0], 2);
            weights += weight;
        }

        Assert.Equal(sum / weights, result.History.Best.ValidationLoss, 1e-5);
    }

    [Fact]
    public void BestEpochIsTheOneWithTheLowestValidationLoss()
    {
        TrainingData data = Fits.Data(200, 50);
        var told = new List<EpochReport>();
        TrainingResult result = Fits.Run(
            Fits.Network(data), data, Fits.Quick with { MaximumEpochCount = 30, LearningRate = 0.1, Patience = 0 }, new Listener(told.Add));
        Assert.Equal(30, result.History.Epochs.Count);
        Assert.Equal(result.History.Epochs, told);
        Assert.Equal(result.History.Epochs.Min(epoch => epoch.ValidationLoss), result.History.Best.ValidationLoss);
        Assert.Equal(result.History.BestEpoch, result.History.Epochs.Last(epoch => epoch.IsBest).Epoch);
        Assert.Equal(TrainingStopReason.EpochCountReached, result.History.StopReason);
        Assert.False(result.History.StoppedEarly);
        Assert.All(result.History.Epochs, epoch => Assert.Equal(30, epoch.EpochCount));
    }

    [Fact]
    public void StopsWhenPatienceRunsOut()
    {
        TrainingData data = Fits.Data(200, 50);
        TrainingResult result = Fits.Run(
            Fits.Network(data), data, Fits.Quick with { MaximumEpochCount = 500, LearningRate = 0.1, Patience = 3 });
        Assert.True(result.History.StoppedEarly);
        Assert.Equal(result.History.BestEpoch + 3, result.History.Epochs.Count);
    }

    [Fact]
    public void ImprovementThatIsTooSmallDoesNotCount()
    {
        TrainingData data = Fits.Data(200, 50);
        TrainingResult result = Fits.Run(
            Fits.Network(data), data, Fits.Quick with { MaximumEpochCount = 50, Patience = 2, MinimumImprovement = 1e6 });
        Assert.Equal(1, result.History.BestEpoch);
        Assert.Equal(3, result.History.Epochs.Count);
    }

    [Fact]
    public void WithoutValidationRowsTheLastEpochIsKept()
    {
        TrainingData data = Fits.Data(100, 0);
        TrainingResult result = Fits.Run(Fits.Network(data), data, Fits.Quick with { Patience = 1 });
        Assert.Equal(5, result.History.BestEpoch);
        Assert.All(result.History.Epochs, epoch => Assert.True(double.IsNaN(epoch.ValidationLoss)));
    }

    [Theory]
    [InlineData(33, 16, false, 3)] // 16, 16, 1
    [InlineData(33, 16, true, 2)] // 16, 17: batch statistics need two rows
    [InlineData(34, 16, true, 3)]
    [InlineData(32, 16, true, 2)]
    [InlineData(5, 64, true, 1)]
    public void EveryRowIsInOneBatch(int rows, int batchSize, bool joinLoneRow, int batches)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        TrainingData data = Fits.Data(rows + 3, 3, normalise: false, weighted: false);
        Batcher batcher = data.OpenTraining(data.EncodeAll(), batchSize, joinLoneRow, dropLast: false, orderCount: 1);
        batcher.BeginEpoch(1, new FitRandom(1));
        Assert.Equal(batches, batcher.BatchCount);
        var seen = new List<float>();
        for (int i = 0; i < batches; i++)
        {
            Batch batch = batcher.Get(i);
            Assert.True(batch.Features.size(0) <= batcher.LargestBatch);
            Assert.Equal(batch.TotalWeight, batch.Targets.size(0));
            seen.AddRange(batch.Targets.data<float>().ToArray());
        }

        Assert.Equal(data.TrainRows.Select(row => data.Targets.Row(row)[0]).Order(), seen.Order());
        Assert.NotEqual(data.TrainRows.Select(row => data.Targets.Row(row)[0]), seen);
    }

    [Theory]
    [InlineData(33, true)]
    [InlineData(33, false)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void OddRowCountsTrain(int rows, bool batchNorm)
    {
        TrainingData data = Fits.Data(rows + 1, 1);
        TrainingResult result = Fits.Run(Fits.Network(data, batchNorm, 0.1), data, Fits.Quick);
        Assert.All(result.Tensors, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void OneRowIsTooFewForBatchNormalisation()
    {
        TrainingData data = Fits.Data(2, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Fits.Run(Fits.Network(data, batchNorm: true), data, Fits.Quick));
        Assert.StartsWith(
            "Training needs at least 2 rows with batch normalisation of a weight above 0, but there are 1.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfWeightZeroChangeNothing()
    {
        TrainingData data = Fits.Data(60, 20, weighted: true);
        int[] kept = [.. data.TrainRows.Where(row => data.Weights![row] > 0)];
        var without = new TrainingData
        {
            Features = data.Features,
            Targets = data.Targets,
            Weights = data.Weights,
            TrainRows = kept,
            ValidationRows = data.ValidationRows,
            Encoding = data.Encoding,
        };
        Assert.Equal(
            Fits.Run(Fits.Network(data), data, Fits.Quick).Tensors, Fits.Run(Fits.Network(data), without, Fits.Quick).Tensors);
    }

    [Fact]
    public void CancellationIsAskedForAtEveryBatch()
    {
        TrainingData data = Fits.Data(100, 20);
        int asked = 0;
        Assert.Throws<OperationCanceledException>(() => Fits.Run(Fits.Network(data), data, Fits.Quick, checkAlive: () =>
        {
            if (++asked == 3)
                throw new OperationCanceledException();
        }));
        Assert.Equal(3, asked);
    }

    [Fact]
    public void DivergenceNamesThePlaceAndTheRemedy()
    {
        TrainingData data = Fits.Data(100, 20);
        data.Targets.Row(40)[0] = float.NaN;
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(
            () => Fits.Run(Fits.Network(data), data, Fits.Quick with { BatchSize = 80 }));
        Assert.Equal(
            "Training diverged: the loss became NaN in epoch 1, step 1 of 1. Lower the learning rate (it is 0.01).", error.Message);
    }

    [Fact]
    public void StepSizeThatIsFarTooLargeDiverges()
    {
        TrainingData data = Fits.Data(100, 20);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(
            () => Fits.Run(Fits.Network(data), data, Fits.Quick with { LearningRate = 1e30, GradientClipNorm = 0 }));
        Assert.EndsWith("Lower the learning rate (it is 1E+30).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTensorIsLeftAlive()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TrainingData data = Fits.Data(100, 20, weighted: true);
        Fits.Run(Fits.Network(data, batchNorm: true, dropout: 0.3), data, Fits.Quick);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        int asked = 0;
        Assert.Throws<OperationCanceledException>(() => Fits.Run(Fits.Network(data), data, Fits.Quick, checkAlive: () =>
        {
            if (++asked == 3)
                throw new OperationCanceledException();
        }));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void PartsThatDoNotFitAreNamed()
    {
        TrainingData data = Fits.Data(100, 20);
        var wide = new NetworkSpec([2], [data.Encoding!.Spec, new LinearSpec(2)]);
        Assert.StartsWith(
            "The network puts out 2 numbers a row, but the task needs 1.",
            Assert.Throws<ArgumentException>(() => Fits.Run(wide, data, Fits.Quick)).Message, StringComparison.Ordinal);
        var bare = new NetworkSpec([2], [new LinearSpec(1)]);
        Assert.StartsWith(
            "The network's first layer is not the input normalisation of the data.",
            Assert.Throws<ArgumentException>(() => Fits.Run(bare, data, Fits.Quick)).Message, StringComparison.Ordinal);
    }

    private static double Variance(TrainingData data)
    {
        double mean = data.ValidationRows.Average(row => data.Targets.Row(row)[0]);
        return data.ValidationRows.Average(row => Math.Pow(data.Targets.Row(row)[0] - mean, 2));
    }

    private sealed class Listener(Action<EpochReport> told) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => told(value);
    }
}
