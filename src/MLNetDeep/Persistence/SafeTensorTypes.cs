using System.Buffers.Binary;

namespace MLNetDeep.Persistence;

/// <summary>The number types of safetensors files that have whole bytes.</summary>
internal static class SafeTensorTypes
{
    public const string Float32 = "F32";

    /// <summary>Bytes of one number.</summary>
    /// <exception cref="FormatException">The type is unknown.</exception>
    public static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        Float32 or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => throw new FormatException($"numbers of type '{type}' are not supported"),
    };

    /// <summary>Reads little-endian numbers of any type as float32; those that it cannot hold exactly are rounded.</summary>
    public static void Read(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = SizeOf(type);
        Func<ReadOnlySpan<byte>, float> read = type switch
        {
            "F64" => number => (float)BinaryPrimitives.ReadDoubleLittleEndian(number),
            "I64" => number => BinaryPrimitives.ReadInt64LittleEndian(number),
            "U64" => number => BinaryPrimitives.ReadUInt64LittleEndian(number),
            "I32" => number => BinaryPrimitives.ReadInt32LittleEndian(number),
            "U32" => number => BinaryPrimitives.ReadUInt32LittleEndian(number),
            "F16" => number => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
            // The upper half of a float32.
            "BF16" => number => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(number) << 16),
            "I16" => number => BinaryPrimitives.ReadInt16LittleEndian(number),
            "U16" => number => BinaryPrimitives.ReadUInt16LittleEndian(number),
            "I8" => number => unchecked((sbyte)number[0]),
            "U8" => number => number[0],
            "BOOL" => number => number[0] == 0 ? 0 : 1,
            _ => BinaryPrimitives.ReadSingleLittleEndian,
        };
        for (int i = 0; i < values.Length; i++)
            values[i] = read(bytes[(i * size)..]);
    }
}
