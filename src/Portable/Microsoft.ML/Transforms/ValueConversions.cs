namespace Microsoft.ML.Transforms;

/// <summary>
/// ML.NET's standard conversions. They lose no meaning: signed integers do not become unsigned ones, reals do not become integers,
/// and keys only become keys.
/// </summary>
internal static class ValueConversions
{
    private static readonly Type[] Signed = [typeof(sbyte), typeof(short), typeof(int), typeof(long)];
    private static readonly Type[] Unsigned = [typeof(byte), typeof(ushort), typeof(uint), typeof(ulong)];
    private static readonly Type[] Real = [typeof(float), typeof(double)];
    private static readonly TextLoader.Options Plain = new();

    /// <summary>A getter of a column's values, converted.</summary>
    public static Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column, DataViewType itemType) =>
        Utils.MarshalInvoke(MakeGetter<int, int>, [column.Type.GetItemType().RawType, itemType.RawType], row, column, itemType);

    /// <summary>A function between two item types, or null when there is none.</summary>
    public static Delegate? TryGet(DataViewType from, DataViewType to)
    {
        if (from is KeyDataViewType keyFrom)
            return to is KeyDataViewType keyTo && keyFrom.Count == keyTo.Count
                ? Utils.MarshalInvoke(Number<int, int>, [keyFrom.RawType, keyTo.RawType])
                : null;
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

    private static Delegate MakeGetter<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, DataViewType itemType) =>
        SlotGetters.Map(row, column, (Func<TFrom, TTo>)TryGet(column.Type.GetItemType(), itemType)!);

    private static bool IsNumber(Type type) => Signed.Contains(type) || Unsigned.Contains(type) || Real.Contains(type);

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
        (Func<TFrom, TTo>)TTo.CreateTruncating;

    private static Delegate NumberToBoolean<TFrom>()
        where TFrom : struct, INumberBase<TFrom> =>
        (Func<TFrom, bool>)(from => !TFrom.IsZero(from));

    private static Delegate? FromBoolean(DataViewType to)
    {
        if (to is BooleanDataViewType)
            return (Func<bool, bool>)(from => from);
        return Signed.Contains(to.RawType) || Real.Contains(to.RawType) ? Utils.MarshalInvoke(BooleanToNumber<int>, to.RawType) : null;
    }

    private static Delegate BooleanToNumber<TTo>()
        where TTo : struct, INumberBase<TTo> =>
        (Func<bool, TTo>)(from => from ? TTo.One : TTo.Zero);

    private static Delegate? ToText(DataViewType from) => from switch
    {
        TextDataViewType => (Func<ReadOnlyMemory<char>, ReadOnlyMemory<char>>)(text => text),
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
        (Func<T, ReadOnlyMemory<char>>)(value => format(value).AsMemory());

    // Text that is no number becomes NaN, or an error where the type has no missing value; so does text that is no known key: key 0.
    private static Delegate? FromText<T>(DataViewType to)
    {
        if (TextValueParser.Create(to, Plain) is not TextValueParser<T> parse)
            return null;
        var hasMissing = MissingValues.Exist(to) || to is TextDataViewType;
        return (Func<ReadOnlyMemory<char>, T>)(text => parse(text, out var value) || hasMissing
            ? value
            : throw Contracts.Except($"Value could not be parsed from text to {to}."));
    }
}
