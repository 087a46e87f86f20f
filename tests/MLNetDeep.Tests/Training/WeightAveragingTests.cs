using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class WeightAveragingTests
{
    private static readonly FitSettings Settings = Fits.Quick with { MaximumEpochCount = 8, LearningRate = 0.05 };

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    [InlineData(0.0, true)]
    public void ExponentialAverageIsTheOneWorkedOutByHand(double decay, bool warmsUp)
    {
        var watcher = new Watcher();
        float[] kept = Run(new ExponentialMovingAverage { Decay = decay, WarmsUp = warmsUp }, watcher);
        double[] average = [.. watcher.AfterBatches[0].Select(value => (double)value)];
        for (int step = 2; step <= watcher.AfterBatches.Count; step++)
        {
            double keep = warmsUp ? Math.Min(decay, (1.0 + step) / (10.0 + step)) : decay;
            for (int i = 0; i < average.Length; i++)
                average[i] = keep * average[i] + (1 - keep) * watcher.AfterBatches[step - 1][i];
        }

        AssertClose(average, kept);
    }

    [Theory]
    [InlineData(0.0, 8)]
    [InlineData(0.75, 2)]
    [InlineData(0.99, 1)]
    public void StochasticAverageIsTheMeanOfTheLastEpochs(double start, int epochs)
    {
        var watcher = new Watcher();
        float[] kept = Run(new StochasticWeightAveraging { StartFraction = start }, watcher);
        var last = watcher.AfterEpochs.TakeLast(epochs).ToArray();
        AssertClose([.. Enumerable.Range(0, kept.Length).Select(i => last.Average(weights => weights[i]))], kept);
    }

    [Fact]
    public void EpochsAreMeasuredWithTheWeightsThatAreKept()
    {
        TrainingData data = Fits.Data(300, 100);
        NetworkSpec network = Fits.Network(data, batchNorm: true);
        FitSettings averaged = Settings with { WeightAveraging = new ExponentialMovingAverage { Decay = 0.95 } };
        TrainingResult result = Fits.Run(network, data, averaged);
        float[] scores = new float[300];
        ForwardPlan.Compile(network, result.Tensors).Run(data.Features.ToFloats().Values, 300, scores);
        double loss = data.ValidationRows.Average(row => Math.Pow(scores[row] - data.Targets.Row(row)[0], 2));
        Assert.Equal(loss, result.History.Best.ValidationLoss, 1e-5);
        Assert.NotEqual(Fits.Run(network, data, Settings).History.Best.ValidationLoss, result.History.Best.ValidationLoss);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WeightsThatMoveAndNumbersThatDoNotAreLeftAlone(bool exponential)
    {
        TrainingData data = Fits.Data(300, 100);
        NetworkSpec network = Fits.Network(data, dropout: 0.1);
        WeightAveraging averaging = exponential ? new ExponentialMovingAverage() : new StochasticWeightAveraging { StartFraction = 0 };
        TrainingResult plain = Fits.Run(network, data, Settings);
        TrainingResult averaged = Fits.Run(network, data, Settings with { WeightAveraging = averaging });
        Assert.Equal(
            plain.History.Epochs.Select(epoch => epoch.TrainingLoss), averaged.History.Epochs.Select(epoch => epoch.TrainingLoss));
        Assert.Equal(plain.Tensors[..4], averaged.Tensors[..4]); // medians and scales
        Assert.NotEqual(plain.Tensors, averaged.Tensors);
    }

    [Fact]
    public void BeforeStochasticAveragingBeginsTheLatestWeightsCount()
    {
        TrainingData data = Fits.Data(300, 100);
        NetworkSpec network = Fits.Network(data);
        var late = new StochasticWeightAveraging { StartFraction = 0.5 };
        TrainingResult plain = Fits.Run(network, data, Settings);
        TrainingResult averaged = Fits.Run(network, data, Settings with { WeightAveraging = late });
        for (int epoch = 1; epoch <= 8; epoch++)
        {
            bool same = plain.History.Epochs[epoch - 1].ValidationLoss == averaged.History.Epochs[epoch - 1].ValidationLoss;
            Assert.Equal(epoch <= 5, same); // the first mean is of one epoch
        }
    }

    [Fact]
    public void AnEpochThatIsRetractedNeverWas()
    {
        var run = new StochasticWeightAveraging { StartFraction = 0 }.Start(2);
        run.AfterEpoch(1, 3, [1, 2]);
        run.AfterEpoch(2, 3, [5, 7]);
        run.RetractEpoch();
        run.RetractEpoch(); // only once
        Assert.Equal((1L, 1f, 2f), (run.Count, run.Memory[0][0], run.Memory[0][1]));
        run.AfterEpoch(2, 3, [3, 6]);
        Assert.Equal([2, 4], run.Memory[0]);
    }

    [Fact]
    public void FastWeightsGoOnFromTheSlowOnes()
    {
        var run = new Lookahead { StepCount = 2, Decay = 0.8, DecayPower = 1 }.Start(2);
        float[] values = [1, 2];
        run.AfterStep(values, 1, 0.125);
        Assert.Equal(0, run.Count);
        run.AfterStep(values, 2, 0.25);
        Assert.Equal([1, 2], run.Memory[0]);
        values = [3, 6];
        run.AfterStep(values, 3, 0.375);
        Assert.Equal([3, 6], values);
        run.AfterStep(values, 4, 0.5); // the slow ones keep 0.8 * 0.5
        Assert.Equal([2.2f, 4.4f], values);
        Assert.Equal([2.2f, 4.4f], run.Memory[0]);
    }

    [Fact]
    public void SlowWeightsAreKept()
    {
        var watcher = new Watcher();
        float[] kept = Run(new Lookahead(), watcher);
        int last = watcher.AfterBatches.Count / 5 * 5;
        Assert.NotEqual(last, watcher.AfterBatches.Count);
        Assert.Equal(watcher.AfterBatches[last - 1], kept);
    }

    private static float[] Run(WeightAveraging averaging, Watcher watcher)
    {
        TrainingData data = Fits.Data(100, 0, normalise: false);
        NetworkSpec network = new([2], [new LinearSpec(3), new ActivationSpec(Activation.Tanh), new LinearSpec(1)]);
        var hooks = new FitHooks { Callbacks = [watcher] };
        return Fits.Run(network, data, Settings with { WeightAveraging = averaging }, hooks).Tensors[..6];
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }

    /// <summary>Notes the first layer's weights after each batch and epoch.</summary>
    private sealed record Watcher : TrainingCallback
    {
        public List<float[]> AfterBatches { get; } = [];

        public List<float[]> AfterEpochs { get; } = [];

        public override TrainingObserver Start(FitContext fit) => new Observer(this, fit.Network.Tensors[0].Name);

        private sealed class Observer(Watcher owner, string tensor) : TrainingObserver
        {
            public override void OnBatchEnd(FitContext fit) => owner.AfterBatches.Add(fit.GetValues(tensor));

            public override void OnEpochEnd(FitContext fit, EpochReport report) => owner.AfterEpochs.Add(fit.GetValues(tensor));
        }
    }
}
