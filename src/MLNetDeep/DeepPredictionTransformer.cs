using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Scoring;

namespace MLNetDeep;

/// <summary>Adds a deep model's predictions to data. Scores in plain C#, in blocks of rows; needs no native library.</summary>
/// <remarks>
/// Immutable and safe to share between threads; a cursor or prediction engine belongs to one thread, as always in ML.NET.
/// </remarks>
public sealed partial class DeepPredictionTransformer : ISingleFeaturePredictionTransformer<DeepModel>
{
    internal DeepPredictionTransformer(DeepModel model, string featureColumnName, DataViewType featureColumnType)
    {
        Model = model;
        FeatureColumnName = featureColumnName;
        FeatureColumnType = featureColumnType;
    }

    /// <summary>The trained network.</summary>
    public DeepModel Model { get; }

    /// <summary>The column the features are read from.</summary>
    public string FeatureColumnName { get; }

    /// <summary>The type of the feature column: a float vector as long as the one trained on.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>Whether rows are scored one by one, each from itself alone: always.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns and the predictions.</summary>
    /// <param name="inputSchema">The schema of the data to score.</param>
    /// <returns>The schema of <see cref="Transform"/>'s result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or has another type or width.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <summary>Adds the predictions; nothing is computed before rows are read.</summary>
    /// <param name="input">The data to score.</param>
    /// <returns>The data with the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or has another type or width.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Bind(input.Schema), Model);
    }

    /// <summary>Scores single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows to score.</param>
    /// <returns>A mapper from rows to scored rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or has another type or width.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new ScoredRowMapper(Bind(inputSchema), Model);

    private ScoredSchema Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoredSchema(inputSchema, ColumnChecks.CheckScoring(inputSchema, FeatureColumnName, FeatureColumnType), Model.Head);
    }
}
