namespace Microsoft.ML.AutoML;

/// <summary>Whole lines of a file, some four megabytes: a small file's beginning, of a large one also pieces from all over.</summary>
internal sealed class TextFileSample(string path) : IMultiStreamSource
{
    private const int Size = 4 << 20;
    private const int HeadSize = 1 << 20;
    private const int PieceSize = 1 << 16;
    private readonly byte[] _bytes = Read(path);

    public int Count => 1;
    public string? GetPathOrNull(int index) => null;
    public Stream Open(int index) => new MemoryStream(_bytes);
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    // The official package draws the pieces at random; evenly spaced ones give the same answer twice.
    private static byte[] Read(string path)
    {
        using var file = File.OpenRead(path);
        using var sample = new MemoryStream();
        if (file.Length <= 2L * Size)
        {
            Append(sample, file, 0, Size);
        }
        else
        {
            Append(sample, file, 0, HeadSize);
            const int Count = (Size - HeadSize) / PieceSize;
            for (var i = 0; i < Count; i++)
                Append(sample, file, HeadSize + i * ((file.Length - HeadSize - PieceSize) / Count), PieceSize);
        }
        return sample.Length > 0 ? sample.ToArray() : throw new ArgumentException("File is not text, or couldn't detect line breaks");
    }

    /// <summary>The whole lines in a stretch of the file.</summary>
    private static void Append(MemoryStream sample, FileStream file, long start, int length)
    {
        file.Position = start;
        var bytes = new byte[length];
        var count = file.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        var first = start == 0 ? 0 : Array.IndexOf(bytes, (byte)'\n') + 1;
        var end = start + count == file.Length ? count : Array.LastIndexOf(bytes, (byte)'\n') + 1;
        if (end > first)
            sample.Write(bytes, first, end - first);
    }
}
