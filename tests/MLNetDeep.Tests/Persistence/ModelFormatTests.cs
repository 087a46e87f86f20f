using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>The parts of a model: files that are whole but make no sense are refused by name, and old ones keep loading.</summary>
public sealed class ModelFormatTests
{
    private static readonly Lazy<ModelParts> Saved = new(() =>
    {
        var ml = new MLContext(seed: 1);
        var fitted = ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(Tables.Keyed(ml));
        return ModelFormat.Write(fitted.Model, fitted.Inputs);
    });

    [Theory]
    [InlineData("task", null, "network.json", "'task' is missing")]
    [InlineData(
        "task", "\"ranking\"", "network.json",
        "the task 'ranking' is not one of binary, multiclass, multilabel, regression, sequence-labeling, sequence-to-sequence")]
    [InlineData("head", null, "network.json", "'head' is missing")]
    [InlineData("head", "{\"classCount\": 4}", "network.json", "the task needs 4 outputs, but the network has 3")]
    [InlineData("head", "{\"classCount\": 0}", "network.json", "there are 0 classes")]
    [InlineData("network", null, "network.json", "'network' is missing")]
    [InlineData("categoricalColumns", "[\"A\"]", "network.json", "it names 1 categorical columns, but the network has 0")]
    public void ANetworkThatMakesNoSenseIsRefused(string member, string? value, string part, string why)
    {
        var json = JsonNode.Parse(Saved.Value.File("network.json"))!.AsObject();
        json.Remove(member);
        if (value != null)
            json[member] = JsonNode.Parse(value);
        Refused(part, why, With("network.json", Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    [Fact]
    public void JsonThatIsNoneIsRefused()
    {
        foreach (var text in new[] { "", "{", "[]", "null", "7" })
        {
            foreach (var part in new[] { "network.json", "training.json" })
            {
                var error = Assert.Throws<FormatException>(() => ModelFormat.Read(With(part, Encoding.UTF8.GetBytes(text))));
                Assert.StartsWith($"The saved deep model cannot be read: part '{part}' does not make sense", error.Message);
            }
        }
    }

    [Fact]
    public void WeightsOfAnotherNetworkAreRefused()
    {
        var file = Saved.Value.File("weights.safetensors").ToArray();
        var length = BitConverter.ToInt64(file);
        var header = Encoding.UTF8.GetString(file, 8, (int)length).Replace("\"1.bias\"", "\"1.bios\"");
        Encoding.UTF8.GetBytes(header).CopyTo(file, 8);
        Refused("weights.safetensors", "tensor '1.bias' is missing", With("weights.safetensors", file));
    }

    [Fact]
    public void EveryTruncationOfTheHeaderIsRefused()
    {
        using var whole = new MemoryStream();
        Saved.Value.Write(new BinaryWriter(whole), (_, _) => { });
        for (var length = 0; length < whole.Length; length++)
        {
            using var reader = new BinaryReader(new MemoryStream(whole.ToArray(), 0, length));
            var error = Assert.Throws<FormatException>(() => ModelParts.Read(reader, Saved.Value.File));
            Assert.Equal("The saved deep model cannot be read: part 'Model.key' is truncated.", error.Message);
        }
    }

    /// <summary>A model of each format version stays here, as its parts, with what it predicted when it was saved.</summary>
    [Theory]
    [InlineData("format-1")]
    public void OldModelsKeepLoading(string name)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "Formats", name + ".zip"));
        using var header = new BinaryReader(zip.GetEntry("header")!.Open());
        var parts = ModelParts.Read(header, file => zip.GetEntry(file) is { } entry ? Read(entry) : null);
        var (model, _) = ModelFormat.Read(parts);
        var expected = JsonSerializer.Deserialize<float[][]>(Read(zip.GetEntry("scores.json")!))!;
        Assert.Equal("Features", parts.FeatureColumnName);
        Assert.Equal("multiclass", model.Task);
        Assert.Equal(0.02, model.Training.Options.GetProperty("learningRate").GetDouble());
        Assert.Equal(3, model.Training.Seed);
        foreach (var (row, scores) in Tables.Rows(20, missing: 0.2).Zip(expected))
        {
            var actual = new float[3];
            model.Score(row.Features, 1, actual);
            Assert.All(actual.Zip(scores), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        }
    }

    /// <summary>Version 2 brought categories: the file has a feature vector, a category of 3 and one of 12.</summary>
    [Fact]
    public void AModelOfVersion2KeepsLoading()
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "Formats", "format-2.zip"));
        using var header = new BinaryReader(zip.GetEntry("header")!.Open());
        var (model, inputs) = ModelFormat.Read(ModelParts.Read(header, file => zip.GetEntry(file) is { } entry ? Read(entry) : null));
        Assert.Equal(("Features", 2), (inputs.FeatureColumnName, inputs.FeatureCount));
        Assert.Equal(["Size", "City"], inputs.CategoryNames);
        Assert.Equal([3, 12], inputs.ValueCounts);
        foreach (var line in JsonSerializer.Deserialize<float?[][]>(Read(zip.GetEntry("rows.json")!))!)
        {
            var row = line[..^1].Select(value => value ?? float.NaN).ToArray();
            var actual = new float[1];
            model.Score(row, 1, actual);
            Assert.Equal(line[^1]!.Value, actual[0], 1e-5f);
        }
    }

    private static ModelParts With(string file, byte[] content) =>
        Saved.Value with { Files = new Dictionary<string, byte[]>(Saved.Value.Files) { [file] = content } };

    private static void Refused(string part, string why, ModelParts parts) => Assert.Equal(
        $"The saved deep model cannot be read: part '{part}' does not make sense ({why}).",
        Assert.Throws<FormatException>(() => ModelFormat.Read(parts)).Message);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
