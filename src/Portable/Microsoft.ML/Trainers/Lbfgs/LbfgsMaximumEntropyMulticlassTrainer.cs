namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    public sealed class Options : OptionsBase
    {
    }

    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeU4ScalarColumn(options.LabelColumnName))
    {
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(
        IDataView trainData, MaximumEntropyModelParameters modelParameters) => TrainTransformer(trainData, initialModel: modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) =>
        TrainerUtils.MulticlassOutputColumns(inputSchema, LabelColumn.Name);

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(
        MaximumEntropyModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override int ClassCountOf(DataViewSchema schema) =>
        ((KeyDataViewType)schema[LabelColumn.Name].Type).GetCountAsInt32(Host);

    private protected override LinearLoss MakeLoss(int classCount, int featureCount) => LinearLosses.CrossEntropy(classCount, featureCount);

    private protected override Func<LbfgsSearch, bool> MakeStopping(LbfgsSettings settings) =>
        LbfgsStopping.MeanImprovement(settings.OptimizationTolerance, settings.MaximumNumberOfIterations);

    private protected override MaximumEntropyModelParameters MakeModel(float[] parameters, int featureCount, int classCount)
    {
        var weights = Enumerable.Range(0, classCount)
            .Select(c => parameters.AsSpan(classCount + c * featureCount, featureCount).ToArray()).ToArray();
        return new MaximumEntropyModelParameters(Host, parameters[..classCount], weights);
    }

    private protected override float[] ParametersOf(object initialModel, int featureCount, int classCount)
    {
        var model = (MaximumEntropyModelParameters)initialModel;
        Host.Check(model.FeatureCount == featureCount,
            "The input training data must have the same features used to train the input predictor.");
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out var classes);
        Host.Check(classes == classCount, "The initialization predictor has different number of classes than the training data.");
        return [.. model.GetBiases(), .. weights.SelectMany(row => row.DenseValues())];
    }
}
