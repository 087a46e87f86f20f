namespace Microsoft.ML.Data;

/// <summary>What every prediction transformer keeps in the model file: the model, the training schema, the feature's name.</summary>
internal sealed record PredictionTransformerParts(object Model, DataViewSchema TrainSchema, string FeatureName)
{
    public const string ModelDirectory = "Model";
    public const string TrainSchemaStream = "TrainSchema";

    public static PredictionTransformerParts Load<TModel>(IHostEnvironment env, ModelLoadContext ctx, VersionInfo version)
        where TModel : class
    {
        ctx.CheckAtModel(version);
        ctx.LoadModel<TModel, SignatureLoadModel>(env, out var model, ModelDirectory);
        DataViewSchema? schema = null;
        ctx.TryLoadBinaryStream(TrainSchemaStream, reader => schema = SchemaCodec.Read(reader.ReadBytes((int)reader.Remaining()), env));
        env.CheckDecode(schema != null, $"Corrupt model file: it has no part '{TrainSchemaStream}'.");
        return new PredictionTransformerParts(model, schema, ctx.LoadString());
    }

    /// <summary>Makes the transformer, closed over the type under which trainers publish the model.</summary>
    public ISingleFeaturePredictionTransformer<object> Make(Type openType, params object?[] arguments)
    {
        var type = openType.MakeGenericType(PublishedType(Model.GetType()));
        return (ISingleFeaturePredictionTransformer<object>)Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    private static Type PublishedType(Type type)
    {
        for (var candidate = type; candidate != null; candidate = candidate.BaseType)
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(CalibratedModelParametersBase<,>))
                return candidate;
        }
        return type;
    }
}
