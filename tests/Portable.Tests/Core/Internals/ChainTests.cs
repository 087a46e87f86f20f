using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class ChainTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;
    private readonly string _folder = Directory.CreateTempSubdirectory("portable-chain").FullName;

    public ChainTests()
    {
        _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(1, 10).Select(i =>
            new Row { X = i, Y = 2 * i, Group = $"g{i % 3}" }).ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_estimator_is_fitted_on_what_those_before_it_make()
    {
        var chain = new ScalingEstimator("X").Append(new ScalingEstimator("Y")).Append(new ScalingEstimator("X"));
        var model = chain.Fit(_data);
        Assert.Equal(3, model.Count());
        Assert.Same(model.Last(), model.LastTransformer);
        Assert.Equal(0.1f, model.Transform(_data).GetColumn<float>("X").First(), 6);
        Assert.Equal(1f, model.Transform(_data).GetColumn<float>("Y").Last(), 6);
        Assert.Equal(["X", "X", "X", "Y", "Y", "Group"], model.GetOutputSchema(_data.Schema).Select(c => c.Name));
        Assert.Equal(model.GetOutputSchema(_data.Schema).Select(c => c.ToString()),
            model.Transform(_data).Schema.Select(c => c.ToString()));
    }

    [Fact]
    public void Transform_reads_lazily_and_only_what_is_asked_for()
    {
        var touched = 0;
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i =>
        {
            touched++;
            return new Row { X = i };
        }));
        var view = new ScalingTransformer("X", 2).Transform(data);
        Assert.Equal(0, touched);
        using var cursor = view.GetRowCursor([view.Schema["Y"]]);
        Assert.False(cursor.IsColumnActive(view.Schema["X"]));
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, touched);
        Assert.Equal(4, view.GetRowCursorSet([view.Schema["X"]], 4).Length);
    }

    [Fact]
    public void Cache_checkpoint_reads_the_source_once()
    {
        int Enumerations(Func<IEstimator<ITransformer>, IEstimator<ITransformer>> afterFirst)
        {
            var count = 0;
            IEnumerable<Row> Rows()
            {
                count++;
                yield return new Row { X = 1, Y = 2 };
            }

            afterFirst(new ScalingEstimator("X")).Append(new ScalingEstimator("Y")).Append(new ScalingEstimator("Y"))
                .Append(new ScalingEstimator("Y")).Fit(_ml.Data.LoadFromEnumerable(Rows()));
            return count;
        }

        Assert.Equal(4, Enumerations(e => e));
        Assert.Equal(2, Enumerations(e => e.AppendCacheCheckpoint(_ml)));
    }

    [Fact]
    public void Scopes_choose_the_members()
    {
        var chain = new TransformerChain<ITransformer>(
            [new ScalingTransformer("X", 2), new ScalingTransformer("X", 3)], [TransformerScope.Training, TransformerScope.Everything]);
        Assert.Equal(3, chain.Transform(_data).GetColumn<float>("X").First());
        Assert.Equal(6, chain.Transform(_data, TransformerScope.Training).GetColumn<float>("X").First());
    }

    [Fact]
    public void Wrong_input_fails_before_anything_is_fitted()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ScalingEstimator("X").Append(new ScalingEstimator("Nope")).Fit(_data));
        Assert.Equal("Could not find input column 'Nope' (Parameter 'inputSchema')", error.Message);
    }

    [Fact]
    public void Saved_model_loads_in_a_new_context_and_gives_the_same()
    {
        var model = new ScalingEstimator("X").Append(new ScalingEstimator("Y")).Fit(_data);
        var path = Path.Combine(_folder, "model.zip");
        _ml.Model.Save(model, _data.Schema, path);
        _ml.Model.Save(model, _data.Schema, path);

        var loaded = new MLContext().Model.Load(path, out var schema);
        Assert.Equal(_data.Schema.Select(c => c.ToString()), schema.Select(c => c.ToString()));
        Assert.Equal(model.Transform(_data).GetColumn<float>("X"), loaded.Transform(_data).GetColumn<float>("X"));
        Assert.Equal([path], Directory.GetFiles(_folder));
        using var zip = ZipFile.OpenRead(path);
        Assert.Equal(
            ["Schema", "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_000/factor.bin", "TransformerChain/Transform_001/Model.key",
                "TransformerChain/Transform_001/factor.bin"],
            zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Same_model_gives_the_same_bytes()
    {
        var model = new ScalingEstimator("X").Fit(_data);
        Assert.Equal(Save(model), Save(model));
    }

    [Fact]
    public void Schema_keeps_types_and_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddSlotNames(["a", "b"]);
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("F", new VectorDataViewType(NumberDataViewType.Single, 2), annotations.ToAnnotations());
        builder.AddColumn("F", new KeyDataViewType(typeof(ushort), 9));
        builder.AddColumn("T", new VectorDataViewType(TextDataViewType.Instance, 0, 2));
        builder.AddColumn("D", DateTimeOffsetDataViewType.Instance);
        builder.AddColumn("I", RowIdDataViewType.Instance);
        using var stream = new MemoryStream();
        _ml.Model.Save(new ScalingTransformer("X", 1), builder.ToSchema(), stream);
        stream.Position = 0;
        _ml.Model.Load(stream, out var schema);
        Assert.Equal(builder.ToSchema().Select(c => c.ToString()), schema.Select(c => c.ToString()));
        Assert.True(schema[0].IsHidden);
        Assert.True(schema[0].IsNormalized());
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema[0].GetSlotNames(ref names);
        Assert.Equal(["a", "b"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void Failed_save_leaves_the_old_model_whole()
    {
        var path = Path.Combine(_folder, "model.zip");
        _ml.Model.Save(new ScalingTransformer("X", 2), _data.Schema, path);
        var before = File.ReadAllBytes(path);
        var broken = new TransformerChain<ITransformer>(new ScalingTransformer("X", 3), new UnsavableTransformer());
        Assert.Equal("no", Assert.Throws<NotSupportedException>(() => _ml.Model.Save(broken, _data.Schema, path)).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Engine_predicts_through_the_chain()
    {
        var model = new ScalingEstimator("X").Append(new ScalingEstimator("Y")).Fit(_data);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Out>(model);
        Assert.Equal(0.5f, engine.Predict(new Row { X = 5, Y = 10 }).X, 6);
        var reused = new Out();
        engine.Predict(new Row { X = 2, Group = "a" }, ref reused);
        Assert.Equal((0.2f, "a"), (reused.X, reused.Group));
        Assert.Throws<ArgumentNullException>(() => engine.Predict(null!));
        Assert.Equal(["X", "X", "Y", "Y", "Group"], engine.OutputSchema.Select(c => c.Name));
        using var bySchema = _ml.Model.CreatePredictionEngine<Row, Out>(model, _data.Schema);
        Assert.Equal(1f, bySchema.Predict(new Row { X = 10 }).X, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_disposes_of_the_transformer_it_owns(bool owns)
    {
        var transformer = new ScalingTransformer("X", 1);
        var options = new PredictionEngineOptions { OwnsTransformer = owns };
        _ml.Model.CreatePredictionEngine<Row, Out>(new TransformerChain<ITransformer>(transformer), options).Dispose();
        Assert.Equal(owns, transformer.IsDisposed);
    }

    private byte[] Save(ITransformer model)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, _data.Schema, stream);
        return stream.ToArray();
    }

    private sealed class Row
    {
        public float X { get; set; }

        public float Y { get; set; }

        public string Group { get; set; } = "";
    }

    private sealed class Out
    {
        public float X { get; set; }

        public string? Group { get; set; }
    }

    private sealed class UnsavableTransformer : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException("no");

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException("no");
    }
}
