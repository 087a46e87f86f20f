[assembly: LoadableClass(typeof(ISingleFeaturePredictionTransformer<object>), typeof(MulticlassPredictionTransformer), null,
    typeof(SignatureLoadModel), "", MulticlassPredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly IVectorModel _scored;
    private readonly string? _labelColumn;
    private readonly string _scoreColumn;
    private readonly string _predictedLabelColumn;

    internal MulticlassPredictionTransformer(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, string? labelColumn,
        string scoreColumn = DefaultColumnNames.Score, string predictedLabel = DefaultColumnNames.PredictedLabel)
        : base(env.Register(nameof(MulticlassPredictionTransformer<TModel>)), model, inputSchema, featureColumn)
    {
        _scored = (IVectorModel)(object)model;
        _labelColumn = labelColumn;
        _scoreColumn = scoreColumn;
        _predictedLabelColumn = predictedLabel;
    }

    private protected override ScoreMapper MakeMapper(DataViewSchema schema)
    {
        var label = _labelColumn is null ? null : TrainSchema.GetColumnOrNull(_labelColumn);
        return new MulticlassScoreMapper(schema, FeatureColumnName, _scored, label, _scoreColumn, _predictedLabelColumn);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        SaveParts(ctx, MulticlassPredictionTransformer.GetVersionInfo());
        ctx.SaveStringOrNull(_labelColumn);
        ctx.SaveString(_scoreColumn);
        ctx.SaveString(_predictedLabelColumn);
    }
}

/// <summary>Loads multiclass prediction transformers, whose model type is known only once the model is read.</summary>
internal static class MulticlassPredictionTransformer
{
    internal const string LoaderSignature = "MulticlassPredXfer";

    internal static VersionInfo GetVersionInfo() => TransformVersions.First("MC  PRED", LoaderSignature);

    internal static ISingleFeaturePredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var parts = PredictionTransformerParts.Load<IVectorModel>(env, ctx, GetVersionInfo());
        var label = ctx.LoadStringOrNull();
        var score = ctx.LoadString();
        var predictedLabel = ctx.LoadString();
        return parts.Make(typeof(MulticlassPredictionTransformer<>), env, parts.Model, parts.TrainSchema, parts.FeatureName,
            label, score, predictedLabel);
    }
}
