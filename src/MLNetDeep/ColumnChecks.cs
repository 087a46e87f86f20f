using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Checks columns against what a trainer or a model needs, in the words ML.NET's own trainers use.</summary>
internal static class ColumnChecks
{
    /// <summary>Checks the columns a fit reads, and returns the label's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is missing or has another type.</exception>
    public static SchemaShape.Column CheckTraining(SchemaShape schema, DeepTrainerOptions options, LearningTask task)
    {
        var feature = Find(schema, "feature", options.FeatureColumnName);
        Require(IsVectorOfSingle(feature), "feature", feature, "Vector<Single>", "inputSchema");
        if (options.ExampleWeightColumnName is { } name)
        {
            var weight = Find(schema, "weight", name);
            Require(SchemaShapes.Describe(weight) == "Single", "weight", weight, "Single", "inputSchema");
        }
        var label = Find(schema, "label", options.LabelColumnName);
        Require(task.Accepts(label), "label", label, task.ExpectedLabelType, "labelCol");
        return label;
    }

    /// <summary>Checks that a schema has the feature column a model reads, and returns it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has another type or width.</exception>
    public static DataViewSchema.Column CheckScoring(DataViewSchema schema, string name, DataViewType expected)
    {
        var column = schema.GetColumnOrNull(name) ?? throw NotFound("feature", name);
        var isSame = column.Type is VectorDataViewType { ItemType: NumberDataViewType item, Size: var size }
            && item.RawType == typeof(float) && size == ((VectorDataViewType)expected).Size;
        return isSame ? column : throw Mismatch("feature", name, expected.ToString()!, column.Type.ToString()!, "inputSchema");
    }

    /// <summary>Checks that validation data have a column as the training data have it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The types differ.</exception>
    public static void RequireSameType(DataViewSchema.Column training, DataViewSchema.Column? validation)
    {
        var actual = validation ?? throw NotFound("validation", training.Name);
        if (!actual.Type.Equals(training.Type))
            throw Mismatch("validation", training.Name, training.Type.ToString()!, actual.Type.ToString()!, "validationData");
    }

    private static bool IsVectorOfSingle(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && column.ItemType.RawType == typeof(float);

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
