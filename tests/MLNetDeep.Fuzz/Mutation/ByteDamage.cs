using System.Buffers.Binary;

namespace MLNetDeep.Fuzz.Mutation;

/// <summary>Damages bytes, as disks, networks and enemies do.</summary>
internal static class ByteDamage
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFF];
    private static readonly uint[] Lengths = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFF, 0x10000, 0x40000000];

    /// <summary>What can be done, by name.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["bits", "bytes", "head", "end", "cut", "repeat", "length", "tail"];

    /// <summary>A copy damaged in any way.</summary>
    public static byte[] Of(byte[] file, Random random) => Of(Kinds[random.Next(Kinds.Count)], file, random);

    /// <summary>A copy damaged in one way.</summary>
    public static byte[] Of(string kind, byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        if (bytes.Count == 0)
            return [(byte)random.Next(256)];
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
            Damage(kind, bytes, random);
        return [.. bytes];
    }

    private static void Damage(string kind, List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (kind)
        {
            case "bits":
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case "bytes":
                bytes[at] = Any(random);
                break;
            case "head": // headers are short, and most of a reader's logic hangs on them
                bytes[random.Next(Math.Min(bytes.Count, 64))] = Any(random);
                break;
            case "end": // a zip's directory stands at its end
                bytes[^random.Next(1, Math.Min(bytes.Count, 600) + 1)] = Any(random);
                break;
            case "cut":
                bytes.RemoveRange(at, random.Next(3) == 0 ? bytes.Count - at : Math.Min(random.Next(1, 40), bytes.Count - at));
                break;
            case "repeat":
                bytes.InsertRange(at, bytes[at..Math.Min(bytes.Count, at + random.Next(1, 200))]);
                break;
            case "length":
                Length(bytes, at, random);
                break;
            default:
                bytes.AddRange(Enumerable.Range(0, random.Next(1, 100)).Select(_ => Any(random)));
                break;
        }
    }

    private static void Length(List<byte> bytes, int at, Random random)
    {
        var number = new byte[sizeof(uint)];
        var length = Lengths[random.Next(Lengths.Length)];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(number, length);
        else
            BinaryPrimitives.WriteUInt32BigEndian(number, length);
        for (var i = 0; i < number.Length && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    private static byte Any(Random random) => random.Next(2) == 0 ? (byte)random.Next(256) : Extremes[random.Next(Extremes.Length)];
}
