using System.Globalization;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Makes a value of one type of a value of another.</summary>
internal delegate void ValueConversion<TFrom, TTo>(in TFrom from, ref TTo to);

/// <summary>
/// ML.NET's standard conversions. They lose no meaning: signed integers do not become unsigned ones, reals do not become integers,
/// and keys only become keys.
/// </summary>
internal static class ValueConversions
{
    private static readonly Type[] Signed = [typeof(sbyte), typeof(short), typeof(int), typeof(long)];
    private static readonly Type[] Unsigned = [typeof(byte), typeof(ushort), typeof(uint), typeof(ulong)];
    private static readonly Type[] Real = [typeof(float), typeof(double)];
    private static readonly TextFormat Plain = new() { Separators = ['\t'], DecimalMarker = '.' };

    /// <summary>A <see cref="ValueConversion{TFrom, TTo}"/> between two item types, or null when there is none.</summary>
    public static Delegate? TryGet(DataViewType from, DataViewType to)
    {
        if (from is KeyDataViewType keyFrom)
            return to is KeyDataViewType keyTo && keyFrom.Count == keyTo.Count ? KeyToKey(keyFrom, keyTo) : null;
        if (to is TextDataViewType)
            return ToText(from);
        if (from is TextDataViewType)
            return Utils.MarshalInvoke(FromText<int>, to.RawType, to);
        if (to is KeyDataViewType)
            return null;
        if (from is BooleanDataViewType)
            return FromBoolean(to);
        if (!IsNumber(from.RawType))
            return null;
        if (to is BooleanDataViewType)
            return Utils.MarshalInvoke(NumberToBoolean<int>, from.RawType);
        return NumberToNumber(from.RawType, to.RawType);
    }

    private static bool IsNumber(Type type) => Signed.Contains(type) || Unsigned.Contains(type) || Real.Contains(type);

    private static Delegate KeyToKey(KeyDataViewType from, KeyDataViewType to) =>
        Utils.MarshalInvoke(Number<int, int>, [from.RawType, to.RawType]);

    private static Delegate? NumberToNumber(Type from, Type to)
    {
        var fits = Real.Contains(to)
            || (Signed.Contains(from) && Signed.Contains(to))
            || (Unsigned.Contains(from) && Unsigned.Contains(to));
        return fits ? Utils.MarshalInvoke(Number<int, int>, [from, to]) : null;
    }

    private static Delegate Number<TFrom, TTo>()
        where TFrom : struct, INumberBase<TFrom>
        where TTo : struct, INumberBase<TTo> =>
        (ValueConversion<TFrom, TTo>)((in TFrom from, ref TTo to) => to = TTo.CreateTruncating(from));

    private static Delegate NumberToBoolean<TFrom>()
        where TFrom : struct, INumberBase<TFrom> =>
        (ValueConversion<TFrom, bool>)((in TFrom from, ref bool to) => to = !TFrom.IsZero(from));

    private static Delegate? FromBoolean(DataViewType to)
    {
        if (to is BooleanDataViewType)
            return (ValueConversion<bool, bool>)((in bool from, ref bool result) => result = from);
        return Signed.Contains(to.RawType) || Real.Contains(to.RawType) ? Utils.MarshalInvoke(BooleanToNumber<int>, to.RawType) : null;
    }

    private static Delegate BooleanToNumber<TTo>()
        where TTo : struct, INumberBase<TTo> =>
        (ValueConversion<bool, TTo>)((in bool from, ref TTo to) => to = from ? TTo.One : TTo.Zero);

    private static Delegate? ToText(DataViewType from) => from switch
    {
        TextDataViewType => (ValueConversion<ReadOnlyMemory<char>, ReadOnlyMemory<char>>)(
            (in ReadOnlyMemory<char> value, ref ReadOnlyMemory<char> text) => text = value),
        BooleanDataViewType => Text<bool>(v => v.ToString()),
        TimeSpanDataViewType => Text<TimeSpan>(v => v.ToString("c", CultureInfo.InvariantCulture)),
        DateTimeDataViewType => Text<DateTime>(v => v.ToString("o", CultureInfo.InvariantCulture)),
        DateTimeOffsetDataViewType => Text<DateTimeOffset>(v => v.ToString("o", CultureInfo.InvariantCulture)),
        NumberDataViewType when from.RawType == typeof(float) => Text<float>(v => v.ToString("G7", CultureInfo.InvariantCulture)),
        NumberDataViewType when from.RawType == typeof(double) => Text<double>(v => v.ToString("G17", CultureInfo.InvariantCulture)),
        NumberDataViewType => Utils.MarshalInvoke(IntegerToText<int>, from.RawType),
        _ => null,
    };

    private static Delegate IntegerToText<T>()
        where T : IFormattable => Text<T>(v => v.ToString(null, CultureInfo.InvariantCulture));

    private static Delegate Text<T>(Func<T, string> format) =>
        (ValueConversion<T, ReadOnlyMemory<char>>)((in T value, ref ReadOnlyMemory<char> text) => text = format(value).AsMemory());

    // Text that is no number becomes NaN, or an error where the type has no missing value; so does text that is no known key: key 0.
    private static Delegate? FromText<T>(DataViewType to)
    {
        if (TextValueParser.Create(to, Plain) is not TextValueParser<T> parse)
            return null;
        var hasMissing = MissingValues.Exist(to) || to is TextDataViewType;
        return (ValueConversion<ReadOnlyMemory<char>, T>)((in ReadOnlyMemory<char> text, ref T value) =>
        {
            if (!parse(text, out value) && !hasMissing)
                throw Contracts.Except($"Value could not be parsed from text to {to}.");
        });
    }
}
