namespace Microsoft.ML;

/// <summary>Strings and arrays with their length in front. Reading trusts no length: none may exceed the bytes that are left.</summary>
internal static class BinaryExtensions
{
    public static long Remaining(this BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    /// <summary>Reads a count of items of at least this many bytes each.</summary>
    public static int ReadCount(this BinaryReader reader, int itemSize = 1) => Bounded(reader, reader.ReadInt32(), itemSize);

    public static void WriteStringOrNull(this BinaryWriter writer, string? value)
    {
        writer.Write(value is null ? -1 : Encoding.UTF8.GetByteCount(value));
        writer.Write(Encoding.UTF8.GetBytes(value ?? ""));
    }

    public static string? ReadStringOrNull(this BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length == -1 ? null : Encoding.UTF8.GetString(reader.ReadBytes(Bounded(reader, length, 1)));
    }

    /// <summary>Writes an array of numbers or Booleans, little-endian, its length in front.</summary>
    public static void WriteArray<T>(this BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static unsafe T[] ReadArray<T>(this BinaryReader reader) where T : unmanaged
    {
        var values = new T[reader.ReadCount(sizeof(T))];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public static void WriteStrings(this BinaryWriter writer, IReadOnlyCollection<string> values)
    {
        writer.Write(values.Count);
        foreach (var value in values)
            writer.WriteStringOrNull(value);
    }

    public static string[] ReadStrings(this BinaryReader reader) => [.. Enumerable.Range(0, reader.ReadCount(sizeof(int)))
        .Select(_ => reader.ReadStringOrNull() ?? throw Contracts.ExceptDecode("Corrupt model file: a text is missing."))];

    private static int Bounded(BinaryReader reader, int count, int itemSize) => count >= 0 && (long)count * itemSize <= reader.Remaining()
        ? count : throw Contracts.ExceptDecode(
            $"Corrupt model file: {count} items of {itemSize} bytes announced, {reader.Remaining()} bytes left.");
}
