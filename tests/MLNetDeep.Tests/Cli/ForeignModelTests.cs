using Microsoft.ML;

namespace MLNetDeep.Tests.Cli;

/// <summary>Models that another program saved: the tool predicts with them, or says what keeps it from doing so.</summary>
public sealed class ForeignModelTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predicts_with_a_classical_model_but_has_no_network_to_inspect()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Scalar { Label = i, X = i % 10 }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var model = Save(_ml.Transforms.Concatenate("Features", "X").Append(_ml.Regression.Trainers.FastTree()), data);
        var table = _folder.Write("t.csv", "Label,X\n1,2\n3,4\n");
        ToolRun.Of("predict", model, table, "--out", _folder.At("p.csv")).Succeeded();
        Assert.Equal(3, File.ReadAllLines(_folder.At("p.csv")).Length);
        ToolRun.Of("inspect", model).FailedWith($"'{model}' holds no deep model: there is no network to inspect.");
    }

    [Fact]
    public void Inspects_a_deep_model_that_the_tool_did_not_write()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Scalar { Label = i, X = i }).ToArray();
        var trainer = _ml.Regression.Trainers.Mlp(new MlpOptions { MaximumEpochCount = 2, Seed = 1 });
        var model = Save(_ml.Transforms.Concatenate("Features", "X").Append(trainer), _ml.Data.LoadFromEnumerable(rows));
        Assert.Contains("2 epochs in ", ToolRun.Of("inspect", model).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_an_input_that_a_table_cannot_give()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Vector { Label = i, Features = [i, i % 7] }).ToArray();
        var model = Save(_ml.Regression.Trainers.FastTree(), _ml.Data.LoadFromEnumerable(rows));
        var table = _folder.Write("t.csv", "Label,Features\n1,2\n");
        ToolRun.Of("predict", model, table, "--out", _folder.At("p.csv")).FailedWith(
            "The model reads column 'Features' of type Vector<Single, 2>, which a table of values cannot give: " +
            "predict with the program that made the model.");
    }

    [Fact]
    public void Says_that_the_input_schema_is_missing()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Scalar { Label = i, X = i }).ToArray();
        var pipeline = _ml.Transforms.Concatenate("Features", "X").Append(_ml.Regression.Trainers.FastTree());
        var model = Save(pipeline, _ml.Data.LoadFromEnumerable(rows), hasSchema: false);
        var table = _folder.Write("t.csv", "Label,X\n1,2\n");
        ToolRun.Of("predict", model, table, "--out", _folder.At("p.csv")).FailedWith(
            $"'{model}' was saved without its input schema, so the columns it reads are unknown: save it with one.");
    }

    private string Save(IEstimator<ITransformer> pipeline, IDataView data, bool hasSchema = true)
    {
        var path = _folder.At("model.zip");
        _ml.Model.Save(pipeline.Fit(data), hasSchema ? data.Schema : null, path);
        return path;
    }

    private sealed class Scalar
    {
        public float Label { get; set; }

        public float X { get; set; }
    }

    private sealed class Vector
    {
        public float Label { get; set; }

        [Microsoft.ML.Data.VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
