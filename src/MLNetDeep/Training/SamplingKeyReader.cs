using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Training;

/// <summary>Reads the group of a row: 32 bits of a hash of the value, the same in every process.</summary>
internal static class SamplingKeyReader
{
    /// <summary>Whether values of this type can tell groups apart.</summary>
    public static bool Accepts(DataViewType type) => type is TextDataViewType || Make(type) is not null;

    /// <summary>A reader of the row under the cursor.</summary>
    public static Func<uint> Create(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not TextDataViewType)
            return Make(column.Type)!(row, column);
        var getText = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getText(ref text);
            return Hash(MemoryMarshal.AsBytes(text.Span));
        };
    }

    /// <summary>FNV-1a, mixed once more.</summary>
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in bytes)
            hash = unchecked((hash ^ value) * 0x100000001B3);
        return (uint)(RandomNumbers.Mix(hash) >> 32);
    }

    private static Func<DataViewRow, DataViewSchema.Column, Func<uint>>? Make(DataViewType type) => type is VectorDataViewType ? null
        : type.RawType == typeof(uint) ? Values<uint>
        : type.RawType == typeof(ulong) ? Values<ulong>
        : type.RawType == typeof(ushort) ? Values<ushort>
        : type.RawType == typeof(byte) ? Values<byte>
        : type.RawType == typeof(int) ? Values<int>
        : type.RawType == typeof(long) ? Values<long>
        : type.RawType == typeof(short) ? Values<short>
        : type.RawType == typeof(sbyte) ? Values<sbyte>
        : type.RawType == typeof(float) ? Values<float>
        : type.RawType == typeof(double) ? Values<double>
        : type.RawType == typeof(bool) ? Values<bool>
        : null;

    private static Func<uint> Values<T>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged
    {
        var getValue = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getValue(ref value);
            return Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        };
    }
}
