using System.Security.Cryptography;

namespace MLNetDeep.Persistence;

/// <summary>The parts of a saved model: the header in <c>Model.key</c>, and the named files that it vouches for.</summary>
/// <param name="FeatureColumnName">The column the numeric features are read from; empty when there are only categories.</param>
/// <param name="Files">The content of each file, by name.</param>
internal sealed record ModelParts(string FeatureColumnName, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>The version this code writes.</summary>
    public const uint CurrentVersion = 0x00010002;

    /// <summary>The oldest version this code reads.</summary>
    public const uint OldestVersion = 0x00010001;

    private const string HeaderFile = "Model.key";
    private const int MaximumFileCount = 16;
    private const long LargestText = 64L << 20;

    /// <summary>Writes the header, then every file.</summary>
    public void Write(BinaryWriter header, Action<string, byte[]> writeFile)
    {
        header.Write(FeatureColumnName);
        header.Write(Files.Count);
        foreach (var (name, bytes) in Files)
        {
            header.Write(name);
            header.Write(SHA256.HashData(bytes));
        }
        foreach (var (name, bytes) in Files)
            writeFile(name, bytes);
    }

    /// <summary>Reads the header and every file it names, and checks them.</summary>
    /// <param name="header">Where the header is read from.</param>
    /// <param name="readFile">Gives a file's content, or null when there is none.</param>
    /// <exception cref="FormatException">The header is broken, or a file is missing or altered.</exception>
    public static ModelParts Read(BinaryReader header, Func<string, byte[]?> readFile)
    {
        var (column, digests) = ReadHeader(header);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, digest) in digests)
        {
            var bytes = readFile(name) ?? throw Broken(name, "is missing");
            if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(digest))
                throw Broken(name, "was altered: its SHA-256 differs from the one in Model.key");
            files.Add(name, bytes);
        }
        return new ModelParts(column, files);
    }

    /// <summary>How many bytes a part may have: descriptions are short, and of weights there may be as many as an array takes.</summary>
    public static long LargestSize(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? LargestText : Array.MaxLength;

    /// <summary>These parts and one more file.</summary>
    public ModelParts With(string name, byte[] bytes) =>
        this with { Files = new Dictionary<string, byte[]>(Files, StringComparer.Ordinal) { [name] = bytes } };

    /// <summary>The content of one file.</summary>
    /// <exception cref="FormatException">The model has no such file.</exception>
    public byte[] File(string name) => Files.TryGetValue(name, out var bytes) ? bytes : throw Broken(name, "is missing");

    /// <summary>What is said of a part that cannot be used.</summary>
    public static FormatException Broken(string part, string why, Exception? inner = null) =>
        new($"The saved deep model cannot be read: part '{part}' {why}.", inner);

    private static (string Column, List<(string Name, byte[] Digest)> Digests) ReadHeader(BinaryReader header)
    {
        try
        {
            var column = header.ReadString();
            var count = header.ReadInt32();
            if (count is < 1 or > MaximumFileCount)
                throw new InvalidDataException($"names {count} files");
            var digests = new List<(string Name, byte[] Digest)>(count);
            for (var index = 0; index < count; index++)
            {
                var name = header.ReadString();
                var digest = header.ReadBytes(SHA256.HashSizeInBytes);
                if (digest.Length != SHA256.HashSizeInBytes)
                    throw new EndOfStreamException();
                if (digests.Exists(other => other.Name == name))
                    throw new InvalidDataException($"names '{name}' twice");
                digests.Add((name, digest));
            }
            return (column, digests);
        }
        catch (InvalidDataException error)
        {
            throw Broken(HeaderFile, error.Message, error);
        }
        catch (EndOfStreamException error)
        {
            throw Broken(HeaderFile, "is truncated", error);
        }
        // Texts whose length makes no sense.
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            throw Broken(HeaderFile, $"does not make sense ({error.Message.TrimEnd('.')})", error);
        }
    }
}
