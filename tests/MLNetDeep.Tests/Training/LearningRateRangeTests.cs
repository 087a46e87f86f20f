using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class LearningRateRangeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void TheCurveFallsAndRisesAndTheSuggestionTrains()
    {
        IDataView data = Tables.View(_ml);
        LearningRateRange range = _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).FindLearningRate(data);
        Assert.True(range.Diverged);
        Assert.InRange(range.Rates.Count, 50, 99);
        Assert.Equal(1e-6, range.Rates[0], 1e-12);
        for (int i = 1; i < range.Rates.Count; i++)
            Assert.Equal(Math.Pow(1e7, 1.0 / 99), range.Rates[i] / range.Rates[i - 1], 1e-9);
        Assert.True(range.Losses.Min() < 0.8 * range.Losses[0], $"{range.Losses.Min()} of {range.Losses[0]}");
        Assert.InRange(range.Suggested, 1e-4, 0.3);
        Assert.InRange(range.Suggested, Math.Min(range.Steepest, range.TenthOfLowest), Math.Max(range.Steepest, range.TenthOfLowest));
        double suggested = Loss(data, range.Suggested);
        Assert.True(suggested < 0.7 * Loss(data, range.Suggested / 300), $"{suggested} at {range.Suggested}");
        Assert.True(suggested < 0.3, $"{suggested} at {range.Suggested}");
    }

    [Fact]
    public void TheTrainerIsNotDisturbedAndNobodyIsTold()
    {
        IDataView data = Tables.View(_ml);
        var told = new List<EpochReport>();
        TrainingCallback[] callbacks = [new GradientNormMonitor()];
        var options = Tables.Small() with { Progress = new Listener(told.Add), Callbacks = callbacks, MaximumEpochCount = 3 };
        DeepTrainer trainer = _ml.BinaryClassification.Trainers.Mlp(options);
        float[] before = trainer.Fit(data).Model.Tensors;
        told.Clear();
        LearningRateRange first = trainer.FindLearningRate(data);
        LearningRateRange second = trainer.FindLearningRate(data);
        Assert.Empty(told);
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(before, trainer.Fit(data).Model.Tensors);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void TheRangeAndItsStepsAreThoseAskedFor()
    {
        var asked = new LearningRateRangeOptions { MinimumRate = 1e-5, MaximumRate = 1e-3, StepCount = 21, Smoothing = 0 };
        MlpOptions options = Tables.Small(nameof(Tables.Row.Value)) with { LearningRateSchedule = new CosineSchedule() };
        LearningRateRange range = _ml.Regression.Trainers.Mlp(options).FindLearningRate(Tables.View(_ml), asked);
        Assert.Equal(21, range.Rates.Count);
        Assert.Equal([1e-5, 1e-4, 1e-3], [range.Rates[0], range.Rates[10], range.Rates[20]], (x, y) => Math.Abs(x / y - 1) < 1e-9);
        Assert.False(range.Diverged);
        Assert.Contains("The loss did not rise far", range.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void LossesAreSmoothedFromTheirOwnStart()
    {
        // Losses 4, 2, 0 with 0.5: 4; (4 + 2 x 2) / 3; (4 + 2 x 2 + 4 x 0) / 7.
        var test = new LearningRateRangeTest(new LearningRateRangeOptions { Smoothing = 0.5 });
        foreach (double loss in new[] { 4.0, 2, 0 })
            test.Note(1e-3, loss);
        LearningRateRange range = test.Run(() => { });
        Assert.Equal([4, 8 / 3.0, 8 / 7.0], range.Losses, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void SuggestionsAreTheSteepestFallAndATenthOfTheLowest()
    {
        LearningRateRange range = Curve();
        Assert.Equal(1e-3, range.Steepest, 1e-9);
        Assert.Equal(1e-3, range.TenthOfLowest, 1e-9);
        Assert.Equal(1e-3, range.Suggested, 1e-9);
    }

    [Fact]
    public void TheChartIsReadable()
    {
        string text = Curve().ToText();
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Equal(
            """
                 0.735 |                                       :                         *
                       |*     *      *      *     *            :
                       |                                       :
                       |                                *      :
                       |                                       :
                       |                                       :
                       |                                       :                  *
                  loss |                                       :
                       |                                       *
                       |                                       :
                       |                                       :
                       |                                       :
                       |                                       :
                   0.2 |                                       :      *     *
                       +------------------------------------------------------------------
                        1e-6         1e-5         1e-4         1e-3         1e-2
            Suggested learning rate (:) 0.001
            Steepest fall at 0.001, a tenth of the lowest loss's 0.001

            """,
            text);
    }

    [Fact]
    public void ARangeThatBeginsTooHighIsRefused()
    {
        var options = Tables.Small(nameof(Tables.Row.Value)) with { Optimizer = new Sgd(), GradientClipNorm = 0 };
        var tooHigh = new LearningRateRangeOptions { MinimumRate = 1e20, MaximumRate = 1e30 };
        var error = Assert.Throws<TrainingDivergedException>(
            () => _ml.Regression.Trainers.Mlp(options).FindLearningRate(Tables.View(_ml), tooHigh));
        Assert.StartsWith("Training diverged: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllViolationsArriveAtOnce()
    {
        var broken = new LearningRateRangeOptions { MinimumRate = 0, MaximumRate = 0, StepCount = 9, Smoothing = 1, StopFactor = 1 };
        var error = Assert.Throws<ArgumentException>(
            () => _ml.Regression.Trainers.Mlp().FindLearningRate(Tables.View(_ml), broken));
        Assert.Equal(
            "LearningRateRangeOptions.MinimumRate must be finite and above 0, but was 0. "
            + "LearningRateRangeOptions.MaximumRate must be finite and above MinimumRate, but was 0. "
            + "LearningRateRangeOptions.StepCount must be at least 10, but was 9. "
            + "LearningRateRangeOptions.Smoothing must be at least 0 and below 1, but was 1. "
            + "LearningRateRangeOptions.StopFactor must be finite and above 1, but was 1.",
            error.Message);
    }

    [Fact]
    public void CancellationIsThrownWhateverAFitWouldDo()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var options = Tables.Small() with { CancellationToken = source.Token, OnCancellation = CancellationBehavior.ReturnBestSoFar };
        DeepTrainer trainer = _ml.BinaryClassification.Trainers.Mlp(options);
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.FindLearningRate(Tables.View(_ml)));
    }

    /// <summary>Flat, a fall around 1e-3, lowest at 1e-2, a rise.</summary>
    private static LearningRateRange Curve()
    {
        double[] powers = [-6, -5.5, -5, -4.5, -4, -3.5, -3, -2.5, -2, -1.5, -1];
        double[] losses = [0.7, 0.7, 0.7, 0.69, 0.68, 0.6, 0.4, 0.22, 0.2, 0.5, 2];
        return new LearningRateRange([.. powers.Select(power => Math.Pow(10, power))], losses, diverged: true);
    }

    private double Loss(IDataView data, double rate) =>
        _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with { LearningRate = rate }).Fit(data).Model.History.Best.ValidationLoss;

    private sealed class Listener(Action<EpochReport> told) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => told(value);
    }
}
