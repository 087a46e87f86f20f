using static Microsoft.ML.SchemaShape.Column;
using Kinds = Microsoft.ML.Data.AnnotationUtils.Kinds;

[assembly: LoadableClass(typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "ConvertTransform")]

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal TypeConvertingTransformer(IHostEnvironment env, DataKind outputKind, params (string, string)[] columns)
        : base(env, columns) => OutputKind = outputKind;

    internal TypeConvertingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        OutputKind = (DataKind)ctx.Reader.ReadByte();
        Host.CheckDecode(Enum.IsDefined(OutputKind), "Corrupt model file: unknown data kind.");
    }

    internal DataKind OutputKind { get; }

    private protected override VersionInfo Version => TransformVersions.First("CONVERTP", "ConvertTransform");
    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write((byte)OutputKind);

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        var from = source.Type.GetItemType();
        var to = OutputType(from);
        Host.CheckParam(ValueConversions.TryGet(from, to) != null, "inputSchema",
            $"source column '{source.Name}' with item type '{source.Type}' is not compatible with destination type '{to}'");
        if (source.Type.IsKnownSizeVector())
            annotations.Keep(source, Kinds.SlotNames);
        if (from is KeyDataViewType fromKey && to is KeyDataViewType toKey && fromKey.Count == toKey.Count)
            annotations.Keep(source, Kinds.KeyValues);
        if (from is NumberDataViewType && to is NumberDataViewType)
            annotations.Keep(source, Kinds.IsNormalized);
        if (source.Type is BooleanDataViewType && to is NumberDataViewType)
            annotations.AddIsNormalized();
        return source.Type.WithItemType(to);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var (from, to) = (source.Type.GetItemType(), OutputType(source.Type.GetItemType()));
        return Utils.MarshalInvoke(Make<int, int>, [from.RawType, to.RawType], ValueConversions.TryGet(from, to)!);
        Delegate Make<TFrom, TTo>(Delegate convert) => SlotGetters.Map(row, source, (Func<TFrom, TTo>)convert);
    }

    // A key stays one where the new type can hold it.
    private PrimitiveDataViewType OutputType(DataViewType from)
    {
        var type = OutputKind.ToPrimitiveType();
        return from is KeyDataViewType key && KeyDataViewType.IsValidDataType(type.RawType)
            ? new KeyDataViewType(type.RawType, Math.Min(key.Count, TextColumn.MaxKeyCount(type.RawType)))
            : type;
    }
}

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(IHostEnvironment env, DataKind outputKind, params (string, string)[] columns)
        : base(env, new TypeConvertingTransformer(env, outputKind, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        var type = Transformer.OutputKind.ToPrimitiveType();
        Host.CheckParam(ValueConversions.TryGet(column.ItemType, type) != null, nameof(inputSchema),
            $"Don't know how to convert {column.Name} into {type}");
        var isNumber = type is NumberDataViewType && !column.IsKey;
        var annotations = column.Annotations.Where(a => a.Name switch
        {
            Kinds.SlotNames => column.Kind == VectorKind.Vector,
            Kinds.KeyValues => column.IsKey,
            Kinds.IsNormalized => column.ItemType is NumberDataViewType && isNumber,
            _ => false,
        });
        if (column.ItemType is BooleanDataViewType && column.Kind == VectorKind.Scalar && isNumber)
            annotations = annotations.Append(Shapes.IsNormalized);
        return new ItemShape(column.Kind, type, column.IsKey && KeyDataViewType.IsValidDataType(type.RawType), annotations);
    });
}

/// <summary>ML.NET's standard conversions. They lose no meaning: signed integers do not become unsigned ones, reals do not become integers,
/// and keys only become keys. No date or time becomes text.</summary>
internal static class ValueConversions
{
    private static readonly Type[] Signed = [typeof(sbyte), typeof(short), typeof(int), typeof(long)];
    private static readonly string[] SignedNames = ["sbyte", "short", "int", "long"];
    private static readonly Type[] Unsigned = [typeof(byte), typeof(ushort), typeof(uint), typeof(ulong)];
    private static readonly TextLoader.Options Plain = new();

    /// <summary>A function between two item types, or null when there is none.</summary>
    public static Delegate? TryGet(DataViewType from, DataViewType to) => (from, to) switch
    {
        (KeyDataViewType fromKey, KeyDataViewType toKey) =>
            fromKey.Count == toKey.Count ? Utils.MarshalInvoke(Number<int, int>, [from.RawType, to.RawType]) : null,
        (KeyDataViewType, _) => null,
        (TextDataViewType, TextDataViewType) => (Func<ReadOnlyMemory<char>, ReadOnlyMemory<char>>)(text => text),
        (BooleanDataViewType, TextDataViewType) => (Func<bool, ReadOnlyMemory<char>>)(flag => flag.ToString().AsMemory()),
        (NumberDataViewType, TextDataViewType) => Utils.MarshalInvoke(Format<int>, from.RawType,
            from.RawType == typeof(float) ? "G7" : from.RawType == typeof(double) ? "G17" : "D"),
        (TextDataViewType, _) => Utils.MarshalInvoke(FromText<int>, to.RawType, to),
        (BooleanDataViewType, BooleanDataViewType) => (Func<bool, bool>)(flag => flag),
        (BooleanDataViewType, NumberDataViewType) => Unsigned.Contains(to.RawType) ? null : Utils.MarshalInvoke(OfFlag<int>, to.RawType),
        (NumberDataViewType, BooleanDataViewType) => Utils.MarshalInvoke(ToFlag<int>, from.RawType),
        (NumberDataViewType, NumberDataViewType) => IsWider(from.RawType, to.RawType)
            ? Utils.MarshalInvoke(Number<int, int>, [from.RawType, to.RawType])
            : null,
        (_, NumberDataViewType) => to.RawType == typeof(long) || IsReal(to.RawType)
            ? Utils.MarshalInvoke(Ticks<int>, to.RawType, from)
            : null,
        _ => null,
    };

    private static bool IsReal(Type type) => type == typeof(float) || type == typeof(double);

    private static bool IsWider(Type from, Type to) => IsReal(to)
        || (Signed.Contains(from) && Signed.Contains(to)) || (Unsigned.Contains(from) && Unsigned.Contains(to));

    private static Delegate Number<TFrom, TTo>() where TFrom : struct, INumberBase<TFrom>
        where TTo : struct, INumberBase<TTo> => (Func<TFrom, TTo>)TTo.CreateTruncating;

    private static Delegate ToFlag<T>() where T : struct, INumberBase<T> => (Func<T, bool>)(value => !T.IsZero(value));
    private static Delegate OfFlag<T>() where T : struct, INumberBase<T> => (Func<bool, T>)(flag => flag ? T.One : T.Zero);

    private static Delegate? Ticks<T>(DataViewType from) where T : struct, INumberBase<T> => from switch
    {
        TimeSpanDataViewType => (Func<TimeSpan, T>)(value => T.CreateTruncating(value.Ticks)),
        DateTimeDataViewType => (Func<DateTime, T>)(value => T.CreateTruncating(value.Ticks)),
        DateTimeOffsetDataViewType => (Func<DateTimeOffset, T>)(value => T.CreateTruncating(value.UtcTicks)),
        _ => null,
    };

    private static Delegate Format<T>(string format) where T : IFormattable =>
        (Func<T, ReadOnlyMemory<char>>)(value => value.ToString(format, CultureInfo.InvariantCulture).AsMemory());

    // Of text that cannot be read comes NaN, key 0, an error where a signed integer is wanted, and else the default value.
    private static Delegate? FromText<T>(DataViewType to)
    {
        if (TextValueParser.Create(to, Plain) is not TextValueParser<T> parse)
            return null;
        var signed = to is KeyDataViewType ? -1 : Array.IndexOf(Signed, to.RawType);
        return (Func<ReadOnlyMemory<char>, T>)(text => parse(text, out var value) || signed < 0
            ? value
            : throw Contracts.Except($"Value could not be parsed from text to {SignedNames[signed]}."));
    }
}
