namespace Microsoft.ML.Data;

/// <summary>Reads a value from a field; false, and the default value, when the field holds none.</summary>
internal delegate bool TextValueParser<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>What the text loader takes for a number, a truth value, a moment, a key.</summary>
internal static class TextValueParser
{
    private const int LeastPower = -65;
    private const int MostPower = 39;

    // Beyond these powers of ten every single-precision number is zero or infinite.
    private static readonly double[] Powers = [.. Enumerable.Range(LeastPower, MostPower - LeastPower + 1)
        .Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Yes = Words("1", "t", "y", "+", "+1", "yes", "true");
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> No = Words("0", "", "f", "n", "-", "-1", "no", "false");
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Missing = Words("", "?", "NA", "N/A", "NaN");
    private static readonly TextValueParser<float> Single = Real<float>(new TextLoader.Options());

    /// <summary>The parser for an item type, a <see cref="TextValueParser{T}"/>, or null when there is none.</summary>
    public static Delegate? Create(DataViewType type, TextLoader.Options options) => type switch
    {
        TextDataViewType => (TextValueParser<ReadOnlyMemory<char>>)((text, out value) => (value = text) is var _), // always true
        KeyDataViewType key => Utils.MarshalInvoke(Key<uint>, type.RawType, key.Count),
        NumberDataViewType when type.RawType == typeof(float) => Real<float>(options),
        NumberDataViewType when type.RawType == typeof(double) => Real<double>(options),
        NumberDataViewType => Utils.MarshalInvoke(Integer<int>, type.RawType),
        BooleanDataViewType => (TextValueParser<bool>)((text, out value) => (value = Yes.Contains(text.Span)) || No.Contains(text.Span)),
        DateTimeDataViewType => OrEmpty<DateTime>((text, out value) => DateTime.TryParse(
            text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value)),
        DateTimeOffsetDataViewType => OrEmpty<DateTimeOffset>((text, out value) =>
            DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)),
        TimeSpanDataViewType => OrEmpty<TimeSpan>((text, out value) =>
            TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
        _ => null,
    };

    /// <summary>Whether a text is a number, or a word for a missing one.</summary>
    public static bool IsReal(ReadOnlyMemory<char> text) =>
        Missing.Contains(text.Span) || (Single(text, out var value) && !float.IsNaN(value));

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static TextValueParser<T> OrEmpty<T>(TextValueParser<T> parse) => (text, out value) =>
    {
        value = default!;
        return text.IsEmpty || parse(text, out value);
    };

    private static Delegate Integer<T>() where T : struct, IBinaryInteger<T>
    {
        var signed = T.IsNegative(T.AllBitsSet);
        return (TextValueParser<T>)((text, out value) =>
        {
            value = default;
            var span = text.Span;
            return span.IsEmpty ? signed : (char.IsAsciiDigit(span[0]) || (signed && span[0] == '-'))
                && T.TryParse(span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        });
    }

    // Text holds keys from 0; in memory 0 is the missing key and the first key is 1.
    private static Delegate Key<T>(ulong count) where T : struct, IBinaryInteger<T> => (TextValueParser<T>)((text, out value) =>
    {
        value = default;
        if (Missing.Contains(text.Span))
            return true;
        if (!ulong.TryParse(text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= count)
            return false;
        value = T.CreateChecked(index + 1);
        return true;
    });

    // What is no number is NaN, so nothing fails. A single is rounded from a double product as ML.NET does it, which now and then
    // differs from the nearest one in the last bit; a double is the nearest.
    private static TextValueParser<T> Real<T>(TextLoader.Options options) where T : struct, IFloatingPointIeee754<T>
    {
        var marker = options.DecimalMarker;
        var empty = options.MissingRealsAsNaNs ? T.NaN : T.Zero;
        var format = new NumberFormatInfo { NumberDecimalSeparator = $"{marker}", NumberGroupSeparator = " " };
        return (text, out value) =>
        {
            var span = text.Span.Trim();
            if (span.IsEmpty)
            {
                value = empty;
                return true;
            }
            if (!Scan(span, marker, out var number, out var power))
                value = span is "Infinity" or "∞" or "-Infinity" or "-∞" ? T.PositiveInfinity : T.NaN;
            else if (number == 0)
                value = T.Zero;
            else if (typeof(T) == typeof(float))
                value = T.CreateTruncating(power < LeastPower ? 0
                    : power > MostPower ? double.PositiveInfinity : number * Powers[power - LeastPower]);
            else if (power is >= -22 and <= 22 && number < 1UL << 53)
                value = T.CreateTruncating( // both operands are exact
                    power < 0 ? number / Powers[-power - LeastPower] : number * Powers[power - LeastPower]);
            else
                value = T.Parse(span, NumberStyles.Float, format);
            if (span[0] == '-' && !T.IsNaN(value))
                value = -T.Abs(value);
            return true;
        };
    }

    // Reads a number's digits, without its sign, as number * 10^power; of more than 19 digits the last only count for the magnitude.
    private static bool Scan(ReadOnlySpan<char> text, char marker, out ulong number, out int power)
    {
        const ulong most = (ulong.MaxValue - 9) / 10;
        (number, power) = (0, 0);
        var (digits, decimals) = (0, 0);
        var at = text[0] is '-' or '+' ? 1 : 0;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9 && (text[at] != marker || decimals++ > 0))
                break;
            if (digit > 9)
                continue;
            digits++;
            if (number < most)
                (number, power) = ((10 * number) + digit, power - decimals);
            else
                power += 1 - decimals;
        }
        if (digits == 0 || at == text.Length)
            return digits > 0;
        var exponent = 0;
        var good = text[at] is 'e' or 'E'
            && int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
        power += Math.Clamp(exponent, -9999, 9999);
        return good;
    }
}
