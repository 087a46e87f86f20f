using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep;

/// <summary>Puts a trained network's features into a pipeline; it learns nothing from data.</summary>
/// <remarks>
/// Made by the catalog: <c>ml.Transforms.DeepFeatures("Embedding", transformer)</c>. Fitting only checks the columns.
/// </remarks>
public sealed class DeepFeaturesEstimator : IEstimator<DeepFeaturesTransformer>
{
    private readonly DeepFeaturesTransformer _transformer;

    internal DeepFeaturesEstimator(string outputColumnName, DeepModel model, InputColumns inputs, string? layerName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new DeepFeaturesTransformer(outputColumnName, model, inputs, layerName);
    }

    /// <summary>Checks the columns that the network reads.</summary>
    /// <param name="input">The data; no row is read.</param>
    /// <returns>A transformer that adds the features.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type or width.</exception>
    public DeepFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The schema of the transformed data.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <returns>The input's columns and the features.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnChecks.CheckInputs(inputSchema, _transformer.Inputs);
        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[_transformer.OutputColumnName] = SchemaShapes.Vector(_transformer.OutputColumnName, NumberDataViewType.Single);
        return new SchemaShape(columns.Values);
    }
}
