using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetDeep.Images.Codecs;

/// <summary>Writes PNG with 8 bits a sample; each row gets the filter that leaves the smallest differences.</summary>
internal static class PngWriter
{
    public static void Write(Image image, Stream stream)
    {
        stream.Write([PngReader.FirstByte, .. "PNG\r\n\u001a\n"u8]);
        Span<byte> header = stackalloc byte[PngHeader.ByteCount];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngColor.Grey,
            2 => PngColor.GreyAlpha,
            3 => PngColor.Rgb,
            _ => PngColor.RgbAlpha,
        });
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(image));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Compress(Image image)
    {
        var packed = new MemoryStream();
        using (var rows = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            ReadOnlySpan<byte> above = new byte[image.Width * image.Channels];
            var (best, tried) = (new byte[above.Length], new byte[above.Length]);
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Row(y);
                var (bestFilter, bestSum) = (0, PngFilter.Apply(0, row, above, image.Channels, best));
                for (var filter = 1; filter < PngFilter.Count; filter++)
                {
                    var sum = PngFilter.Apply(filter, row, above, image.Channels, tried);
                    if (sum >= bestSum)
                        continue;
                    (bestFilter, bestSum) = (filter, sum);
                    (best, tried) = (tried, best);
                }
                rows.WriteByte((byte)bestFilter);
                rows.Write(best);
                above = row;
            }
        }
        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        var crc = default(Crc32);
        crc.Append(type);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.Value);
        stream.Write(number);
    }
}
