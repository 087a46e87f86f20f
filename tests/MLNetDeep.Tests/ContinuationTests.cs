using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Support;
using MLNetDeep.Tests.Training;

namespace MLNetDeep.Tests;

public sealed class ContinuationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void ContinuedTrainingBeginsWhereTheModelIs()
    {
        var data = Tables.View(_ml);
        DeepModel first = Trainer(Tables.Small()).Fit(data).Model;
        MlpOptions gentle = Tables.Small() with { LearningRate = 1e-9, MaximumEpochCount = 1 };
        DeepModel next = Trainer(gentle).Fit(data, first).Model;
        Assert.Equal(first.Network, next.Network);
        Assert.All(first.Tensors.Zip(next.Tensors), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        DeepModel option = Trainer(gentle with { InitialModel = first }).Fit(data).Model;
        Assert.Equal(next.Tensors, option.Tensors);
        DeepModel given = Trainer(gentle with { InitialModel = first }).Fit(data, data).Model;
        Assert.All(first.Tensors.Zip(given.Tensors), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void EncodingAndLabelScaleAreTheModels()
    {
        var options = Tables.Small(nameof(Tables.Row.Value)) with { MaximumEpochCount = 40 };
        DeepModel first = _ml.Regression.Trainers.Mlp(options).Fit(Tables.View(_ml)).Model;
        Tables.Row[] few = [.. Tables.Rows(60, seed: 9).Where(row => row.Value > 21)]; // other medians, another label scale
        DeepModel next = _ml.Regression.Trainers.Mlp(options).Fit(Tables.View(_ml, few), first).Model;
        Assert.Equal(first.Head.ToJson().ToJsonString(), next.Head.ToJson().ToJsonString());
        int encoded = first.Network.Tensors.Where(tensor => tensor.Name.StartsWith("0.", StringComparison.Ordinal))
            .Sum(tensor => tensor.ElementCount);
        Assert.Equal(first.Tensors[..encoded], next.Tensors[..encoded]);
        Assert.NotEqual(first.Tensors, next.Tensors);
    }

    [Fact]
    public void SavedModelTrainsOn()
    {
        var data = Tables.View(_ml);
        var model = Trainer(Tables.Small()).Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var loaded = Assert.IsType<DeepPredictionTransformer>(_ml.Model.Load(file, out _));
        Assert.Equal(
            Trainer(Tables.Small()).Fit(data, model.Model).Model.Tensors, Trainer(Tables.Small()).Fit(data, loaded.Model).Model.Tensors);
    }

    [Fact]
    public void DropoutMayChangeButSizesMayNot()
    {
        var data = Tables.View(_ml);
        DeepModel first = Trainer(Tables.Small()).Fit(data).Model;
        Assert.Contains(
            Trainer(Tables.Small() with { Dropout = 0.5 }).Fit(data, first).Model.Network.Layers,
            layer => layer is DropoutSpec { Probability: 0.5 });
        var error = Assert.Throws<ArgumentException>(() => Trainer(Tables.Small() with { HiddenSizes = [16, 8] }).Fit(data, first));
        Assert.Equal(
            "DeepTrainerOptions.InitialModel must have the layers that the options describe: "
            + "it has 4.weight [1, 16], 4.bias [1] where the options have 4.weight [8, 16], 4.bias [8], 7.weight [1, 8], 7.bias [1].",
            error.Message);
    }

    [Fact]
    public void ModelOfAnotherShapeIsRefusedWithAllThatDiffers()
    {
        DeepModel first = _ml.Regression.Trainers.Mlp(Tables.Small(nameof(Tables.Row.Value))).Fit(Tables.View(_ml)).Model;
        var error = Assert.Throws<ArgumentException>(() => Trainer(Tables.Small()).Fit(Tables.View(_ml), first));
        Assert.Equal(
            "DeepTrainerOptions.InitialModel must be a model of the same shape as the data and options: "
            + "its task is regression, here it is binary.", error.Message);
        DeepModel classes = Keyed().Fit(Tables.Keyed(_ml)).Model;
        Tables.Row[] others = [.. Tables.Rows(100, seed: 2).OrderBy(row => row.Kind)]; // keys in another order
        error = Assert.Throws<ArgumentException>(() => Keyed().Fit(Tables.Keyed(_ml, others), classes));
        Assert.Equal(
            "DeepTrainerOptions.InitialModel must be a model of the same shape as the data and options: "
            + "its classes are middle, high, low, those of label column 'Label' are high, low, middle.", error.Message);
    }

    [Fact]
    public void RefitLearnsFromAllRowsForAsManyEpochsAsWereBest()
    {
        var data = Tables.View(_ml);
        DeepModel plain = Trainer(Tables.Small()).Fit(data).Model;
        var fits = new List<(bool IsRefit, int Rows, int Validation, int Batches, long Steps)>();
        var spy = new Spy((hook, fit) =>
        {
            if (hook == "fit end")
                fits.Add((fit.IsRefit, fit.TrainingRowCount, fit.ValidationRowCount, fit.BatchCount, fit.Step));
        });
        DeepModel refit = Trainer(Tables.Small() with { RefitOnAllRows = true, Callbacks = [spy] }).Fit(data).Model;
        int best = plain.History.BestEpoch;
        Assert.Equal([(false, 160, 40, 3, 3L * plain.History.Epochs.Count), (true, 200, 0, 4, 4L * best)], fits);
        Assert.Equal(best, refit.History.RefitEpochCount);
        Assert.Equal(0, plain.History.RefitEpochCount);
        Assert.Equal(
            plain.History.Epochs.Select(epoch => epoch.ValidationLoss), refit.History.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.NotEqual(plain.Tensors, refit.Tensors);
        Assert.Equal(refit.Tensors, Trainer(Tables.Small() with { RefitOnAllRows = true }).Fit(data).Model.Tensors);
    }

    [Fact]
    public void RefitThatIsCancelledLeavesTheFirstModel()
    {
        using var source = new CancellationTokenSource();
        var cancel = new Spy((hook, fit) =>
        {
            if (fit.IsRefit && hook == "batch end")
                source.Cancel();
        });
        var data = Tables.View(_ml);
        MlpOptions options = Tables.Small() with { RefitOnAllRows = true, Callbacks = [cancel], CancellationToken = source.Token };
        DeepModel kept = Trainer(options with { OnCancellation = CancellationBehavior.ReturnBestSoFar }).Fit(data).Model;
        Assert.Equal(Trainer(Tables.Small()).Fit(data).Model.Tensors, kept.Tensors);
        Assert.Equal(0, kept.History.RefitEpochCount);
        Assert.Throws<OperationCanceledException>(() => Trainer(options).Fit(data));
    }

    private DeepTrainer Trainer(MlpOptions options) => _ml.BinaryClassification.Trainers.Mlp(options);

    private DeepTrainer Keyed() => _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label"));
}
