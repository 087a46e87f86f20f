using System.Buffers.Binary;
using System.Text;
using MLNetDeep.Images.Codecs;

namespace MLNetDeep.Tests.Images;

/// <summary>Damages files, as disks, networks and enemies do.</summary>
internal static class Mutation
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFF];

    /// <summary>A damaged copy: some bytes changed, a piece cut out, doubled, or the end lost.</summary>
    /// <param name="file">The file.</param>
    /// <param name="random">Where the damage is drawn from.</param>
    /// <param name="checksums">Whether to put a PNG's checksums right afterwards, so that the damage gets past them.</param>
    public static byte[] Of(byte[] file, Random random, bool checksums = false)
    {
        List<byte> bytes = [.. file];
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes[at..Math.Min(bytes.Count, at + random.Next(1, 40))]);
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes[at] = Extremes[random.Next(Extremes.Length)];
                    break;
                default:
                    // Headers are short, and most of a file's logic hangs on them.
                    bytes[random.Next(Math.Min(bytes.Count, 40))] = random.Next(2) == 0 ? (byte)random.Next(256) : Extremes[random.Next(5)];
                    break;
            }
        }
        byte[] result = [.. bytes];
        if (checksums)
            MendChecksums(result);
        return result;
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        MendChecksum(chunk);
        return chunk;
    }

    private static void MendChecksums(byte[] png)
    {
        for (long at = 8; at + 12 <= png.Length;)
        {
            var length = 12 + (long)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)at));
            if (at + length > png.Length)
                return;
            MendChecksum(png.AsSpan((int)at, (int)length));
            at += length;
        }
    }

    private static void MendChecksum(Span<byte> chunk)
    {
        var crc = default(Crc32);
        crc.Append(chunk[4..^4]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], crc.Value);
    }
}
