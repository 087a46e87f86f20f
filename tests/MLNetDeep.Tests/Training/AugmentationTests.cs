using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

public sealed class AugmentationTests
{
    private static readonly TrainingData Data = Fits.Data(500, 100);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(3)]
    public void BetaHasTheRightMoments(double alpha)
    {
        var random = new RandomNumbers(5);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => random.Beta(alpha))];
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
        double variance = 1 / (4 * (2 * alpha + 1));
        Assert.Equal(0.5, draws.Average(), 4 * Math.Sqrt(variance / draws.Length));
        Assert.Equal(variance, draws.Average(draw => Math.Pow(draw - 0.5, 2)), 0.03 * variance);
    }

    [Fact]
    public void MixupMixesRowsAndTargetsByTheSameShare()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Augmentation augmentation = Augmentation.For(new FitSettings { MixupAlpha = 1 }, Fits.Network(Data))!;
        float[] x = [1, 2, 10, 20, 100, 200, 1000, 2000];
        Batch batch = new(torch.tensor(x).view(4, 2), torch.tensor(new float[] { 1, 10, 100, 1000 }).view(4, 1), null, 4);
        AugmentedBatch mixed = augmentation.Apply(batch, new RandomNumbers(9));
        Assert.InRange(mixed.Share, 0.5, 1);
        float[] others = mixed.Partners!.Value.Targets.data<float>().ToArray();
        Assert.Equal([1f, 10, 100, 1000], others.Order());
        float[] features = mixed.Own.Features.data<float>().ToArray();
        for (var row = 0; row < 4; row++)
        {
            double expected = mixed.Share * Math.Pow(10, row) + (1 - mixed.Share) * others[row];
            Assert.Equal(expected, features[2 * row], 1e-3 * expected);
            Assert.Equal(2 * expected, features[2 * row + 1], 1e-3 * expected);
        }
    }

    [Fact]
    public void NoiseHasItsDeviationAndSparesIndicators()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([2], [new InputNormalizationSpec([1]), new LinearSpec(1)]); // two features and an indicator
        Augmentation augmentation = Augmentation.For(new FitSettings { InputNoise = 0.3 }, network)!;
        Batch batch = new(torch.zeros(5000, 3), torch.zeros(5000, 1), null, 5000);
        AugmentedBatch noisy = augmentation.Apply(batch, new RandomNumbers(4));
        float[] values = noisy.Own.Features.data<float>().ToArray();
        Assert.All(Enumerable.Range(0, 5000), row => Assert.Equal(0, values[3 * row + 2]));
        float[] noise = [.. values.Where((_, i) => i % 3 < 2)];
        Assert.Equal(0, noise.Average(), 0.015);
        Assert.Equal(0.3, Math.Sqrt(noise.Average(value => (double)value * value)), 0.01);
        Assert.Null(noisy.Partners);
    }

    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0, 0.1)]
    [InlineData(0.3, 0.1)]
    public void AugmentedFitsLearnAndRepeat(double alpha, double noise)
    {
        FitSettings settings = Fits.Quick with { MaximumEpochCount = 30, MixupAlpha = alpha, InputNoise = noise };
        TrainingResult result = Fits.Run(Fits.Network(Data), Data, settings);
        Assert.InRange(result.History.Best.ValidationLoss, 0, 0.1); // the targets' variance is 0.8
        Assert.Equal(result.Tensors, Fits.Run(Fits.Network(Data), Data, settings).Tensors);
        Assert.NotEqual(result.Tensors, Fits.Run(Fits.Network(Data), Data, settings with { MixupAlpha = 0, InputNoise = 0 }).Tensors);
    }

    [Theory]
    [InlineData(33, 16, false, 2, 32)]
    [InlineData(33, 16, true, 2, 32)]
    [InlineData(47, 16, false, 2, 32)]
    [InlineData(32, 16, false, 2, 32)]
    [InlineData(5, 64, false, 1, 5)] // all there is
    public void LastBatchIsLeftOutWhenAsked(int rows, int batchSize, bool joinLoneRow, int batches, int seen)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        TrainingData data = Fits.Data(rows, 0, normalise: false);
        Batcher batcher = data.OpenTraining(data.EncodeAll(), batchSize, joinLoneRow, dropLast: true, orderCount: 1);
        batcher.BeginEpoch(1, new FitRandom(1));
        Assert.Equal(batches, batcher.BatchCount);
        Assert.Equal(seen, Enumerable.Range(0, batches).Sum(i => (int)batcher.Get(i).Features.size(0)));
    }
}
