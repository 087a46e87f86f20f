using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Tests.Training;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Faults;

/// <summary>Fits that fail in the middle: by numbers that are none, and by errors of native code.</summary>
public sealed class FailedFitTests
{
    private const string NativeError = "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)";

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<TrainingEngine> Engines { get; } = [TrainingEngine.Libtorch, TrainingEngine.Managed];

    [Theory]
    [MemberData(nameof(Engines))]
    public void WeightsThatAreNoNumbersNameEpochAndStep(TrainingEngine engine)
    {
        var isArmed = true;
        // Seven steps are done, five in an epoch; the eighth moves the weights to infinity.
        var blow = new Spy((hook, fit) =>
        {
            if (isArmed && hook == "batch end" && fit.Step == 7)
                fit.LearningRateFactor = 1e300;
        });
        var trainer = Trainer(engine, blow);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Tables.View(_ml)));
        Assert.Equal("Training diverged: the loss became NaN in epoch 2, step 4 of 5. Lower the learning rate (it is 0.02).", error.Message);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        isArmed = false;
        Assert.Equal(Trainer(engine).Fit(Tables.View(_ml)).Model.Tensors, trainer.Fit(Tables.View(_ml)).Model.Tensors);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void SoDoWeightsThatOnlyTheValidationMeets(TrainingEngine engine)
    {
        var blow = new Spy((hook, fit) =>
        {
            if (hook == "batch end" && fit.Step == 9)
                fit.LearningRateFactor = 1e300;
        });
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer(engine, blow).Fit(Tables.View(_ml)));
        Assert.Equal(
            "Training diverged: the validation loss became NaN in epoch 2, step 5 of 5. Lower the learning rate (it is 0.02).", error.Message);
    }

    [Theory]
    [InlineData("label", "Label column 'Value' must be finite in every row, but was NaN in row 120. Filter such rows out first.")]
    [InlineData("weight", "Weight column 'Weight' must be finite and at least 0 in every row, but was NaN in row 120.")]
    [InlineData("features", "Feature column 'Features' must be finite or NaN in every row, but was infinity in row 120, slot 1.")]
    public void DataThatGoBadInTheMiddleNameColumnAndRow(string what, string message)
    {
        var data = _ml.Data.LoadFromEnumerable(Spoiled(what));
        var trainer = _ml.Regression.Trainers.Mlp(Tables.Small("Value") with { ExampleWeightColumnName = "Weight" });
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => trainer.Fit(data)).Message);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task ANativeErrorEndsItsFitOnly(TrainingEngine engine)
    {
        const int FitCount = 4;
        var data = Tables.View(_ml);
        float[] alone = Trainer(engine).Fit(data).Model.Tensors;
        using var together = new Barrier(FitCount);
        var meet = new Spy((hook, fit) =>
        {
            if (hook == "batch end" && fit.Step == 3)
                together.SignalAndWait();
        });
        var fits = Enumerable.Range(0, FitCount).Select(index => Task.Factory.StartNew(
            () => Trainer(engine, index == 1 ? [meet, new Spy(MultiplyWrongly)] : [meet]).Fit(data).Model.Tensors,
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var error = await Assert.ThrowsAsync<ExternalException>(() => fits[1]);
        Assert.Equal(NativeError, error.Message.Split('\n')[0]);
        foreach (var index in new[] { 0, 2, 3 })
            Assert.Equal(alone, await fits[index]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void ANativeErrorOfAMemberIsTheErrorOfTheEnsemble(TrainingEngine engine)
    {
        var ensemble = _ml.BinaryClassification.Trainers.CrossValidationEnsemble(
            Trainer(engine, new Spy(MultiplyWrongly)), new CrossValidationEnsembleOptions { FoldCount = 3, MaximumParallelism = 3 });
        var error = Assert.Throws<ExternalException>(() => ensemble.Fit(Tables.View(_ml)));
        Assert.Equal(NativeError, error.Message.Split('\n')[0]);
    }

    private static void MultiplyWrongly(string hook, FitContext fit)
    {
        if (hook != "batch end" || fit.Step != 7)
            return;
        using var matrix = torch.ones(2, 3);
        using var product = matrix.matmul(matrix);
    }

    private DeepTrainer Trainer(TrainingEngine engine, params TrainingCallback[] callbacks) => _ml.BinaryClassification.Trainers.Mlp(
        Tables.Small() with { Engine = engine, BatchSize = 32, MaximumEpochCount = 4, Callbacks = [.. callbacks] });

    private static IEnumerable<Tables.Row> Spoiled(string what)
    {
        var rows = Tables.Rows();
        for (var i = 0; i < rows.Length; i++)
        {
            if (i == 119 && what == "label")
                rows[i].Value = float.NaN;
            else if (i == 119 && what == "weight")
                rows[i].Weight = float.NaN;
            else if (i == 119)
                rows[i].Features[1] = float.PositiveInfinity;
            yield return rows[i];
        }
    }
}
