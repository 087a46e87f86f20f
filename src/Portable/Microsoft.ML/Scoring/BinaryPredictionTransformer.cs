[assembly: LoadableClass(typeof(ISingleFeaturePredictionTransformer<object>), typeof(BinaryPredictionTransformer), null,
    typeof(SignatureLoadModel), "", BinaryPredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly IScalarModel _scored;

    internal BinaryPredictionTransformer(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, float threshold = 0)
        : base(env.Register(nameof(BinaryPredictionTransformer<TModel>)), model, inputSchema, featureColumn)
    {
        _scored = (IScalarModel)(object)model;
        Threshold = threshold;
    }

    /// <summary>Scores above it are predicted positive.</summary>
    internal float Threshold { get; }

    private protected override ScoreMapper MakeMapper(DataViewSchema schema) =>
        new BinaryScoreMapper(schema, FeatureColumnName, _scored, Threshold);

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        SaveParts(ctx, BinaryPredictionTransformer.GetVersionInfo());
        ctx.Writer.Write(Threshold);
    }
}

/// <summary>Loads binary prediction transformers, whose model type is known only once the model is read.</summary>
internal static class BinaryPredictionTransformer
{
    internal const string LoaderSignature = "BinaryPredXfer";

    internal static VersionInfo GetVersionInfo() => TransformVersions.First("BIN PRED", LoaderSignature);

    internal static ISingleFeaturePredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var parts = PredictionTransformerParts.Load<IScalarModel>(env, ctx, GetVersionInfo());
        var threshold = ctx.Reader.ReadSingle();
        return parts.Make(typeof(BinaryPredictionTransformer<>), env, parts.Model, parts.TrainSchema, parts.FeatureName, threshold);
    }
}
