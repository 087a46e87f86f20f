using MLNetDeep.Comparison;
using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

public sealed class StoppingTests
{
    private static readonly TrainingData Data = Fits.Data(100, 20); // 5 batches of 16

    private static readonly NetworkSpec Network = Fits.Network(Data);

    [Fact]
    public void TimeBudgetEndsTheFitInGoodOrder()
    {
        long steps = 0;
        TrainingResult result = Fits.Run(Network, Data, Fits.Quick, new FitHooks
        {
            MaximumTime = TimeSpan.FromTicks(1),
            Callbacks = [new Spy((_, fit) => steps = fit.Step)],
        });
        Assert.Equal(1, steps);
        Assert.Equal(TrainingStopReason.TimeBudgetReached, result.History.StopReason);
        Assert.Equal(1, Assert.Single(result.History.Epochs).Epoch);
        Assert.True(double.IsFinite(result.History.Best.ValidationLoss));
    }

    [Theory]
    [InlineData(7, 1)] // in the second epoch
    [InlineData(3, 1)] // in the first
    [InlineData(10, 1)] // while the second is measured
    public void CancelledFitReturnsTheBestSoFarWhenAsked(int step, int epochs)
    {
        long done = 0;
        TrainingResult result = Fits.Run(Network, Data, Fits.Quick, Cancelled(CancellationBehavior.ReturnBestSoFar, step, s => done = s));
        Assert.Equal(step, done);
        Assert.Equal(TrainingStopReason.Cancelled, result.History.StopReason);
        Assert.Equal(epochs, result.History.Epochs.Count);
        if (step > 5)
        {
            TrainingResult whole = Fits.Run(Network, Data, Fits.Quick, new FitHooks
            {
                Callbacks = [new Spy((hook, fit) =>
                {
                    if (hook == "epoch end" && fit.Epoch == epochs)
                        fit.Stop("as far");
                })],
            });
            Assert.Equal(whole.Tensors, result.Tensors);
        }
    }

    [Theory]
    [InlineData(CancellationBehavior.Throw, 7)]
    [InlineData(CancellationBehavior.ReturnBestSoFar, 0)] // there is nothing yet
    public void CancelledFitThrowsOtherwise(CancellationBehavior behavior, int step)
    {
        long done = 0;
        Assert.Throws<OperationCanceledException>(() => Fits.Run(Network, Data, Fits.Quick, Cancelled(behavior, step, s => done = s)));
        Assert.Equal(step, done);
    }

    [Fact]
    public void LatestWeightsCountWithoutValidationRows()
    {
        TrainingData data = Fits.Data(80, 0);
        FitHooks hooks = Cancelled(CancellationBehavior.ReturnBestSoFar, 7, _ => { });
        TrainingResult result = Fits.Run(Fits.Network(data), data, Fits.Quick, hooks);
        Assert.Equal(2, result.History.BestEpoch); // what the second epoch had come to
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyMetricChoosesTheEpoch(bool higherIsBetter)
    {
        // The metric says that each epoch is worse than the one before, whatever the loss says.
        var head = new ScriptedHead(higherIsBetter, higherIsBetter ? [9, 8, 7, 6, 5] : [1, 2, 3, 4, 5]);
        FitSettings settings = Fits.Quick with { ValidationMetric = "Scripted", Patience = 3 };
        TrainingHistory history = TrainingLoop.Run(Network, head, Data, settings, new FitHooks()).History;
        Assert.Equal(1, history.BestEpoch);
        Assert.Equal(4, history.Epochs.Count);
        Assert.Equal("Scripted", history.ValidationMetric);
        Assert.Equal(["Loss", "Scripted"], history.Epochs[0].ValidationMetrics.Keys);
        Assert.Equal(history.Best.ValidationLoss, history.Best.ValidationMetrics["Loss"]);
        Assert.Equal(higherIsBetter ? [9, 8, 7, 6] : [1, 2, 3, 4], history.Epochs.Select(epoch => epoch.ValidationMetrics["Scripted"]));
    }

    [Theory]
    [InlineData(false, 0, 2)]
    [InlineData(true, 0, 4)]
    [InlineData(true, 1, 3)] // 0.5 is one more than -0.5, 1.2 is not one more than 0.5
    public void TiesGoToTheFirstOrTheLast(bool keepsLast, double minimum, int best)
    {
        var head = new ScriptedHead(true, minimum == 0 ? [0, 1, 1, 1, 0.5] : [-1, -0.5, 0.5, 1.2, 1.2]);
        FitSettings settings = Fits.Quick with
        {
            ValidationMetric = "Scripted",
            KeepsLastOfTies = keepsLast,
            MinimumImprovement = minimum,
        };
        Assert.Equal(best, TrainingLoop.Run(Network, head, Data, settings, new FitHooks()).History.BestEpoch);
    }

    [Fact]
    public void PatienceMayGrowWithTheFit()
    {
        var head = new ScriptedHead(true, [1, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
        FitSettings settings = Fits.Quick with { ValidationMetric = "Scripted", Patience = 3, PatienceFactor = 2, MaximumEpochCount = 10 };
        TrainingHistory history = TrainingLoop.Run(Network, head, Data, settings, new FitHooks()).History;
        Assert.Equal(2, history.BestEpoch);
        Assert.Equal(7, history.Epochs.Count); // 2 x 2 + 3
        Assert.True(history.StoppedEarly);
    }

    [Fact]
    public void UnknownMetricIsRefusedWithWhatThereIs()
    {
        var error = Assert.Throws<ArgumentException>(() => TrainingLoop.Run(
            Network, new ScriptedHead(true, [1]), Data, Fits.Quick with { ValidationMetric = "Recall" }, new FitHooks()));
        Assert.Equal("DeepTrainerOptions.ValidationMetric must be one of Loss, Scripted, but was 'Recall'.", error.Message);
    }

    private static FitHooks Cancelled(CancellationBehavior behavior, int step, Action<long> told)
    {
        long done = 0;
        return new FitHooks
        {
            OnCancellation = behavior,
            CheckAlive = () =>
            {
                if (done == step)
                    throw new OperationCanceledException();
            },
            Callbacks = [new Spy((_, fit) => told(done = fit.Step))],
        };
    }

    /// <summary>Squared error, and a metric that is as written, epoch by epoch.</summary>
    private sealed class ScriptedHead(bool higherIsBetter, double[] values) : ITrainingHead
    {
        private readonly SquaredErrorHead _inner = new();
        private int _next;

        public int OutputWidth => 1;

        public IReadOnlyList<Metric> Metrics { get; } = [ITrainingHead.LossMetric, new("Scripted", higherIsBetter)];

        public torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing) =>
            _inner.Loss(output, target, weight, labelSmoothing);

        public double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
        {
            Assert.Equal((20, 20, 0), (outputs.Length, targets.Length, weights.Length));
            return [double.NaN, values[_next++]];
        }
    }
}
