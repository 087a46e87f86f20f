using MLNetDeep.Images.Codecs.Jpeg;

namespace MLNetDeep.Images.Codecs;

/// <summary>Finds the codec that a stream's first bytes call for.</summary>
internal static class ImageCodecs
{
    /// <summary>Names of files that are taken for pictures, by their ending.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg"];

    public static bool IsImageName(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    public static Image Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return (count, start[0], start[1]) switch
        {
            (0, _, _) => throw new InvalidDataException("It is empty."),
            (2, PngReader.FirstByte, PngReader.SecondByte) => PngReader.Read(stream),
            (2, JpegReader.FirstByte, JpegReader.SecondByte) => JpegReader.Read(stream),
            (2, (byte)'G', (byte)'I') => throw Unsupported("a GIF"),
            (2, (byte)'B', (byte)'M') => throw Unsupported("a BMP"),
            (2, (byte)'R', (byte)'I') => throw Unsupported("a WebP or another RIFF file"),
            _ => throw new InvalidDataException("It is neither PNG nor JPEG."),
        };
    }

    private static InvalidDataException Unsupported(string kind) => new(
        $"It is {kind}, which is not supported: convert it to PNG or JPEG.");
}
