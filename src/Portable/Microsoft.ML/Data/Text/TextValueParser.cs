namespace Microsoft.ML.Data;

/// <summary>
/// Reads a value from a field; false when the field is not such a value, and then the value is the type's missing or default one.
/// </summary>
internal delegate bool TextValueParser<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>The parsers of ML.NET's text loader: what counts as a number, as missing, as true.</summary>
internal static class TextValueParser
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The parser for an item type, or null when there is none.</summary>
    public static Delegate? Create(DataViewType type, TextFormat format) => type switch
    {
        TextDataViewType => (TextValueParser<ReadOnlyMemory<char>>)ParseText,
        BooleanDataViewType => (TextValueParser<bool>)ParseBoolean,
        KeyDataViewType key => CreateKey(key),
        NumberDataViewType number => CreateNumber(number.RawType, format),
        DateTimeDataViewType => (TextValueParser<DateTime>)ParseDateTime,
        DateTimeOffsetDataViewType => (TextValueParser<DateTimeOffset>)ParseDateTimeOffset,
        TimeSpanDataViewType => (TextValueParser<TimeSpan>)ParseTimeSpan,
        _ => null,
    };

    /// <summary>Whether a field is one of the usual marks of a missing value: <c>?</c>, <c>NA</c>, <c>N/A</c>, <c>NaN</c>.</summary>
    public static bool IsMissingMark(ReadOnlySpan<char> text) => text.Length switch
    {
        1 => text[0] == '?',
        2 => text.Equals("NA", StringComparison.OrdinalIgnoreCase),
        3 => text.Equals("N/A", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static Delegate? CreateNumber(Type type, TextFormat format)
    {
        if (type == typeof(float))
            return CreateSingle(format);
        if (type == typeof(double))
            return CreateDouble(format);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.SByte => (TextValueParser<sbyte>)ParseInteger,
            TypeCode.Int16 => (TextValueParser<short>)ParseInteger,
            TypeCode.Int32 => (TextValueParser<int>)ParseInteger,
            TypeCode.Int64 => (TextValueParser<long>)ParseInteger,
            TypeCode.Byte => (TextValueParser<byte>)ParseInteger,
            TypeCode.UInt16 => (TextValueParser<ushort>)ParseInteger,
            TypeCode.UInt32 => (TextValueParser<uint>)ParseInteger,
            TypeCode.UInt64 => (TextValueParser<ulong>)ParseInteger,
            _ => null,
        };
    }

    private static TextValueParser<float> CreateSingle(TextFormat format)
    {
        var parse = CreateDouble(format);
        return (ReadOnlyMemory<char> text, out float value) =>
        {
            var good = parse(text, out var wide);
            value = (float)wide;
            return good;
        };
    }

    private static TextValueParser<double> CreateDouble(TextFormat format)
    {
        var culture = CultureInfo.InvariantCulture.NumberFormat;
        if (format.DecimalMarker == ',')
            culture = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
        var empty = format.MissingRealsAsNaNs ? double.NaN : 0;
        return (ReadOnlyMemory<char> text, out double value) =>
        {
            var span = text.Span.Trim();
            if (span.IsEmpty)
                value = empty;
            else if (span.Length == 1 && char.IsAsciiDigit(span[0]))
                value = span[0] - '0';
            else if (!double.TryParse(span, RealStyle, culture, out value))
                return ParseSpecial(span, out value);
            return true;
        };
    }

    private static bool ParseSpecial(ReadOnlySpan<char> span, out double value)
    {
        value = double.NaN;
        if (IsMissingMark(span))
            return true;
        var sign = span[0] == '-' ? -1 : 1;
        var name = span[0] is '-' or '+' ? span[1..] : span;
        if (!name.Equals("Infinity", StringComparison.OrdinalIgnoreCase) && !name.SequenceEqual("∞"))
            return false;
        value = sign * double.PositiveInfinity;
        return true;
    }

    private static bool ParseInteger<T>(ReadOnlyMemory<char> text, out T value)
        where T : struct, IBinaryInteger<T>
    {
        value = default;
        return text.IsEmpty || T.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool ParseText(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool ParseBoolean(ReadOnlyMemory<char> text, out bool value)
    {
        value = false;
        var span = text.Span;
        switch (span.Length)
        {
            case 0:
                return true;
            case 1:
                value = "TtYy1+".Contains(span[0]);
                return value || "FfNn0-".Contains(span[0]);
            case 2:
                value = span.SequenceEqual("+1");
                return value || span.SequenceEqual("-1") || span.Equals("no", StringComparison.OrdinalIgnoreCase);
            default:
                value = span.Equals("yes", StringComparison.OrdinalIgnoreCase) || span.Equals("true", StringComparison.OrdinalIgnoreCase);
                return value || span.Equals("false", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static bool ParseDateTime(ReadOnlyMemory<char> text, out DateTime value)
    {
        value = default;
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.IsEmpty || DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, style, out value);
    }

    private static bool ParseDateTimeOffset(ReadOnlyMemory<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.IsEmpty || DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    private static bool ParseTimeSpan(ReadOnlyMemory<char> text, out TimeSpan value)
    {
        value = default;
        return text.IsEmpty || TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value);
    }

    private static Delegate? CreateKey(KeyDataViewType key) => Type.GetTypeCode(key.RawType) switch
    {
        TypeCode.Byte => CreateKey<byte>(key.Count),
        TypeCode.UInt16 => CreateKey<ushort>(key.Count),
        TypeCode.UInt32 => CreateKey<uint>(key.Count),
        TypeCode.UInt64 => CreateKey<ulong>(key.Count),
        _ => null,
    };

    // Text holds keys from 0; in memory 0 is the missing key and the first key is 1.
    private static TextValueParser<T> CreateKey<T>(ulong count)
        where T : struct, IBinaryInteger<T> => (ReadOnlyMemory<char> text, out T value) =>
    {
        value = default;
        var span = text.Span;
        if (span.IsEmpty || IsMissingMark(span))
            return true;
        if (!ulong.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= count)
            return false;
        value = T.CreateChecked(index + 1);
        return true;
    };
}
