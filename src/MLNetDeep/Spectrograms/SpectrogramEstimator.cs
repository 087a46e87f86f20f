using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep;

/// <summary>Turns signals into spectrograms; it learns nothing from data.</summary>
/// <remarks>
/// Made by the catalog: <c>ml.Transforms.Spectrogram("Image", "Signal")</c>. Fitting only checks the columns.
/// </remarks>
public sealed class SpectrogramEstimator : IEstimator<SpectrogramTransformer>
{
    private readonly SpectrogramTransformer _transformer;

    internal SpectrogramEstimator(string outputColumnName, string? inputColumnName, SpectrogramOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        if (inputColumnName is not null)
            ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        _transformer = new SpectrogramTransformer(outputColumnName, inputColumnName ?? outputColumnName, options);
    }

    /// <summary>Checks the signal column.</summary>
    /// <param name="input">The data; no row is read.</param>
    /// <returns>A transformer that adds the spectrogram.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, has another type or is too short.</exception>
    public SpectrogramTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The schema of the transformed data.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <returns>The input's columns and the spectrogram.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The signal column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnChecks.CheckVector(inputSchema, SpectrogramTransformer.Role, _transformer.InputColumnName);
        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[_transformer.OutputColumnName] = SchemaShapes.Vector(_transformer.OutputColumnName, NumberDataViewType.Single);
        return new SchemaShape(columns.Values);
    }
}
