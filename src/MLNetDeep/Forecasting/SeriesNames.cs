using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Forecasting;

/// <summary>Reads what tells series apart, as text.</summary>
internal static class SeriesNames
{
    /// <summary>Whether a column may tell series apart.</summary>
    public static bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && Accepts(column.ItemType.RawType);

    /// <summary>Makes a reader; an empty text stands for a missing value.</summary>
    public static Func<string> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(ReadOnlyMemory<char>))
            return TextReader(row.GetGetter<ReadOnlyMemory<char>>(column));
        if (column.Type is KeyDataViewType)
            return KeyReader(row.GetGetter<uint>(column));
        return column.Type.RawType switch
        {
            var type when type == typeof(byte) => Number<byte>(row, column),
            var type when type == typeof(sbyte) => Number<sbyte>(row, column),
            var type when type == typeof(short) => Number<short>(row, column),
            var type when type == typeof(ushort) => Number<ushort>(row, column),
            var type when type == typeof(int) => Number<int>(row, column),
            var type when type == typeof(uint) => Number<uint>(row, column),
            var type when type == typeof(long) => Number<long>(row, column),
            var type when type == typeof(ulong) => Number<ulong>(row, column),
            _ => Float(row.GetGetter<float>(column)),
        };
    }

    private static bool Accepts(Type type) =>
        type == typeof(ReadOnlyMemory<char>) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(short)
        || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(ulong)
        || type == typeof(float);

    private static Func<string> TextReader(ValueGetter<ReadOnlyMemory<char>> get)
    {
        // Rows of one series often follow each other, and few series take turns: one text for each is enough.
        var known = new HashSet<string>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        return () =>
        {
            ReadOnlyMemory<char> text = default;
            get(ref text);
            if (lookup.TryGetValue(text.Span, out var same))
                return same;
            var made = text.ToString();
            known.Add(made);
            return made;
        };
    }

    private static Func<string> KeyReader(ValueGetter<uint> get) => () =>
    {
        uint key = 0;
        get(ref key);
        return key == 0 ? "" : key.ToString(CultureInfo.InvariantCulture);
    };

    private static Func<string> Number<T>(DataViewRow row, DataViewSchema.Column column) where T : struct, IFormattable
    {
        var get = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            get(ref value);
            return value.ToString(null, CultureInfo.InvariantCulture);
        };
    }

    private static Func<string> Float(ValueGetter<float> get) => () =>
    {
        float value = 0;
        get(ref value);
        return float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);
    };
}
