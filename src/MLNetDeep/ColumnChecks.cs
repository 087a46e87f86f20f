using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Checks columns against what a trainer or a model needs, in the words ML.NET's own trainers use.</summary>
internal static class ColumnChecks
{
    private const string KeyType = "Key<UInt32>";

    /// <summary>Checks the columns a fit reads, and returns the label's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type.</exception>
    public static SchemaShape.Column CheckTraining(SchemaShape schema, DeepTrainerOptions options, LearningTask task)
    {
        if (options.FeatureColumnName is { } featureName)
        {
            var feature = Find(schema, "feature", featureName);
            var expected = options.KeepsBytes ? "Vector<Single> or Vector<Byte>"
                : options.TakesSequences ? "Vector<Single>, VarVector<Single> or a vector of keys"
                : "Vector<Single>";
            var fits = options.TakesSequences ? IsSequence(feature) : IsFeatureVector(feature);
            Require(fits, "feature", feature, expected, "inputSchema");
        }
        foreach (var categoryName in options.CategoricalFeatureColumnNames)
        {
            var category = Find(schema, "categorical", categoryName);
            Require(SchemaShapes.Describe(category) == KeyType, "categorical", category, KeyType, "inputSchema");
        }
        if (options.ExampleWeightColumnName is { } name)
        {
            var weight = Find(schema, "weight", name);
            Require(SchemaShapes.Describe(weight) == "Single", "weight", weight, "Single", "inputSchema");
        }
        if (options.SamplingKeyColumnName is { } keyName)
        {
            var key = Find(schema, "sampling key", keyName);
            Require(
                key.Kind == SchemaShape.Column.VectorKind.Scalar && SamplingKeyReader.Accepts(key.ItemType), "sampling key", key,
                "a number, a text, a Boolean or a key", "inputSchema");
        }
        return CheckLabel(schema, options.LabelColumnName, task);
    }

    /// <summary>Checks the label column, and returns it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has another type.</exception>
    public static SchemaShape.Column CheckLabel(SchemaShape schema, string name, LearningTask task)
    {
        var label = Find(schema, "label", name);
        Require(task.Accepts(label), "label", label, task.ExpectedLabelType, "labelCol");
        return label;
    }

    /// <summary>Finds the columns a model reads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type or width.</exception>
    public static BoundInputs CheckInputs(DataViewSchema schema, InputColumns inputs)
    {
        DataViewSchema.Column? feature = inputs.FeatureColumnName is { } name ? FindFeature(schema, name, inputs) : null;
        return new BoundInputs(inputs, feature, [.. inputs.CategoryNames.Select(category => FindKey(schema, category))]);
    }

    /// <summary>Checks the columns that a model reads, as far as the shape of a schema tells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type.</exception>
    public static void CheckInputs(SchemaShape schema, InputColumns inputs)
    {
        if (inputs.FeatureColumnName is { } name)
        {
            var feature = Find(schema, "feature", name);
            var fits = inputs.Sequence is { } sequence
                ? IsSequence(feature) && feature.IsKey == sequence.AreTokens
                : IsFeatureVector(feature);
            var expected = inputs.Sequence is null ? $"Vector<Single, {inputs.FeatureCount}>" : $"{inputs.FeatureType}";
            Require(fits, "feature", feature, expected, "inputSchema");
        }
        foreach (var category in inputs.CategoryNames)
        {
            var column = Find(schema, "categorical", category);
            Require(SchemaShapes.Describe(column) == KeyType, "categorical", column, KeyType, "inputSchema");
        }
    }

    /// <summary>Checks that there is a float vector of known length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has another type.</exception>
    public static void CheckVector(SchemaShape schema, string role, string name)
    {
        var column = Find(schema, role, name);
        Require(IsVectorOfSingle(column), role, column, "Vector<Single>", "inputSchema");
    }

    /// <summary>Finds a float vector of known length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has another type.</exception>
    public static (DataViewSchema.Column Column, VectorDataViewType Type) FindVector(DataViewSchema schema, string role, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw NotFound(role, name);
        return column.Type is VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType item } type && item.RawType == typeof(float)
            ? (column, type)
            : throw Mismatch(role, name, "Vector<Single>", column.Type.ToString()!, "inputSchema");
    }

    /// <summary>Checks that data have a vector label of a task and a score as long, and returns both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type.</exception>
    public static (DataViewSchema.Column Label, DataViewSchema.Column Score) CheckVectorEvaluation(
        DataViewSchema schema, LearningTask task, string labelName, string scoreName)
    {
        var label = schema.GetColumnOrNull(labelName) ?? throw OutOfRange("data", $"Could not find label column '{labelName}'");
        var score = schema.GetColumnOrNull(scoreName) ?? throw OutOfRange("data", $"Could not find score column '{scoreName}'");
        var shape = SchemaShapes.Find(SchemaShapes.Of(schema), labelName)!.Value;
        if (label.Type is not VectorDataViewType { IsKnownSize: true } || !task.Accepts(shape))
        {
            var item = task.ExpectedLabelType is ['V', ..] ? task.ExpectedLabelType : $"Vector<{task.ExpectedLabelType}>";
            throw Mismatch("label", labelName, item, label.Type.ToString()!, "data");
        }
        var expected = new VectorDataViewType(NumberDataViewType.Single, ((VectorDataViewType)label.Type).Size);
        return score.Type is VectorDataViewType { Size: var size, ItemType: NumberDataViewType item2 }
            && size == expected.Size && item2.RawType == typeof(float)
            ? (label, score)
            : throw Mismatch("score", scoreName, expected.ToString()!, score.Type.ToString()!, "data");
    }

    /// <summary>Checks that data have a label that is a vector of keys and a prediction of the same keys, and returns both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type.</exception>
    public static (DataViewSchema.Column Label, DataViewSchema.Column Predicted) CheckSequenceEvaluation(
        IDataView data, string labelName, string predictedName)
    {
        ArgumentNullException.ThrowIfNull(data);
        var label = data.Schema.GetColumnOrNull(labelName) ?? throw OutOfRange("data", $"Could not find label column '{labelName}'");
        var predicted = data.Schema.GetColumnOrNull(predictedName)
            ?? throw OutOfRange("data", $"Could not find predicted label column '{predictedName}'");
        if (label.Type is not VectorDataViewType { ItemType: KeyDataViewType key } || key.RawType != typeof(uint))
            throw Mismatch("label", labelName, SequenceLabelTask.Instance.ExpectedLabelType, label.Type.ToString()!, "data");
        return predicted.Type is VectorDataViewType { ItemType: KeyDataViewType own } && own.Equals(key)
            ? (label, predicted)
            : throw Mismatch(
                "predicted label", predictedName, new VectorDataViewType(key).ToString()!, predicted.Type.ToString()!, "data");
    }

    /// <summary>Finds a column of scores, as many as a row has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has another type.</exception>
    public static DataViewSchema.Column FindScores(DataViewSchema schema, string name)
    {
        var score = schema.GetColumnOrNull(name) ?? throw OutOfRange("data", $"Could not find score column '{name}'");
        return score.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item.RawType == typeof(float)
            ? score
            : throw Mismatch("score", name, "VarVector<Single>", score.Type.ToString()!, "data");
    }

    /// <summary>Checks that validation data have a column as the training data have it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The types differ.</exception>
    public static void RequireSameType(DataViewSchema.Column training, DataViewSchema.Column? validation)
    {
        var actual = validation ?? throw NotFound("validation", training.Name);
        if (!actual.Type.Equals(training.Type))
            throw Mismatch("validation", training.Name, training.Type.ToString()!, actual.Type.ToString()!, "validationData");
    }

    /// <summary>What is said of a vector whose length does not fit.</summary>
    public static ArgumentOutOfRangeException Misfit(string role, string name, string rule, VectorDataViewType type) =>
        OutOfRange("inputSchema", $"{char.ToUpperInvariant(role[0])}{role[1..]} column '{name}' must {rule}, but was {type}");

    private static DataViewSchema.Column FindFeature(DataViewSchema schema, string name, InputColumns inputs)
    {
        var column = schema.GetColumnOrNull(name) ?? throw NotFound("feature", name);
        if (inputs.Sequence is not null)
        {
            return FitsSequence(column.Type, inputs)
                ? column
                : throw Mismatch("feature", name, inputs.FeatureType.ToString(), column.Type.ToString()!, "inputSchema");
        }
        var width = inputs.FeatureCount;
        var isFloats = column.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item.RawType == typeof(float);
        var areBytes = IsByteVector(column.Type);
        if ((isFloats || areBytes) && ((VectorDataViewType)column.Type).Size == width)
            return column;
        var expected = new VectorDataViewType(areBytes ? NumberDataViewType.Byte : NumberDataViewType.Single, width);
        throw Mismatch("feature", name, expected.ToString(), column.Type.ToString()!, "inputSchema");
    }

    /// <summary>Whether a vector has the items of a sequence, and the length where that is given.</summary>
    private static bool FitsSequence(DataViewType type, InputColumns inputs) =>
        type is VectorDataViewType vector && (inputs.Sequence!.IsVariable || vector.Size == inputs.FeatureCount)
        && (inputs.Sequence.AreTokens
            ? vector.ItemType is KeyDataViewType key && IsKey(key.RawType) && key.Count == (ulong)inputs.Sequence.TokenCount
            : vector.ItemType is NumberDataViewType item && item.RawType == typeof(float));

    private static bool IsKey(Type raw) => raw == typeof(uint) || raw == typeof(ushort) || raw == typeof(byte);

    private static DataViewSchema.Column FindKey(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw NotFound("categorical", name);
        return column.Type is KeyDataViewType key && key.RawType == typeof(uint)
            ? column
            : throw Mismatch("categorical", name, KeyType, column.Type.ToString()!, "inputSchema");
    }

    /// <summary>Whether a column's type is a vector of bytes, such as pixels are.</summary>
    public static bool IsByteVector(DataViewType type) =>
        type is VectorDataViewType { ItemType: NumberDataViewType item } && item.RawType == typeof(byte);

    private static bool IsVectorOfSingle(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && column.ItemType.RawType == typeof(float);

    /// <summary>Floats, or bytes, whose values are the same numbers.</summary>
    private static bool IsFeatureVector(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey
        && (column.ItemType.RawType == typeof(float) || column.ItemType.RawType == typeof(byte));

    /// <summary>Floats or keys, as many as a row has.</summary>
    private static bool IsSequence(SchemaShape.Column column) =>
        column.Kind != SchemaShape.Column.VectorKind.Scalar
        && (column.IsKey ? IsKey(column.ItemType.RawType) : column.ItemType.RawType == typeof(float));

    private static SchemaShape.Column Find(SchemaShape schema, string role, string name) =>
        SchemaShapes.Find(schema, name) ?? throw NotFound(role, name);

    private static void Require(bool holds, string role, SchemaShape.Column column, string expected, string parameter)
    {
        if (!holds)
            throw Mismatch(role, column.Name, expected, SchemaShapes.Describe(column), parameter);
    }

    private static ArgumentOutOfRangeException NotFound(string role, string name) =>
        OutOfRange("inputSchema", $"Could not find {role} column '{name}'");

    private static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, string actual, string parameter) =>
        OutOfRange(parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}
