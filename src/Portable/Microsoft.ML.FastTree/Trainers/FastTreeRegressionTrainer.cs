namespace Microsoft.ML.Trainers.FastTree;

public sealed class FastTreeRegressionTrainer : BoostingFastTreeTrainerBase<
    FastTreeRegressionTrainer.Options,
    RegressionPredictionTransformer<FastTreeRegressionModelParameters>,
    FastTreeRegressionModelParameters>
{
    internal FastTreeRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName))
    {
    }

    private protected override FastTreeRegressionModelParameters TrainModelCore(IDataView data, object? initialModel)
    {
        var ensemble = Boost(data, Settings, labels => new SquaredObjective(labels), out var featureCount);
        return new FastTreeRegressionModelParameters(Host, ensemble, featureCount);
    }

    private protected override RegressionPredictionTransformer<FastTreeRegressionModelParameters> MakeTransformer(
        FastTreeRegressionModelParameters model, DataViewSchema trainSchema) => new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) => TrainerUtils.RegressionOutputColumns();

    public sealed class Options : BoostedTreeOptions
    {
    }
}
