using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Tasks;

/// <summary>Class names that a model cannot carry: it does without them, and promises none.</summary>
public sealed class KeyNamesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void NamesOfATypeThatCannotBeKeptAreNeitherPromisedNorDelivered()
    {
        var data = Table(DateTimeDataViewType.Instance, new DateTime[] { new(2024, 1, 1), new(2024, 1, 2), new(2024, 1, 3) });
        var trainer = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label"));
        var promised = trainer.GetOutputSchema(SchemaShapes.Of(data.Schema));
        var delivered = SchemaShapes.Of(trainer.Fit(data).GetOutputSchema(data.Schema));
        foreach (var name in new[] { "PredictedLabel", "Score" })
        {
            string[] expected = ["ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind"];
            Assert.Equal(expected, Annotations(promised, name));
            Assert.Equal(expected, Annotations(delivered, name));
        }
    }

    [Fact]
    public void NamesThatAreNotAsManyAsKeysAreIgnored()
    {
        var data = Table(TextDataViewType.Instance, new[] { "a".AsMemory(), "b".AsMemory() });
        var model = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(data);
        Assert.DoesNotContain("KeyValues", Annotations(SchemaShapes.Of(model.GetOutputSchema(data.Schema)), "PredictedLabel"));
    }

    private static string[] Annotations(SchemaShape schema, string column) =>
        [.. SchemaShapes.Find(schema, column)!.Value.Annotations.Select(annotation => annotation.Name).Order(StringComparer.Ordinal)];

    /// <summary>Thirty rows of three classes.</summary>
    private static TestTable Table<T>(PrimitiveDataViewType type, T[] names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            "KeyValues", new VectorDataViewType(type, names.Length), (ref VBuffer<T> value) => value = new(names.Length, [.. names]));
        uint[] labels = [.. Enumerable.Range(0, 30).Select(row => (uint)(row % 3) + 1)];
        return new(
            TestColumn.Vector("Features", [.. labels.Select(label => new[] { label, 1f })], 2),
            new TestColumn<uint>("Label", new KeyDataViewType(typeof(uint), 3), labels, annotations.ToAnnotations()));
    }
}
