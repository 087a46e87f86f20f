namespace Microsoft.ML.Data;

/// <summary>A trained model as a transformer: adds the model's predictions to the data.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private protected readonly IHost Host;

    private protected PredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema)
    {
        Host = host;
        Model = model;
        TrainSchema = trainSchema;
    }

    public TModel Model { get; }

    /// <summary>The schema that the model was trained on: the type of the features, the values of the label.</summary>
    internal DataViewSchema TrainSchema { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(input, MakeMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new BoundRowMapper(inputSchema, MakeMapper(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        SaveCore(ctx);
    }

    public void Dispose() => (Model as IDisposable)?.Dispose();

    private protected abstract ScoreMapper MakeMapper(DataViewSchema schema);

    private protected abstract void SaveCore(ModelSaveContext ctx);
}
