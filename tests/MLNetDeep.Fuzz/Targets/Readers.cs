using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Cli;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Fuzz.Corpus;
using MLNetDeep.Fuzz.Mutation;
using MLNetDeep.Images;
using MLNetDeep.Images.Data;
using MLNetDeep.Persistence;

namespace MLNetDeep.Fuzz.Targets;

/// <summary>All that reads files of others.</summary>
internal static class Readers
{
    /// <summary>Every reader, with the sound files of a folder.</summary>
    public static IReadOnlyList<IFuzzTarget> Of(string folder)
    {
        var place = Path.Combine(folder, FormattableString.Invariant($"file-{Environment.ProcessId}"));
        return
        [
            new ModelTarget(Files(folder, ".zip")), Tool(folder, place), Csv(folder, place), Images(folder, ".png", 3), Images(folder, ".jpg", 2),
            Idx(folder, place), SafeTensorsFile(folder), Checkpoint(folder, place), Resumed(folder, place), Engine(folder),
        ];
    }

    private static Dictionary<string, byte[]> Files(string folder, string ending) => Directory.EnumerateFiles(folder)
        .Where(file => file.EndsWith(ending, StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileName(file)[..^ending.Length], File.ReadAllBytes);

    private static FileTarget Tool(string folder, string place)
    {
        var files = Files(folder, ".model");
        var ml = new MLContext();
        var mutation = new ModelZip(files);
        return new FileTarget("model zip of the tool", 8, files, bytes => At(place, bytes, path =>
        {
            var file = ModelFile.Read(ml, path);
            var rows = ml.Data.LoadFromEnumerable(Row.Draw(5, seed: 11));
            return Scores.Of(rows, file.Model) + JsonSerializer.Serialize(file.Card);
        }), error => error is CliException || (error is ArgumentOutOfRangeException && error.Message.Contains("olumn", StringComparison.Ordinal)))
        {
            IsChecked = _ => true,
            SizeOf = file => Archive.Read(file).Size,
            Forgeries = new Dictionary<string, Func<byte[], Random, byte[]>> { ["forged"] = (_, random) => mutation.Make(random).Bytes },
        };
    }

    private static FileTarget Csv(string folder, string place) => new("CSV", 5, Files(folder, ".csv"), bytes => At(place, bytes, path =>
    {
        using var file = DataFile.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var table = CsvTable.Open(file);
        foreach (var row in table.Rows())
        {
            if (row.Fields.Count != table.Header.Count)
                throw new UnsoundException($"Row {row.Number} has {row.Fields.Count} fields.");
            foreach (var field in row.Fields)
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(field + "\n"));
        }
        TableProfile.Read(table);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }), error => error is CliException)
    {
        IsChecked = name => name == "packed",
        SizeOf = _ => File.ReadAllBytes(Path.Combine(folder, "plain.csv")).Length,
    };

    private static FileTarget Images(string folder, string ending, int share) => new(ending[1..].ToUpperInvariant(), share, Files(folder, ending), bytes =>
    {
        var image = Image.Read(new MemoryStream(bytes));
        return FormattableString.Invariant($"{image.Width} x {image.Height} x {image.Channels} {Digest(image.Pixels)}");
    }, error => error is InvalidDataException)
    {
        IsChecked = _ => ending == ".png",
        Forgeries = ending == ".png"
            ? new Dictionary<string, Func<byte[], Random, byte[]>> { ["forged"] = PngDamage.Forge }
            : new Dictionary<string, Func<byte[], Random, byte[]>>(),
        SizeOf = file => Image.Read(new MemoryStream(file)).Pixels.Length + file.Length,
    };

    private static FileTarget Idx(string folder, string place) => new("IDX", 3, Files(folder, ".idx"), bytes => At(place, bytes, path =>
    {
        var file = IdxFile.Read(path);
        var content = file.Bytes ?? System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(file.Floats);
        return $"{file.RowCount} x {string.Join(" x ", file.RowDimensions)} {Digest(content)}";
    }), error => error is InvalidDataException)
    {
        IsChecked = name => name == "packed",
    };

    private static FileTarget SafeTensorsFile(string folder)
    {
        var network = Seeds.Network;
        return new FileTarget(
            "safetensors", 3, Files(folder, ".safetensors"),
            bytes => Digest(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(SafeTensors.Read(network.Tensors, bytes))),
            error => error is FormatException)
        {
            Forgeries = new Dictionary<string, Func<byte[], Random, byte[]>> { ["forged"] = Tensors.Edit },
        };
    }

    private static FileTarget Checkpoint(string folder, string place) => new(
        "checkpoint", 3, Files(folder, ".checkpoint"), bytes => At(place, bytes, path =>
        {
            var (state, arrays) = CheckpointFile.Read(path);
            var numbers = arrays.OrderBy(array => array.Key, StringComparer.Ordinal)
                .Select(array => array.Key + Digest(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(array.Value)));
            return JsonSerializer.Serialize(state, ModelJson.Options) + string.Join(' ', numbers);
        }), error => error is FormatException && error.Message.StartsWith("The checkpoint '", StringComparison.Ordinal))
    {
        IsChecked = _ => true,
        Forgeries = new Dictionary<string, Func<byte[], Random, byte[]>> { ["forged"] = Seeds.ForgeCheckpoint },
    };

    // A fit that goes on from it: what a forged one says must not be believed too far.
    private static FileTarget Resumed(string folder, string place) => new(
        "checkpoint, resumed", 1, Files(folder, ".checkpoint"), bytes => At(place, bytes, path =>
        {
            var ml = new MLContext();
            var data = ml.Data.LoadFromEnumerable(Row.Draw(60, seed: 3));
            var options = Models.Mlp("Flag") with { ResumeFrom = path };
            return Scores.Of(data, ml.BinaryClassification.Trainers.Mlp(options).Fit(data));
        }), error => error.Message.StartsWith("The checkpoint '", StringComparison.Ordinal) || error is TrainingDivergedException)
    {
        IsChecked = _ => true,
        Forgeries = new Dictionary<string, Func<byte[], Random, byte[]>> { ["forged"] = Seeds.ForgeCheckpoint },
    };

    private static FileTarget Engine(string folder)
    {
        var model = new MLContext().Model.Load(Path.Combine(folder, "forecast-naive.zip"), out _);
        return new FileTarget("forecast engine's checkpoint", 2, Files(folder, ".engine"), bytes =>
        {
            var engine = model.CreateForecastEngine(new MemoryStream(bytes));
            return string.Join(' ', engine.Forecast().Values.Select(value => BitConverter.SingleToInt32Bits(value)));
        }, error => error is FormatException)
        {
            IsChecked = _ => true,
        };
    }

    private static string At(string place, byte[] bytes, Func<string, string> read)
    {
        File.WriteAllBytes(place, bytes);
        return read(place);
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
