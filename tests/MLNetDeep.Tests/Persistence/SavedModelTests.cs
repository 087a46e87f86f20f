using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>The model inside ML.NET's zip: what it holds, that it comes back whole, and that damage is named.</summary>
public sealed class SavedModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("binary")]
    [InlineData("multiclass")]
    [InlineData("regression")]
    public void ComesBackWithTheSamePredictionsAndRecord(string task)
    {
        var data = Tables.Keyed(_ml, Tables.Rows(150, missing: 0.1));
        var model = Fit(task, data);
        var again = (DeepPredictionTransformer)Load(Save(model, data.Schema));
        Assert.Equal(Scores(task, model, data), Scores(task, again, data));
        Assert.Equal(model.Model.Network, again.Model.Network);
        Assert.Equal(model.Model.Tensors, again.Model.Tensors);
        Assert.Equal(model.Model.History, again.Model.History);
        Assert.Equal(model.Model.Training.Seed, again.Model.Training.Seed);
        Assert.Equal(model.Model.Training.Versions, again.Model.Training.Versions);
        Assert.Equal(task, again.Model.Task);
        Assert.Equal(model.FeatureColumnType, again.FeatureColumnType);
        Assert.Equal(Columns(model.GetOutputSchema(data.Schema)), Columns(again.GetOutputSchema(data.Schema)));
    }

    [Fact]
    public void HoldsPlainParts()
    {
        var data = Tables.View(_ml);
        var zip = Save(Fit("binary", data), data.Schema);
        using var archive = new ZipArchive(new MemoryStream(zip));
        var names = archive.Entries.Select(entry => Path.GetFileName(entry.FullName.Replace('\\', '/'))).ToArray();
        Assert.Contains("Model.key", names);
        Assert.Contains("network.json", names);
        Assert.Contains("weights.safetensors", names);
        Assert.Contains("training.json", names);

        using var training = JsonDocument.Parse(Read(archive, "training.json"));
        Assert.Equal(3, training.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal("Flag", training.RootElement.GetProperty("options").GetProperty("labelColumnName").GetString());
        Assert.Equal(3, training.RootElement.GetProperty("data").GetProperty("featureCount").GetInt32());

        // The public layout: 8 bytes of length, a JSON header, the values.
        var weights = Read(archive, "weights.safetensors");
        var headerLength = (int)BitConverter.ToUInt64(weights);
        using var header = JsonDocument.Parse(weights.AsMemory(8, headerLength));
        var first = header.RootElement.GetProperty("1.weight");
        Assert.Equal("F32", first.GetProperty("dtype").GetString());
        Assert.Equal([16, 3], first.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(0, (8 + headerLength) % 8);
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("network.json")]
    [InlineData("training.json")]
    public void AnAlteredPartIsNamed(string part)
    {
        var damaged = Change(SavedBinary(), part, bytes => bytes[bytes.Length / 2] ^= 1);
        Assert.Equal(
            $"The saved deep model cannot be read: part '{part}' was altered: its SHA-256 differs from the one in Model.key.",
            Assert.IsType<FormatException>(Assert.ThrowsAny<Exception>(() => Load(damaged)).GetBaseException()).Message);
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("network.json")]
    [InlineData("training.json")]
    public void AMissingPartIsNamed(string part)
    {
        var damaged = Change(SavedBinary(), part, null);
        Assert.Equal(
            $"The saved deep model cannot be read: part '{part}' is missing.",
            Assert.IsType<FormatException>(Assert.ThrowsAny<Exception>(() => Load(damaged)).GetBaseException()).Message);
    }

    [Fact]
    public void ATruncatedFileIsRefused()
    {
        var zip = SavedBinary();
        foreach (var length in new[] { 0, 10, zip.Length / 4, zip.Length / 2, zip.Length - 30 })
            Assert.ThrowsAny<Exception>(() => Load(zip[..length]));
    }

    private static string[] Columns(DataViewSchema schema) => [.. schema.Select(column => column.ToString())];

    private byte[] SavedBinary()
    {
        var data = Tables.View(_ml);
        return Save(Fit("binary", data), data.Schema);
    }

    private DeepPredictionTransformer Fit(string task, IDataView data) => task switch
    {
        "binary" => _ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data),
        "multiclass" => _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(data),
        _ => _ml.Regression.Trainers.Mlp(Tables.Small("Value")).Fit(data),
    };

    private static float[] Scores(string task, ITransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return task == "multiclass" ? [.. scored.Column<float[]>("Score").SelectMany(row => row)] : scored.Column<float>("Score");
    }

    private byte[] Save(ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(byte[] zip) => new MLContext().Model.Load(new MemoryStream(zip), out _);

    private static byte[] Read(ZipArchive archive, string name)
    {
        using var stream = Assert.Single(archive.Entries, entry => entry.FullName.EndsWith(name, StringComparison.Ordinal)).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The zip with one part changed, or left out.</summary>
    private static byte[] Change(byte[] zip, string part, Action<byte[]>? change)
    {
        using var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(zip)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var entry in source.Entries)
            {
                var bytes = Read(source, entry.FullName);
                if (entry.FullName.EndsWith(part, StringComparison.Ordinal))
                {
                    if (change == null)
                        continue;
                    change(bytes);
                }
                using var stream = target.CreateEntry(entry.FullName).Open();
                stream.Write(bytes);
            }
        }
        return result.ToArray();
    }
}
