using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Cli.Output;
using MLNetDeep.Images.Codecs;

namespace MLNetDeep.Cli.Models;

/// <summary>A model zip: written with its card, read only when every part is whole.</summary>
/// <param name="Model">The model.</param>
/// <param name="InputSchema">The columns it reads; null when the program that saved it gave none.</param>
/// <param name="Card">What the tool noted; null when another program saved it.</param>
internal sealed record ModelFile(ITransformer Model, DataViewSchema? InputSchema, ModelCard? Card)
{
    private const string CardName = "mlnetdeep.json";
    private const long AlwaysAllowed = 4 << 20;
    private const long LargestRatio = 100;

    /// <summary>The deep model inside, or null when the zip holds other trainers only.</summary>
    public DeepModel? DeepModel => Parts().OfType<DeepPredictionTransformer>().Select(t => t.Model).FirstOrDefault();

    /// <summary>The steps of the pipeline, in order.</summary>
    public IEnumerable<ITransformer> Parts() => Parts(Model);

    public static byte[] Serialize(MLContext ml, ITransformer model, DataViewSchema inputSchema, ModelCard card)
    {
        using var saved = new MemoryStream();
        ml.Model.Save(model, inputSchema, saved);
        using var zip = new MemoryStream();
        zip.Write(saved.ToArray());
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(CardName).Open();
            JsonSerializer.Serialize(entry, card, JsonOutput.Options);
        }
        return zip.ToArray();
    }

    public static ModelFile Read(MLContext ml, string path)
    {
        if (!File.Exists(path))
            throw new CliException($"Model file '{path}' does not exist.");
        var bytes = File.ReadAllBytes(path);
        var card = CheckParts(path, bytes);
        var (model, schema) = Load(ml, path, bytes);
        return new ModelFile(model, schema, card);
    }

    private static (ITransformer Model, DataViewSchema? InputSchema) Load(MLContext ml, string path, byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var model = ml.Model.Load(stream, out var schema);
            return (model, schema);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new CliException($"'{path}' cannot be loaded as a model: {FailureText.Explain(e.GetBaseException())}", e);
        }
    }

    // .NET's zip reader does not compare checksums; a changed byte in ML.NET's own parts would go unseen.
    private static ModelCard? CheckParts(string path, byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            ModelCard? card = null;
            if (archive.Entries.GroupBy(entry => entry.FullName).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new CliException($"'{path}' is damaged: it has two parts named '{twice.Key}'.");
            foreach (var entry in archive.Entries)
            {
                var content = ReadPart(path, entry, keep: entry.FullName == CardName);
                if (entry.FullName == CardName)
                    card = JsonSerializer.Deserialize<ModelCard>(content, JsonOutput.Options);
            }
            if (card is null && HoldsCard(bytes))
                throw new CliException($"'{path}' is damaged: its directory does not list its part '{CardName}'.");
            if (!archive.Entries.Any(e => e.Name == "Model.key"))
                throw new CliException($"'{path}' is a zip file, but not a saved model: no part of it is named Model.key.");
            return card is null or { Format: ModelCard.CurrentFormat } ? card : throw new CliException(
                $"'{path}' was written by a newer version of the tool (format {card.Format}; this one reads {ModelCard.CurrentFormat}).");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new CliException($"'{path}' is not a whole zip file: it may be truncated or altered.", e);
        }
    }

    // Nothing vouches for the names in a zip's directory; they stand a second time in front of each part.
    private static bool HoldsCard(ReadOnlySpan<byte> zip) => zip.IndexOf("mlnetdeep.json"u8) >= 0;

    /// <summary>Unpacks a part to compare its checksum.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entry">The part.</param>
    /// <param name="keep">Whether the content is wanted; a model's parts are read by ML.NET.</param>
    private static byte[] ReadPart(string path, ZipArchiveEntry entry, bool keep)
    {
        using var content = new MemoryStream();
        var crc = default(Crc32);
        try
        {
            using var stream = entry.Open();
            // Part of a hostile file may unpack to a thousand times its length; weights hardly shrink.
            if (entry.Length > Math.Max(AlwaysAllowed, LargestRatio * entry.CompressedLength))
                throw new CliException($"'{path}' is damaged: its part '{entry.FullName}' claims to unpack from "
                    + $"{entry.CompressedLength:N0} bytes to {entry.Length:N0}.");
            var piece = new byte[1 << 16];
            for (var count = stream.Read(piece); count > 0; count = stream.Read(piece))
            {
                crc.Append(piece.AsSpan(0, count));
                if (keep)
                    content.Write(piece, 0, count);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CliException($"'{path}' is damaged: its part '{entry.FullName}' cannot be unpacked.", e);
        }
        return crc.Value == entry.Crc32
            ? content.ToArray()
            : throw new CliException($"'{path}' is damaged: its part '{entry.FullName}' differs from its checksum.");
    }

    private static IEnumerable<ITransformer> Parts(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [model];
}
