using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Tests.Conformance.Data;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>Columns: what is promised is delivered, and what is lacking is named.</summary>
internal static class SchemaChecks
{
    [Check]
    public static void promised_schema_is_delivered(Subject subject)
    {
        var data = subject.Task.Table();
        var estimator = subject.Estimator();
        var promised = Describe(estimator.GetOutputSchema(SchemaShapes.Of(data.Schema)));
        var transformer = estimator.Fit(data);
        Assert.Equal(promised, Describe(SchemaShapes.Of(transformer.GetOutputSchema(data.Schema))));
        Assert.Equal(promised, Describe(SchemaShapes.Of(transformer.Transform(data).Schema)));
        Assert.Contains(promised, line => line.StartsWith("Score:", StringComparison.Ordinal));
    }

    [Check]
    public static void transform_keeps_the_input_columns(Subject subject)
    {
        var data = subject.Task.Table();
        var output = subject.Fit(data).Transform(data).Schema;
        foreach (var column in data.Schema)
            Assert.Equal(column.Type, output[column.Name].Type);
    }

    [Check]
    public static void missing_column_is_named(Subject subject)
    {
        var data = subject.Task.Table();
        foreach (var (role, name) in new[] { ("feature", "Features"), ("label", "Label") })
        {
            var message = $"Could not find {role} column '{name}' (Parameter 'inputSchema')";
            AssertRefused(subject, data.Without(name), message);
        }
        var transformer = subject.Fit(data);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(data.Without("Features")));
        Assert.Equal("Could not find feature column 'Features' (Parameter 'inputSchema')", exception.Message);
    }

    [Check]
    public static void wrong_type_is_named(Subject subject)
    {
        var data = subject.Task.Table(rows: 20);
        var text = Enumerable.Repeat("x".AsMemory(), data.RowCount).ToArray();
        var textLabel = data.With(new TestColumn<ReadOnlyMemory<char>>("Label", TextDataViewType.Instance, text));
        AssertRefused(
            subject,
            textLabel,
            $"Schema mismatch for label column 'Label': expected {subject.Task.LabelType}, got String (Parameter 'labelCol')");
        var scalarFeature = data.With(new TestColumn<float>("Features", NumberDataViewType.Single, new float[data.RowCount]));
        AssertRefused(
            subject,
            scalarFeature,
            $"Schema mismatch for feature column 'Features': expected Vector<Single>{MoreTypes(subject.Options)}, "
            + "got Single (Parameter 'inputSchema')");
    }

    [Check]
    public static void other_width_is_named_when_predicting(Subject subject)
    {
        var transformer = subject.Fit(subject.Task.Table(width: 4));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(subject.Task.Table(width: 5)));
        Assert.Equal(
            "Schema mismatch for feature column 'Features': expected Vector<Single, 4>, got Vector<Single, 5> (Parameter 'inputSchema')",
            exception.Message);
    }

    /// <summary>Refused with the same words when asked for the schema and when fitted.</summary>
    private static void AssertRefused(Subject subject, TestTable data, string message)
    {
        var estimator = subject.Estimator();
        var shape = SchemaShapes.Of(data.Schema);
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(shape)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
    }

    private static List<string> Describe(SchemaShape shape)
        => [.. shape.Select(column => $"{column.Name}: {SchemaShapes.Describe(column)} [{string.Join(", ", Describe(column.Annotations))}]")
            .Order(StringComparer.Ordinal)];

    private static string MoreTypes(DeepTrainerOptions options) =>
        options.KeepsBytes ? " or Vector<Byte>" : options.TakesSequences ? ", VarVector<Single> or a vector of keys" : "";
}
