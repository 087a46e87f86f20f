namespace Microsoft.ML.Data;

/// <summary>Single values of primitive column types as bytes, little-endian, texts with their length in front.</summary>
internal static class ItemCodec
{
    public static void WriteItem<T>(this BinaryWriter writer, T value)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
        {
            writer.WriteStringOrNull(Unsafe.As<T, ReadOnlyMemory<char>>(ref value).ToString());
            return;
        }
        if (typeof(T) == typeof(DateTimeOffset))
        {
            var moment = Unsafe.As<T, DateTimeOffset>(ref value);
            writer.Write(moment.Ticks);
            writer.Write(moment.Offset.Ticks);
            return;
        }
        CheckPlain<T>();
        writer.Write(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()));
    }

    public static T ReadItem<T>(this BinaryReader reader)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
        {
            var text = (reader.ReadStringOrNull() ?? string.Empty).AsMemory();
            return Unsafe.As<ReadOnlyMemory<char>, T>(ref text);
        }
        if (typeof(T) == typeof(DateTimeOffset))
            return ReadMoment<T>(reader);
        CheckPlain<T>();
        T value = default!;
        reader.BaseStream.ReadExactly(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()));
        return value;
    }

    private static T ReadMoment<T>(BinaryReader reader)
    {
        try
        {
            var moment = new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64()));
            return Unsafe.As<DateTimeOffset, T>(ref moment);
        }
        catch (ArgumentException e)
        {
            throw Contracts.ExceptDecode(null, e, "Corrupt model file: a date is out of range.");
        }
    }

    private static void CheckPlain<T>()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            throw Contracts.ExceptNotSupp($"Values of type '{typeof(T)}' cannot be saved in a model.");
    }
}
