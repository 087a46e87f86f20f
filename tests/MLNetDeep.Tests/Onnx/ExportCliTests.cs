using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Onnx;

/// <summary>The command <c>export</c>: the file, what it says of it, and what it refuses.</summary>
public sealed class ExportCliTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_the_network_and_names_the_steps_before_it()
    {
        var rows = Enumerable.Range(0, 60).Select(i => new Row { Label = i, X = i % 10, Y = i % 7 }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var trainer = _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenSizes = [6], MaximumEpochCount = 2, Seed = 1 });
        var pipeline = _ml.Transforms.Concatenate("Features", "X", "Y").Append(trainer).Fit(data);
        var model = Save(pipeline, data);
        var file = _folder.At("model.onnx");
        var json = ToolRun.Of("export", model, "--onnx", file, "--json").Succeeded().Json;
        Assert.Equal("DeepPredictionTransformer", json.GetProperty("exported").GetString());
        Assert.Equal("ColumnConcatenatingTransformer", json.GetProperty("stepsBefore")[0].GetString());
        Assert.Equal("[N, 2]", json.GetProperty("inputs")[0].GetProperty("shape").GetString());
        Assert.Equal("Score", json.GetProperty("outputs")[0].GetProperty("name").GetString());

        using var run = new OnnxRun(File.ReadAllBytes(file));
        float[] features = [.. rows.SelectMany(row => new[] { row.X, row.Y })];
        var outputs = run.Run(new Dictionary<string, Array> { ["Features"] = features }, rows.Length);
        Close.Assert([.. pipeline.Transform(data).GetColumn<float>("Score")], (float[])outputs["Score"]);

        var text = ToolRun.Of("export", model, "--onnx", file).Succeeded().Out.ReplaceLineEndings(" ");
        Assert.Contains(
            "The file holds the DeepPredictionTransformer alone. The steps before it, ColumnConcatenatingTransformer, make the columns",
            string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_model_without_a_network()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row { Label = i, X = i % 10 }).ToArray());
        var model = Save(_ml.Transforms.Concatenate("Features", "X").Append(_ml.Regression.Trainers.FastTree()).Fit(data), data);
        ToolRun.Of("export", model, "--onnx", _folder.At("model.onnx")).FailedWith(
            $"'{model}' holds no deep model: there is no network to export.");
        Assert.DoesNotContain("model.onnx", _folder.FileNames);
    }

    private string Save(ITransformer model, IDataView data)
    {
        var path = _folder.At("model.zip");
        _ml.Model.Save(model, data.Schema, path);
        return path;
    }

    private sealed class Row
    {
        public float Label { get; set; }

        public float X { get; set; }

        public float Y { get; set; }
    }
}
