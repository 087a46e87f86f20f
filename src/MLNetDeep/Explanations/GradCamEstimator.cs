using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep;

/// <summary>Shows which places a convolutional network looks at; it learns nothing from data.</summary>
/// <remarks>
/// Made by the catalog: <c>ml.Transforms.GradCam("Map", transformer)</c>. Fitting only checks the columns.
/// </remarks>
public sealed class GradCamEstimator : IEstimator<GradCamTransformer>
{
    private readonly GradCamTransformer _transformer;

    internal GradCamEstimator(string outputColumnName, DeepModel model, InputColumns inputs, GradCamOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new GradCamTransformer(outputColumnName, model, inputs, options);
    }

    /// <summary>Checks the columns that the network reads.</summary>
    /// <param name="input">The data; no row is read.</param>
    /// <returns>A transformer that adds the maps.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type or width.</exception>
    public GradCamTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The schema of the transformed data.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <returns>The input's columns and the maps.</returns>
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
