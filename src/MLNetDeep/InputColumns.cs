using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>
/// The columns a model reads. A raw row is the values of the feature vector, then one number for each categorical column: its key, or
/// 0 when that is missing or unknown.
/// </summary>
/// <param name="FeatureColumnName">The feature vector; null when there are only categories.</param>
/// <param name="FeatureCount">Its length; 0 when there is none.</param>
/// <param name="CategoryNames">The categorical columns.</param>
/// <param name="ValueCounts">How many values each of them had in training, missing ones aside.</param>
internal sealed record InputColumns(
    string? FeatureColumnName, int FeatureCount, IReadOnlyList<string> CategoryNames, IReadOnlyList<int> ValueCounts)
{
    /// <summary>The dimensions that the type of the feature vector has; one alone for a plain vector.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [FeatureCount];

    /// <summary>How the feature vector is read as a sequence; null when it is none.</summary>
    public SequenceInputSpec? Sequence { get; init; }

    /// <summary>The tokens of a sequence in the order of their keys, while it is trained; null where they have no names.</summary>
    public IReadOnlyList<string>? TokenNames { get; init; }

    /// <summary>Target values of a training row, where the label's type does not tell their number; else null.</summary>
    public int? TargetCount { get; init; }

    /// <summary>The type of the feature vector.</summary>
    public VectorDataViewType FeatureType
    {
        get
        {
            PrimitiveDataViewType item = Sequence is { AreTokens: true }
                ? new KeyDataViewType(typeof(uint), Sequence.TokenCount)
                : NumberDataViewType.Single;
            return Sequence is { IsVariable: true } ? new VectorDataViewType(item) : new VectorDataViewType(item, FeatureCount);
        }
    }

    /// <summary>Numbers in a raw row.</summary>
    public int Width => FeatureCount + CategoryNames.Count;

    /// <summary>The columns of training data whose types have been checked.</summary>
    /// <exception cref="InvalidOperationException">A key has more values than float32 has whole numbers.</exception>
    public static InputColumns Of(IDataView data, DeepTrainerOptions options, LearningTask task)
    {
        DataViewSchema schema = data.Schema;
        var vector = options.FeatureColumnName is { } name ? (VectorDataViewType)schema[name].Type : null;
        SequenceInputSpec? sequence = vector is null ? null : options.DescribeSequence(data, schema[options.FeatureColumnName!], task);
        return new InputColumns(
            options.FeatureColumnName, sequence?.InputWidth ?? vector?.Size ?? 0, options.CategoricalFeatureColumnNames,
            [.. options.CategoricalFeatureColumnNames.Select(category => ValueCount(schema[category]))])
        {
            Dimensions = vector?.Dimensions ?? [0],
            Sequence = sequence,
            TokenNames = sequence is { AreTokens: true } ? KeyNames.OfItems(schema[options.FeatureColumnName!])?.Texts : null,
        };
    }

    /// <summary>The one vector that a model without categories reads.</summary>
    /// <param name="name">The column.</param>
    /// <param name="model">The model.</param>
    /// <param name="owner">Who asks, for the message.</param>
    /// <exception cref="ArgumentException">The model reads categories, too.</exception>
    public static InputColumns OfVector(string name, DeepModel model, string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var count = (model.Network.Layers[0] as InputNormalizationSpec)?.Categories.Count ?? 0;
        return count == 0
            ? new InputColumns(name, model.Network.InputWidth, [], [])
            : throw new ArgumentException(
                $"{owner}.Model must read one feature vector, but reads {count} categorical columns, too: give the transformer instead, which "
                + "knows their names.");
    }

    /// <summary>Finds the columns in the schema of data to read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type or width; the message names it.</exception>
    public BoundInputs Bind(DataViewSchema schema) => ColumnChecks.CheckInputs(schema, this);

    private static int ValueCount(DataViewSchema.Column column)
    {
        var count = ((KeyDataViewType)column.Type).Count;
        return count is >= 1 and <= CategorySpec.MaximumValueCount
            ? (int)count
            : throw new InvalidOperationException(
                $"Categorical column '{column.Name}' must be a key of 1 to {CategorySpec.MaximumValueCount} values, but was {column.Type}.");
    }
}

/// <summary>A model's columns as they stand in one schema.</summary>
/// <param name="Columns">What the model reads.</param>
/// <param name="Feature">The feature vector; null when there are only categories.</param>
/// <param name="Categories">The categorical columns.</param>
internal sealed record BoundInputs(InputColumns Columns, DataViewSchema.Column? Feature, IReadOnlyList<DataViewSchema.Column> Categories)
{
    /// <summary>All columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> All => Feature is { } feature ? [feature, .. Categories] : Categories;
}
