using System.IO.Compression;
using System.Security.Cryptography;

namespace MLNetDeep.Fuzz.Mutation;

/// <summary>The parts of a zip, to be changed and written again.</summary>
internal sealed class Archive
{
    private Archive(List<(string Name, byte[] Content)> parts) => Parts = parts;

    public List<(string Name, byte[] Content)> Parts { get; }

    public long Size => Parts.Sum(part => (long)part.Content.Length);

    public static Archive Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return new Archive([.. archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return (entry.FullName, copy.ToArray());
        })]);
    }

    public byte[] Write(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Parts)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }
        return zip.ToArray();
    }

    public Archive Copy() => new([.. Parts]);

    /// <summary>Whether a header beside the part holds its SHA-256.</summary>
    public bool IsVouchedFor(int part) => Header(part) is var header and >= 0
        && Parts[header].Content.AsSpan().IndexOf(SHA256.HashData(Parts[part].Content)) >= 0;

    /// <summary>Changes a part.</summary>
    /// <param name="part">Its place.</param>
    /// <param name="content">What it holds from now on.</param>
    /// <param name="mendDigest">Whether the header is to vouch for it as before.</param>
    public void Replace(int part, byte[] content, bool mendDigest)
    {
        if (mendDigest && Header(part) is var header and >= 0)
        {
            var bytes = Parts[header].Content.ToArray();
            var at = bytes.AsSpan().IndexOf(SHA256.HashData(Parts[part].Content));
            if (at >= 0)
                SHA256.HashData(content).CopyTo(bytes, at);
            Parts[header] = (Parts[header].Name, bytes);
        }
        Parts[part] = (Parts[part].Name, content);
    }

    private int Header(int part)
    {
        var name = Parts[part].Name.Replace('\\', '/');
        var folder = name[..(name.LastIndexOf('/') + 1)];
        return name.EndsWith("Model.key", StringComparison.Ordinal)
            ? -1
            : Parts.FindIndex(other => other.Name.Replace('\\', '/') == folder + "Model.key");
    }
}
