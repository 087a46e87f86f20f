using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep;

/// <summary>Adds a deep model's predictions to data. Scores in plain C#, in blocks of rows; needs no native library.</summary>
/// <remarks>
/// Immutable and safe to share between threads; a cursor or prediction engine belongs to one thread, as always in ML.NET.
/// </remarks>
public sealed partial class DeepPredictionTransformer : ISingleFeaturePredictionTransformer<DeepModel>
{
    internal DeepPredictionTransformer(DeepModel model, InputColumns inputs)
    {
        Model = model;
        Inputs = inputs;
    }

    /// <summary>The trained network.</summary>
    public DeepModel Model { get; }

    /// <summary>The column that the numeric features are read from; the first categorical one when there are only such.</summary>
    public string FeatureColumnName => Inputs.FeatureColumnName ?? Inputs.CategoryNames[0];

    /// <summary>The type of <see cref="FeatureColumnName"/>: a float vector as long as the one trained on, or a sequence.</summary>
    public DataViewType FeatureColumnType => Inputs.FeatureColumnName is null
        ? new KeyDataViewType(typeof(uint), Inputs.ValueCounts[0])
        : Inputs.FeatureType;

    /// <summary>The columns that categories are read from: scalar keys. A key beyond those trained on counts as missing.</summary>
    public IReadOnlyList<string> CategoricalFeatureColumnNames => Inputs.CategoryNames;

    internal InputColumns Inputs { get; }

    /// <summary>Whether rows are scored one by one, each from itself alone: always.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns and the predictions.</summary>
    /// <param name="inputSchema">The schema of the data to score.</param>
    /// <returns>The schema of <see cref="Transform"/>'s result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column of the features is missing or has another type or width; the message names
    /// it.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <summary>Adds the predictions; nothing is computed before rows are read.</summary>
    /// <param name="input">The data to score.</param>
    /// <returns>The data with the predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column of the features is missing or has another type or width; the message names
    /// it.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Bind(input.Schema), Model);
    }

    /// <summary>Scores single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows to score.</param>
    /// <returns>A mapper from rows to scored rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column of the features is missing or has another type or width; the message names
    /// it.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new ScoredRowMapper(Bind(inputSchema), Model);

    /// <summary>A transformer of another model on the same columns, such as one with numbers from elsewhere.</summary>
    /// <param name="model">A model of the same task, inputs and outputs.</param>
    /// <returns>The new transformer; it saves and loads like this one.</returns>
    /// <exception cref="ArgumentException">The model differs in task, inputs or outputs; the message says in what.</exception>
    public DeepPredictionTransformer WithModel(DeepModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (its, ours) = (Describe(model), Describe(Model));
        return its == ours ? With(model) : throw new ArgumentException(
            $"{nameof(model)} must be of the transformer's own shape, {ours}, but is {its}.", nameof(model));

        static string Describe(DeepModel model)
        {
            var categories = (model.Network.Layers[0] as InputNormalizationSpec)?.Categories ?? [];
            var values = categories.Count == 0 ? "" : $", categories of {NetworkSpec.Format([.. categories.Select(category => category.ValueCount)])} values";
            return $"{model.Task} with {model.Network.InputWidth} inputs{values} and {model.Head.OutputWidth} outputs";
        }
    }

    /// <summary>A transformer of another model with the same columns.</summary>
    internal DeepPredictionTransformer With(DeepModel model) => new(model, Inputs);

    private ScoredSchema Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoredSchema(inputSchema, Inputs.Bind(inputSchema), Model.Head);
    }
}
