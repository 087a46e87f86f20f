using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Fuzz.Mutation;
using MLNetDeep.Images;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.Fuzz.Corpus;

/// <summary>The sound files that mutants are made from.</summary>
internal static class Seeds
{
    /// <summary>The network whose tensors the safetensors file holds.</summary>
    public static NetworkSpec Network { get; } = new([6], [new LinearSpec(9), new BatchNormSpec(), new LinearSpec(3)]);

    /// <summary>Fills a folder.</summary>
    public static void Write(string folder)
    {
        Models.Save(folder);
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Row.Draw(60, seed: 3));
        Tool(folder, ml, data);
        Tables(folder);
        Pictures(folder);
        Numbers(folder);
        var random = new Random(8);
        float[] values = [.. Enumerable.Range(0, Network.ElementCount).Select(_ => (float)random.NextDouble())];
        File.WriteAllBytes(Path.Combine(folder, "weights.safetensors"), SafeTensors.Write(Network.Tensors, values));
        var checkpoint = Path.Combine(folder, "fit.checkpoint");
        ml.BinaryClassification.Trainers.Mlp(Models.Mlp("Flag") with
        {
            Callbacks = [new Checkpointing(checkpoint) { EveryEpochs = null, EverySteps = 5 }],
        }).Fit(data);
        using var engine = File.Create(Path.Combine(folder, "series.engine"));
        ml.Model.Load(Path.Combine(folder, "forecast-naive.zip"), out _).CreateForecastEngine().Checkpoint(engine);
    }

    /// <summary>A checkpoint with other content, and the SHA-256 that goes with it.</summary>
    public static byte[] ForgeCheckpoint(byte[] file, Random random)
    {
        var content = Tensors.Edit(file[..^SHA256.HashSizeInBytes], random);
        return [.. content, .. SHA256.HashData(content)];
    }

    private static void Tool(string folder, MLContext ml, IDataView data)
    {
        var model = ml.Model.Load(Path.Combine(folder, "mlp-binary.zip"), out _);
        var card = new ModelCard
        {
            Task = "binary",
            Label = "Flag",
            Classes = ["no", "yes"],
            Columns = [new ModelCard.Column("Features", "numeric", null)],
            TrainRowCount = 60,
            TestRowCount = 0,
            TestMetrics = [],
        };
        File.WriteAllBytes(Path.Combine(folder, "tool.model"), ModelFile.Serialize(ml, model, data.Schema, card));
    }

    private static void Tables(string folder)
    {
        var text = new StringBuilder("size,\"the, colour\",note\n");
        foreach (var row in Row.Draw(80, seed: 5))
            text.Append(CultureInfo.InvariantCulture, $"{row.Value},{row.City},\"a \"\"{row.Kind}\"\"\nof lines\"\n");
        File.WriteAllText(Path.Combine(folder, "plain.csv"), text.ToString());
        Pack(Path.Combine(folder, "packed.csv"), Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Pictures(string folder)
    {
        var random = new Random(6);
        foreach (var channels in new[] { 1, 3, 4 })
        {
            var pixels = new byte[23 * 17 * channels];
            random.NextBytes(pixels.AsSpan(pixels.Length / 2));
            new Image(23, 17, channels, pixels).WritePng(Path.Combine(folder, $"channels{channels}.png"));
        }
        foreach (var (kind, ending) in new[] { ("images", "png"), ("jpeg", "jpg") })
        {
            using var golden = System.Text.Json.JsonDocument.Parse(
                File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", $"{kind}_golden.json")));
            foreach (var file in golden.RootElement.GetProperty("files").EnumerateArray())
            {
                File.WriteAllBytes(
                    Path.Combine(folder, $"{file.GetProperty("name").GetString()}.{ending}"),
                    file.GetProperty(ending == "png" ? "png" : "jpeg").GetBytesFromBase64());
            }
        }
    }

    private static void Numbers(string folder)
    {
        var images = new byte[16 + (12 * 5 * 4)];
        new byte[] { 0, 0, 8, 3, 0, 0, 0, 12, 0, 0, 0, 5, 0, 0, 0, 4 }.CopyTo(images, 0);
        new Random(7).NextBytes(images.AsSpan(16));
        File.WriteAllBytes(Path.Combine(folder, "bytes.idx"), images);
        File.WriteAllBytes(Path.Combine(folder, "floats.idx"), [0, 0, 0x0D, 2, 0, 0, 0, 3, 0, 0, 0, 2, .. new byte[24]]);
        Pack(Path.Combine(folder, "packed.idx"), images);
    }

    private static void Pack(string path, byte[] content)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(content);
    }
}
