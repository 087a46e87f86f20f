using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class EnumerableTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Objects_come_back_as_they_went_in()
    {
        Row[] rows =
        [
            new() { Number = 1.5f, Text = "a", Flag = true, Key = 1, Vector = [1, float.NaN], Words = ["x", "y"],
                Sparse = new(4, 1, [3], [2]), When = new(2024, 2, 29) },
            new() { Number = float.NaN, Text = null, Key = 3, Vector = null, Words = null },
        ];
        var data = _ml.Data.LoadFromEnumerable(rows);

        Assert.Equal(
            ["Sparse: Vector<Single, 4>", "Number: Single", "name: String", "Flag: Boolean", "Key: Key<UInt32, 0-2>",
                "Vector: Vector<Single, 2>",
                "Words: Vector<String>", "When: DateTime"],
            data.Schema.Select(c => $"{c.Name}: {c.Type}"));
        Assert.Equal(2, data.GetRowCount());
        var back = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).ToArray();
        Assert.Equal(1.5f, back[0].Number);
        Assert.Equal("a", back[0].Text);
        Assert.True(back[0].Flag);
        Assert.Equal(2u, back[0].Key);
        Assert.Equal([1, float.NaN], back[0].Vector!);
        Assert.Equal(["x", "y"], back[0].Words!);
        Assert.False(back[0].Sparse.IsDense);
        Assert.Equal([0f, 0, 3, 0], back[0].Sparse.DenseValues());
        Assert.Equal(rows[0].When, back[0].When);
        Assert.True(float.IsNaN(back[1].Number));
        Assert.Equal("", back[1].Text);
        Assert.Equal(0u, back[1].Key);
        Assert.Null(back[1].Vector);
        Assert.Null(back[1].Words);
    }

    [Fact]
    public void Row_object_can_be_reused()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Small { X = i }).ToArray());
        Assert.Single(_ml.Data.CreateEnumerable<Small>(data, reuseRowObject: true).ToHashSet(ReferenceEqualityComparer.Instance));
        Assert.Equal([0f, 1, 2], _ml.Data.CreateEnumerable<Small>(data, reuseRowObject: true).Select(r => r.X));
    }

    [Fact]
    public void Missing_and_misfitting_members_are_named()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Small { X = 1 } });
        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Two>(data, false));
        Assert.Equal("Could not find  column 'Y' (Parameter 'Schema')", missing.Message);
        Assert.Equal(1, _ml.Data.CreateEnumerable<Two>(data, false, ignoreMissingColumns: true).Single().X);
        var misfit = Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<TextX>(data, false));
        Assert.Equal("Can't bind the IDataView column 'X' of type 'Single' to field or property 'X' of type 'System.String'.",
            misfit.Message);
        var unknown = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(Array.Empty<Unknown>()));
        Assert.Equal("Could not determine an IDataView type and registered custom types for member X (Parameter 'rawType')",
            unknown.Message);
        var twice = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(Array.Empty<Twice>()));
        Assert.Equal("Duplicate column name 'X' detected, this is disallowed (Parameter 'userType')", twice.Message);
        var data2 = _ml.Data.LoadFromEnumerable(new Small[] { new(), null! });
        Assert.Equal("Encountered null when iterating over data, this is not supported.",
            Assert.Throws<InvalidOperationException>(() => data2.GetColumn<float>("X").ToArray()).Message);
    }

    [Fact]
    public void Definition_overrides_names_types_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(Loose));
        definition["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        definition["V"].AddAnnotation("SlotNames", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["V"].ColumnName = "F";
        var data = _ml.Data.LoadFromEnumerable([new Loose { V = [1, 2] }], definition);
        Assert.Equal("F: Vector<Single, 2> {SlotNames}", data.Schema[0].ToString());
        Assert.True(data.Schema["F"].HasSlotNames());

        // The same by a schema there is already.
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("V", data.Schema["F"].Type, data.Schema["F"].Annotations);
        Assert.Equal("V: Vector<Single, 2> {SlotNames}",
            _ml.Data.LoadFromEnumerable([new Loose()], schema.ToSchema()).Schema[0].ToString());

        definition["F"].ColumnType = NumberDataViewType.Single;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Loose()], definition));
        Assert.Equal("Column 'F' is supposed to be scalar, but type of associated field 'V' is vector (Parameter 'userSchemaDefinition')",
            error.Message);
    }

    [Fact]
    public void Only_columns_asked_for_have_getters()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Two { X = 1, Y = 2 } });
        using var cursor = data.GetRowCursor([data.Schema["X"]]);
        Assert.False(cursor.IsColumnActive(data.Schema["Y"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(data.Schema["Y"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["X"]));
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Preview_shows_the_first_rows()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Two { X = i, Y = -i }).ToArray());
        var preview = data.Preview(3);
        Assert.Equal(["X=0,Y=0", "X=1,Y=-1", "X=2,Y=-2"],
            preview.RowView.Select(r => string.Join(",", r.Values.Select(v => $"{v.Key}={v.Value}"))));
        Assert.Equal([0f, 1f, 2f], preview.ColumnView[0].Values);
        Assert.Equal("2 columns, 3 rows", preview.ToString());
    }

    [Fact]
    public void Columns_are_read_as_sequences()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row { Vector = [1, 2], Words = ["a"], Text = "t" },
            new Row { Vector = [3, 4], Words = [] }]);
        Assert.Equal(["t", ""], data.GetColumn<string>("name"));
        Assert.Equal([[1f, 2], [3f, 4]], data.GetColumn<float[]>("Vector"));
        Assert.Equal([["a"], []], data.GetColumn<string[]>("Words"));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GetColumn<int>("Vector"));
    }

    private sealed class Row
    {
        [VectorType(4)]
        public VBuffer<float> Sparse;

        public float Number { get; set; }

        [ColumnName("name")]
        public string? Text { get; set; }

        public bool Flag { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[]? Vector { get; set; }

        public string[]? Words { get; set; }

        public DateTime When { get; set; }

        [NoColumn]
        public object? Ignored { get; set; }
    }

    private sealed class Small
    {
        public float X { get; set; }
    }

    private sealed class Two
    {
        public float X { get; set; }

        public float Y { get; set; }
    }

    private sealed class TextX
    {
        public string? X { get; set; }
    }

    private sealed class Unknown
    {
        public object? X { get; set; }
    }

    private sealed class Twice
    {
        public float X { get; set; }

        [ColumnName("X")]
        public float Other { get; set; }
    }

    private sealed class Loose
    {
        public float[]? V { get; set; }
    }
}
