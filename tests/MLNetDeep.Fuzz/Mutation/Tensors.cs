using System.Buffers.Binary;

namespace MLNetDeep.Fuzz.Mutation;

/// <summary>Edits files in the safetensors layout.</summary>
internal static class Tensors
{
    private static readonly float[] Values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 0, 1e30f];

    /// <summary>An edited copy: its header, the header's length, or some values.</summary>
    public static byte[] Edit(byte[] file, Random random)
    {
        if (file.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(file) > (ulong)(file.Length - sizeof(ulong)))
            return ByteDamage.Of("bytes", file, random);
        var start = sizeof(ulong) + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        switch (random.Next(4))
        {
            case 0:
                return Join(Json.Edit(file[sizeof(ulong)..start], random), file[start..]);
            case 1:
                var copy = file.ToArray();
                var at = random.Next(Math.Max(1, (file.Length - start) / sizeof(float)));
                if (start + ((at + 1) * sizeof(float)) <= copy.Length)
                    BinaryPrimitives.WriteSingleLittleEndian(copy.AsSpan(start + (at * sizeof(float))), Values[random.Next(Values.Length)]);
                return copy;
            case 2:
                var lengthened = file.ToArray();
                var length = random.Next(3) switch { 0 => ulong.MaxValue, 1 => (ulong)random.Next(start * 2), _ => 1UL << random.Next(64) };
                BinaryPrimitives.WriteUInt64LittleEndian(lengthened, length);
                return lengthened;
            default:
                return ByteDamage.Of(file, random);
        }
    }

    private static byte[] Join(byte[] header, byte[] values)
    {
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. values];
    }
}
