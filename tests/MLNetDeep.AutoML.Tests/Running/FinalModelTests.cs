using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML.Tests.Running;

public sealed class FinalModelTests
{
    [Fact]
    public void The_model_learns_from_all_rows_for_the_median_of_the_best_epochs()
    {
        var pipeline = Studies.Choices((context, _) => context.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            HiddenSizes = [6],
            MaximumEpochCount = 12,
            LearningRate = 0.05,
            ValidationFraction = 0.25,
        }), 2);
        StudyResult result = (Studies.Options(pipeline, 2) with { FinalModel = FinalModel.RefitOnAllRows }).Run();
        var model = (DeepPredictionTransformer)((IEnumerable<ITransformer>)result.Model!).Last();
        int[] best = [.. result.Best!.Folds.Select(fold => fold.BestEpoch!.Value).Order()];
        Assert.Equal(best[1], model.Model.History.Epochs.Count);
        Assert.Equal((240, 0), (model.Model.Training.Data.TrainingRowCount, model.Model.Training.Data.ValidationRowCount));
        Assert.True(Auc(result.Model!, StudyData.Make(400, seed: 77)) > 0.9);
    }

    [Fact]
    public void A_bag_averages_the_models_of_the_folds_and_travels_in_the_ordinary_zip()
    {
        StudyResult result = (Studies.Options(Studies.Mixed(), 3) with { FinalModel = FinalModel.BagOfFolds }).Run();
        var bag = (WeightedEnsembleTransformer)result.Model!;
        Assert.Equal(["fold 1", "fold 2", "fold 3"], bag.Members.Select(member => member.Name));
        Assert.Equal(result.Best!.Folds.Select(fold => fold.Values[0]), bag.Members.Select(member => member.OutOfFoldMetric));

        // The members have the bits that were measured.
        var context = new MLContext(1);
        IDataView data = StudyData.Make();
        IDataView test = new RandomSplit { FoldCount = 3, Seed = 1, StratificationColumnName = "Label" }.Split(data)[0].TestSet;
        var probabilities = bag.Members[0].Models[0].Transform(test).GetColumn<float>("Probability");
        Assert.Equal(result.OutOfFoldPredictions[0].Scores, probabilities);

        using var stream = new MemoryStream();
        context.Model.Save(bag, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = context.Model.Load(stream, out _);
        IDataView fresh = StudyData.Make(50, seed: 78);
        Assert.Equal(bag.Transform(fresh).GetColumn<float>("Probability"), loaded.Transform(fresh).GetColumn<float>("Probability"));
        Assert.True(Auc(bag, StudyData.Make(400, seed: 77)) > 0.8);
    }

    [Fact]
    public void The_best_setting_is_written_as_code()
    {
        var pipeline = new MLContext(1).Transforms.NormalizeMinMax("Features", "Raw").Append(
            new MLContext(1).Auto().Mlp(DeepTask.BinaryClassification, new MlpOptions { MaximumEpochCount = 1, Preset = MlpPreset.Plain }));
        StudyResult result = (Studies.Options(pipeline, 1) with { Tuner = null }).Run();
        Assert.Contains("mlContext.BinaryClassification.Trainers.Mlp(", result.ToCSharp(), StringComparison.Ordinal);
        Assert.Contains("Seed = 1", result.ToCSharp(), StringComparison.Ordinal);
    }

    [Fact]
    public void Regression_and_fixed_test_rows_do_as_well()
    {
        IDataView data = StudyData.Make();
        var pipeline = Studies.Choices((context, _) => context.Regression.Trainers.Mlp(new MlpOptions
        {
            LabelColumnName = "Target",
            HiddenSizes = [12],
            MaximumEpochCount = 20,
            LearningRate = 0.02,
            ValidationFraction = 0,
        }), 2);
        StudyResult result = (Studies.Options(pipeline, 2) with
        {
            Data = data,
            FoldCount = 5,
            Task = ComparisonTask.Regression("Target"),
            Split = new FixedSplit(StudyData.Make(100, seed: 6)),
            FinalModel = FinalModel.BagOfFolds,
        }).Run();
        Assert.Equal("R²", result.Metric.Name);
        Assert.Equal(20, result.Best!.Epochs.Count);
        Assert.Equal(result.Best.Score!.Value, result.Best.Epochs[^1].Value, 1e-5);
        Assert.Empty(result.OutOfFoldPredictions[0].Rows);
        Assert.Equal(100, result.OutOfFoldPredictions[0].Labels.Count);
        var metrics = new MLContext(1).Regression.Evaluate(result.Model!.Transform(StudyData.Make(100, seed: 6)), "Target");
        Assert.Equal(result.Best.Score!.Value, metrics.RSquared, 1e-6);
    }

    private static double Auc(ITransformer model, IDataView data) =>
        new MLContext(1).BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve;
}
