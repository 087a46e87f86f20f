using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class SchemaTests
{
    [Fact]
    public void Later_column_hides_the_earlier_of_the_same_name()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", TextDataViewType.Instance);
        builder.AddColumn("A", BooleanDataViewType.Instance);
        var schema = builder.ToSchema();

        Assert.Equal(3, schema.Count);
        Assert.Equal([true, false, false], schema.Select(c => c.IsHidden));
        Assert.Equal(2, schema["A"].Index);
        Assert.Null(schema.GetColumnOrNull("C"));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => schema["C"]);
        Assert.Equal("Column 'C' not found (Parameter 'name')", error.Message);
    }

    [Fact]
    public void Annotations_give_back_what_was_put_in()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        builder.AddSlotNames(["a", "b"]);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("F", new VectorDataViewType(NumberDataViewType.Single, 2), builder.ToAnnotations());
        var column = schema.ToSchema()["F"];

        Assert.True(column.IsNormalized());
        Assert.True(column.HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.Equal(["a", "b"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal("F: Vector<Single, 2> {IsNormalized, SlotNames}", column.ToString());
        VBuffer<float> wrong = default;
        Assert.Throws<InvalidOperationException>(() => column.Annotations.GetValue("SlotNames", ref wrong));
        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("X", NumberDataViewType.Single, 1.0));
    }

    [Fact]
    public void Added_columns_stand_behind_those_they_hide()
    {
        var input = new DataViewSchema.Builder();
        foreach (var name in new[] { "A", "B", "C" })
            input.AddColumn(name, NumberDataViewType.Single);
        var mapper = new RowMapper([new("B", TextDataViewType.Instance), new("D", TextDataViewType.Instance)],
            [[], [input.ToSchema()["A"]]], (_, _) => throw new NotSupportedException());
        var bound = new BoundRowMapper(input.ToSchema(), mapper);

        Assert.Equal(["A", "B", "B", "C", "D"], bound.OutputSchema.Select(c => c.Name));
        Assert.True(bound.OutputSchema[1].IsHidden);
        Assert.Equal(["A", "C"], bound.GetDependencies([bound.OutputSchema["D"], bound.OutputSchema["C"], bound.OutputSchema["B"]])
            .Select(c => c.Name));
    }

    [Fact]
    public void Shape_of_a_schema_knows_vectors_keys_and_annotations()
    {
        var ml = new MLContext(1);
        var shape = SchemaShape.Create(ml.Data.LoadFromEnumerable(Array.Empty<Row>()).Schema);
        Assert.Equal(["Single", "Vector<Single>", "VarVector<String>", "Key<UInt32>"], shape.Select(c => c.GetTypeString()));
        Assert.True(shape.TryFindColumn("Number", out var number));
        Assert.True(number.IsCompatibleWith(number));
        var vector = new SchemaShape.Column("Number", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
        Assert.False(vector.IsCompatibleWith(number));
        Assert.False(shape.TryFindColumn("number", out _));
    }

    private sealed class Row
    {
        public float Number { get; set; }

        [VectorType(3)]
        public float[]? Vector { get; set; }

        public string[]? Texts { get; set; }

        [KeyType(4)]
        public uint Key { get; set; }
    }
}
