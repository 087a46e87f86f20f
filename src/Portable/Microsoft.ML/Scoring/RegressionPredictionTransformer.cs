[assembly: LoadableClass(typeof(ISingleFeaturePredictionTransformer<object>), typeof(RegressionPredictionTransformer), null,
    typeof(SignatureLoadModel), "", RegressionPredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class RegressionPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly IScalarModel _scored;

    internal RegressionPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn)
        : base(env.Register(nameof(RegressionPredictionTransformer<TModel>)), model, inputSchema, featureColumn)
    {
        _scored = (IScalarModel)(object)model;
    }

    private protected override ScoreMapper MakeMapper(DataViewSchema schema) =>
        new RegressionScoreMapper(schema, FeatureColumnName, _scored);

    private protected override void SaveCore(ModelSaveContext ctx) => SaveParts(ctx, RegressionPredictionTransformer.GetVersionInfo());
}

/// <summary>Loads regression prediction transformers, whose model type is known only once the model is read.</summary>
internal static class RegressionPredictionTransformer
{
    internal const string LoaderSignature = "RegressionPredXfer";

    internal static VersionInfo GetVersionInfo() => TransformVersions.First("REG PRED", LoaderSignature);

    internal static ISingleFeaturePredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var parts = PredictionTransformerParts.Load<IScalarModel>(env, ctx, GetVersionInfo());
        return parts.Make(typeof(RegressionPredictionTransformer<>), env, parts.Model, parts.TrainSchema, parts.FeatureName);
    }
}
