using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

public sealed class CallbackTests
{
    private static readonly TrainingData Data = Fits.Data(100, 20); // 5 batches of 16

    private static readonly NetworkSpec Network = Fits.Network(Data);

    [Fact]
    public void HooksComeInOrderWithWhereTheFitStands()
    {
        var told = new List<string>();
        Run(Fits.Quick with { MaximumEpochCount = 2, BatchSize = 40 }, new Spy((hook, fit) =>
            told.Add($"{hook} epoch {fit.Epoch} done {fit.BatchesDone} of {fit.BatchCount} step {fit.Step} reports {fit.Epochs.Count}")));
        Assert.Equal(
            [
                "start epoch 1 done 0 of 2 step 0 reports 0", "fit begin epoch 1 done 0 of 2 step 0 reports 0",
                "epoch begin epoch 1 done 0 of 2 step 0 reports 0", "batch begin epoch 1 done 0 of 2 step 0 reports 0",
                "batch end epoch 1 done 1 of 2 step 1 reports 0", "batch begin epoch 1 done 1 of 2 step 1 reports 0",
                "batch end epoch 1 done 2 of 2 step 2 reports 0", "epoch end epoch 1 done 2 of 2 step 2 reports 1",
                "epoch begin epoch 2 done 0 of 2 step 2 reports 1", "batch begin epoch 2 done 0 of 2 step 2 reports 1",
                "batch end epoch 2 done 1 of 2 step 3 reports 1", "batch begin epoch 2 done 1 of 2 step 3 reports 1",
                "batch end epoch 2 done 2 of 2 step 4 reports 1", "epoch end epoch 2 done 2 of 2 step 4 reports 2",
                "fit end epoch 3 done 0 of 2 step 4 reports 2", "dispose epoch 3 done 0 of 2 step 4 reports 2",
            ], told);
    }

    [Fact]
    public void WatchingChangesNothing()
    {
        TrainingResult plain = Fits.Run(Network, Data, Fits.Quick);
        TrainingResult watched = Run(Fits.Quick, new Spy((_, fit) => fit.GetStatistics()), new LearningRateMonitor(), new GradientNormMonitor());
        Assert.Equal(plain.Tensors, watched.Tensors);
    }

    [Fact]
    public void BatchEndReadsTheStep()
    {
        var losses = new List<double>();
        TrainingResult result = Run(Fits.Quick with { MaximumEpochCount = 1, BatchSize = 20 }, new Spy((hook, fit) =>
        {
            if (hook == "start")
                Assert.True(double.IsNaN(fit.BatchLoss) && double.IsNaN(fit.GradientNorm) && double.IsNaN(fit.LearningRate));
            if (hook != "batch end")
                return;
            losses.Add(fit.BatchLoss);
            Assert.Equal(0.01, fit.LearningRate);
            IEnumerable<double> norms = fit.GetStatistics().Select(tensor => tensor.GradientNorm).Where(norm => !double.IsNaN(norm));
            Assert.Equal(fit.GradientNorm, Math.Sqrt(norms.Sum(norm => norm * norm)), 1e-5 * fit.GradientNorm);
        }));
        Assert.Equal(4, losses.Count);
        Assert.Equal(losses.Average(), result.History.Epochs[0].TrainingLoss, 1e-12);
    }

    [Fact]
    public void StatisticsOfATensorAreThoseOfItsNumbers()
    {
        TensorStatistics? statistics = null;
        float[] values = [];
        Run(Fits.Quick with { MaximumEpochCount = 1 }, new Spy((hook, fit) =>
        {
            if (hook == "epoch end")
                (statistics, values) = (Assert.Single(fit.GetStatistics("1.weight")), fit.GetValues("1.weight"));
        }));
        double mean = values.Average(value => (double)value);
        Assert.Equal(24, statistics!.Count);
        Assert.Equal(mean, statistics.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2))), statistics.Deviation, 1e-7);
        Assert.Equal(values.Max(Math.Abs), statistics.LargestMagnitude, 1e-9);
    }

    [Theory]
    [InlineData("epoch end", 2, 2)]
    [InlineData("batch end", 2, 1)] // in the middle of the second epoch: the first is the best so far
    [InlineData("batch end", 1, 1)] // nothing measured yet: what there is is measured
    [InlineData("fit begin", 1, 1)] // one step is always done
    public void StopEndsAtTheNextBatch(string hook, int epoch, int epochs)
    {
        var steps = 0L;
        TrainingResult result = Run(Fits.Quick, new Spy((name, fit) =>
        {
            if (name == hook && fit.Epoch == epoch)
                fit.Stop("I have seen enough");
            steps = fit.Step;
        }));
        Assert.Equal(TrainingStopReason.CallbackRequested, result.History.StopReason);
        Assert.Equal("I have seen enough", result.History.StopMessage);
        Assert.Equal(epochs, result.History.Epochs.Count);
        Assert.Equal(hook switch { "epoch end" => 10, "fit begin" => 1, _ => (epoch - 1) * 5 + 1 }, steps);
        Assert.True(double.IsFinite(result.History.Best.ValidationLoss));
    }

    [Fact]
    public void ExceptionOfACallbackEndsTheFitUnwrappedAndLeavesNothing()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var disposed = new List<string>();
        var thrown = new InvalidTimeZoneException("mine");
        var error = Assert.Throws<InvalidTimeZoneException>(() => Run(
            Fits.Quick,
            new Spy((hook, _) => Note(disposed, hook, "first")),
            new Spy((hook, fit) =>
            {
                Note(disposed, hook, "second");
                if (hook == "batch end" && fit.Step == 7)
                    throw thrown;
            }),
            new Spy((hook, _) => Note(disposed, hook, "third"))));
        Assert.Same(thrown, error);
        Assert.Equal(["third", "second", "first"], disposed);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Note(List<string> disposed, string hook, string name)
        {
            if (hook == "dispose")
                disposed.Add(name);
        }
    }

    [Fact]
    public void FrozenLayersStayAsTheyAreUntilTheirEpoch()
    {
        var weights = new List<float[]>();
        var spy = new Spy((hook, fit) =>
        {
            if (hook is "fit begin" or "epoch end")
                weights.Add(fit.GetValues("1.weight"));
        });
        TrainingResult result = Run(Fits.Quick with { MaximumEpochCount = 3 }, new FreezeLayers("1", UntilEpoch: 3), spy);
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
        Assert.NotEqual(weights[0], weights[3]);
        Assert.NotEqual(Fits.Run(Network, Data, Fits.Quick with { MaximumEpochCount = 3 }).Tensors, result.Tensors);
    }

    [Fact]
    public void PatternThatNamesNothingIsRefusedWithWhatThereIs()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(Fits.Quick, new FreezeLayers("head")));
        Assert.Equal(
            "The pattern must name a parameter (1.weight, 1.bias, 4.weight, 4.bias), a layer's position or a layer's kind "
            + "(input-normalization, linear, activation, dropout), but was 'head'. (Parameter 'pattern')", error.Message);
    }

    [Fact]
    public void StepSizeFactorActsOnTopOfTheSchedule()
    {
        var schedule = new CosineSchedule();
        TrainingResult halved = Run(Fits.Quick with { LearningRateSchedule = schedule }, new Spy((hook, fit) =>
        {
            if (hook == "fit begin")
                fit.LearningRateFactor = 0.5;
        }));
        TrainingResult half = Fits.Run(Network, Data, Fits.Quick with { LearningRateSchedule = schedule, LearningRate = 0.005 });
        Assert.Equal(half.Tensors, halved.Tensors);
    }

    [Fact]
    public void MonitorsRecordIntoTheHistory()
    {
        var norms = new List<double>();
        TrainingResult result = Run(
            Fits.Quick with { MaximumEpochCount = 2, LearningRateSchedule = new CosineSchedule() },
            new LearningRateMonitor(), new GradientNormMonitor { Pattern = "linear" }, new Spy((hook, fit) =>
            {
                if (hook == "batch end" && fit.Epoch == 2)
                    norms.Add(fit.GradientNorm);
                if (hook == "epoch end")
                    fit.Record("mine", fit.Epoch * 10);
            }));
        EpochReport second = result.History.Epochs[1];
        Assert.Equal(
            [
                "GradientNorm.1.bias", "GradientNorm.1.weight", "GradientNorm.4.bias", "GradientNorm.4.weight", "GradientNorm.Largest",
                "GradientNorm.Mean", "LearningRate.Largest", "LearningRate.Mean", "mine",
            ], second.Values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(norms.Average(), second.Values["GradientNorm.Mean"], 1e-9);
        Assert.Equal(norms.Max(), second.Values["GradientNorm.Largest"]);
        Assert.Equal(0.005, second.Values["LearningRate.Largest"], 1e-9);
        Assert.Equal(20, second.Values["mine"]);
    }

    [Fact]
    public void OneNameIsRecordedInOneWay()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(Fits.Quick, new Spy((hook, fit) =>
        {
            if (hook != "batch end")
                return;
            fit.Record("x", 1);
            fit.Record("x", 2, RecordedAs.Mean);
        })));
        Assert.Equal("'x' is recorded as Last in this epoch and cannot be Mean too. (Parameter 'kind')", error.Message);
    }

    private static TrainingResult Run(FitSettings settings, params TrainingCallback[] callbacks) =>
        Fits.Run(Network, Data, settings, new FitHooks { Callbacks = callbacks });
}
