namespace Microsoft.ML.Data;

/// <summary>A prediction transformer that reads one feature column.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel>
    : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>, ISingleFeaturePredictionTransformer
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model, trainSchema)
    {
        var feature = trainSchema.GetColumnOrNull(featureColumn)
            ?? throw Host.ExceptSchemaMismatch(nameof(featureColumn), "feature", featureColumn);
        FeatureColumnName = featureColumn;
        FeatureColumnType = feature.Type;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var feature = inputSchema.GetColumnOrNull(FeatureColumnName)
            ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!feature.Type.Equals(FeatureColumnType))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString()!, feature.Type.ToString()!);
        }
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, MakeMapper(inputSchema));
    }

    /// <summary>Writes what every prediction transformer has; <see cref="PredictionTransformerParts"/> reads it.</summary>
    private protected void SaveParts(ModelSaveContext ctx, VersionInfo version)
    {
        ctx.SetVersionInfo(version);
        ctx.SaveModel(Model, PredictionTransformerParts.ModelDirectory);
        ctx.SaveBinaryStream(PredictionTransformerParts.TrainSchemaStream, writer => writer.Write(SchemaCodec.Write(TrainSchema)));
        ctx.SaveString(FeatureColumnName);
    }
}
