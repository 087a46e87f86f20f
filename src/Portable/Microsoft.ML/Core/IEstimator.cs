namespace Microsoft.ML;

public interface IEstimator<out TTransformer> where TTransformer : ITransformer
{
    TTransformer Fit(IDataView input);
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}

public interface ITransformer : ICanSaveModel
{
    bool IsRowToRowMapper { get; }
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);
    IDataView Transform(IDataView input);
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}

public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}

public interface IDataLoader<in TSource> : ICanSaveModel
{
    IDataView Load(TSource input);
    DataViewSchema GetOutputSchema();
}

public sealed class TrainerInfo
{
    // What nobody asks for is not kept; the parameters are the official ones.
    internal TrainerInfo(bool normalization = true, bool calibration = false, bool caching = true, bool supportValid = false,
        bool supportIncrementalTrain = false, bool supportTest = false) => (NeedNormalization, WantCaching) = (normalization, caching);

    public bool NeedNormalization { get; }
    public bool WantCaching { get; }
}
