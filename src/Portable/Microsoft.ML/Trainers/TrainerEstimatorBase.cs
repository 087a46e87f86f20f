namespace Microsoft.ML.Trainers;

/// <summary>The base of trainers that read one feature column: checks the schema, trains, wraps the model.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected const string NoTrainingInstancesMessage = "No valid training instances found, all instances have missing features.";

    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(
        IHostEnvironment env, string registerName, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight)
    {
        Contracts.CheckValue(env, nameof(env));
        Host = env.Register(registerName);
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    public abstract TrainerInfo Info { get; }

    public TTransformer Fit(IDataView input) => TrainTransformer(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        CheckInputSchema(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var column in GetOutputColumnsCore(inputSchema))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    private protected abstract SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema);

    private protected abstract TModel TrainModelCore(IDataView data, object? initialModel);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);

    private protected virtual void CheckLabelCompatible(SchemaShape.Column labelCol)
    {
        if (!LabelColumn.IsCompatibleWith(labelCol))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(labelCol), "label", LabelColumn.Name, LabelColumn.GetTypeString(), labelCol.GetTypeString());
        }
    }

    private protected TTransformer TrainTransformer(IDataView trainSet, object? initialModel = null)
    {
        CheckInputSchema(SchemaShape.Create(trainSet.Schema));
        return MakeTransformer(TrainModelCore(trainSet, initialModel), trainSet.Schema);
    }

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        TrainerUtils.CheckColumn(inputSchema, FeatureColumn, "feature");
        TrainerUtils.CheckColumn(inputSchema, WeightColumn, "weight");
        if (!LabelColumn.IsValid)
            return;
        if (!inputSchema.TryFindColumn(LabelColumn.Name, out var label))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "label", LabelColumn.Name);
        CheckLabelCompatible(label);
    }
}
