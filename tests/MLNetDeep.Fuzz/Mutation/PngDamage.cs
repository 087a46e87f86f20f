using System.Buffers.Binary;
using System.Text;
using MLNetDeep.Images.Codecs;

namespace MLNetDeep.Fuzz.Mutation;

/// <summary>Makes pieces of PNG files, and puts their checksums right.</summary>
internal static class PngDamage
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;

    /// <summary>One chunk.</summary>
    public static byte[] Chunk(string type, byte[] content)
    {
        var chunk = new byte[ChunkOverhead + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        MendChecksum(chunk);
        return chunk;
    }

    /// <summary>A damaged copy whose checksums are right, so that the damage gets past them.</summary>
    public static byte[] Forge(byte[] file, Random random)
    {
        var png = ByteDamage.Of(file, random);
        for (long at = SignatureLength; at + ChunkOverhead <= png.Length;)
        {
            var length = ChunkOverhead + (long)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)at));
            if (at + length > png.Length)
                break;
            MendChecksum(png.AsSpan((int)at, (int)length));
            at += length;
        }
        return png;
    }

    private static void MendChecksum(Span<byte> chunk)
    {
        var crc = default(Crc32);
        crc.Append(chunk[4..^4]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], crc.Value);
    }
}
