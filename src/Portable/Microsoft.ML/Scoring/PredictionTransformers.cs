[assembly: LoadableClass(typeof(ISingleFeaturePredictionTransformer<object>), typeof(PredictionTransformer), null,
    typeof(SignatureLoadModel), "", PredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>A trained model as a transformer: adds the model's predictions to the data.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable where TModel : class
{
    private protected readonly IHost Host;

    private protected PredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema) =>
        (Host, Model, TrainSchema) = (host, model, trainSchema);

    public TModel Model { get; }

    /// <summary>The schema that the model was trained on: the type of the features, the values of the label.</summary>
    internal DataViewSchema TrainSchema { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input) =>
        new RowToRowMapperTransform(Contracts.CheckRef(input, nameof(input)), MakeMapper(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        new BoundRowMapper(Contracts.CheckRef(inputSchema, nameof(inputSchema)), MakeMapper(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    public void Dispose() => (Model as IDisposable)?.Dispose();
    private protected abstract RowMapper MakeMapper(DataViewSchema schema);
    private protected abstract void SaveModel(ModelSaveContext ctx);
}

/// <summary>A prediction transformer that reads one feature column.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel>
    : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>, ISingleFeaturePredictionTransformer
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model, trainSchema)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = (trainSchema.GetColumnOrNull(featureColumn)
            ?? throw Host.ExceptSchemaMismatch(nameof(featureColumn), "feature", featureColumn)).Type;
    }

    public string FeatureColumnName { get; }
    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var feature = inputSchema.GetColumnOrNull(FeatureColumnName)
            ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!feature.Type.Equals(FeatureColumnType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, $"{FeatureColumnType}", $"{feature.Type}");
        return new BoundRowMapper(inputSchema, MakeMapper(inputSchema)).OutputSchema;
    }

    private protected sealed override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(PredictionTransformer.Version);
        ctx.SaveModel(Model, PredictionTransformer.ModelDirectory);
        ctx.SaveBinaryStream(PredictionTransformer.TrainSchemaStream, writer => SchemaCodec.Write(writer, TrainSchema));
        ctx.SaveString(GetType().Name[..^"`1".Length]);
        ctx.SaveString(FeatureColumnName);
        SaveContent(ctx);
    }

    private protected virtual void SaveContent(ModelSaveContext ctx) { }
}

public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    internal BinaryPredictionTransformer(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, float threshold = 0)
        : base(env.Register(nameof(BinaryPredictionTransformer<TModel>)), model, inputSchema, featureColumn) => Threshold = threshold;

    /// <summary>Scores above it are predicted positive.</summary>
    internal float Threshold { get; }

    private protected override RowMapper MakeMapper(DataViewSchema schema) =>
        ScoreMapper.Binary(schema, FeatureColumnName, (IScalarModel)(object)Model, Threshold);

    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write(Threshold);
}

public sealed class RegressionPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    internal RegressionPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn)
        : base(env.Register(nameof(RegressionPredictionTransformer<TModel>)), model, inputSchema, featureColumn) { }

    private protected override RowMapper MakeMapper(DataViewSchema schema) =>
        ScoreMapper.Regression(schema, FeatureColumnName, (IScalarModel)(object)Model);
}

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private readonly string? _labelColumn;
    private readonly string _scoreColumn, _predictedLabelColumn;

    internal MulticlassPredictionTransformer(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, string? labelColumn,
        string scoreColumn = DefaultColumnNames.Score, string predictedLabel = DefaultColumnNames.PredictedLabel)
        : base(env.Register(nameof(MulticlassPredictionTransformer<TModel>)), model, inputSchema, featureColumn) =>
        (_labelColumn, _scoreColumn, _predictedLabelColumn) = (labelColumn, scoreColumn, predictedLabel);

    private protected override RowMapper MakeMapper(DataViewSchema schema) =>
        ScoreMapper.Multiclass(schema, FeatureColumnName, (IVectorModel)(object)Model,
            _labelColumn is null ? null : TrainSchema.GetColumnOrNull(_labelColumn), _scoreColumn, _predictedLabelColumn);

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.SaveStringOrNull(_labelColumn);
        ctx.SaveString(_scoreColumn);
        ctx.SaveString(_predictedLabelColumn);
    }
}

/// <summary>Loads prediction transformers, whose model type is known only once the model is read.</summary>
internal static class PredictionTransformer
{
    internal const string LoaderSignature = "PredictionXfer";
    internal const string ModelDirectory = "Model";
    internal const string TrainSchemaStream = "TrainSchema";

    internal static VersionInfo Version { get; } = TransformVersions.First("PREDXFER", LoaderSignature);

    internal static ISingleFeaturePredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        DataViewSchema? schema = null;
        ctx.TryLoadBinaryStream(TrainSchemaStream, reader => schema = SchemaCodec.Read(reader, env));
        env.CheckDecode(schema != null, $"Corrupt model file: it has no part '{TrainSchemaStream}'.");
        var (kind, feature) = (ctx.LoadString(), ctx.LoadString());
        return kind switch
        {
            nameof(BinaryPredictionTransformer<>) => Make<IScalarModel>(typeof(BinaryPredictionTransformer<>), ctx.Reader.ReadSingle()),
            nameof(RegressionPredictionTransformer<>) => Make<IScalarModel>(typeof(RegressionPredictionTransformer<>)),
            nameof(MulticlassPredictionTransformer<>) => Make<IVectorModel>(
                typeof(MulticlassPredictionTransformer<>), ctx.LoadStringOrNull(), ctx.LoadString(), ctx.LoadString()),
            _ => throw env.ExceptDecode($"Corrupt model file: a prediction transformer of the unknown kind '{kind}'."),
        };

        ISingleFeaturePredictionTransformer<object> Make<TModel>(Type openType, params object?[] extra) where TModel : class
        {
            ctx.LoadModel<TModel, SignatureLoadModel>(env, out var model, ModelDirectory);
            // Trainers publish calibrated models under their abstract base.
            var published = model is CalibratedModelParametersBase ? model.GetType().BaseType! : model.GetType();
            const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;
            return (ISingleFeaturePredictionTransformer<object>)Activator.CreateInstance(
                openType.MakeGenericType(published), Internal, null, [env, model, schema, feature, .. extra], null)!;
        }
    }
}
