using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A dictionary between two columns' types; what is not in it becomes the value that an empty text is read as.</summary>
internal abstract class ValueMap(PrimitiveDataViewType keyType, PrimitiveDataViewType valueType)
{
    public PrimitiveDataViewType KeyType => keyType;

    public PrimitiveDataViewType ValueType => valueType;

    /// <summary>What the values stand for, when they are keys.</summary>
    public abstract DataViewSchema.Annotations Annotations { get; }

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(ModelSaveContext ctx);

    public static ValueMap Create<TKey, TValue>(IReadOnlyCollection<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys)
    {
        var keyType = TypeOf<TKey>();
        var valueType = TypeOf<TValue>();
        Func<object, object, bool, ValueMap> create = CreateRaw<int, int>;
        return Utils.MarshalInvoke(
            create,
            [keyType.RawType, valueType.RawType],
            ToRaw(pairs.Select(p => p.Key)),
            ToRaw(pairs.Select(p => p.Value)),
            valuesAsKeys);
    }

    public static ValueMap Load(ModelLoadContext ctx)
    {
        var keyType = ReadType(ctx);
        var valueType = ReadType(ctx);
        return ctx.Reader.ReadByte() == 0
            ? Utils.MarshalInvoke(LoadCore<int, int>, [keyType.RawType, valueType.RawType], ctx)
            : Utils.MarshalInvoke(LoadKeyed<int, int>, [keyType.RawType, valueType.RawType], ctx);
    }

    protected static void WriteItems<T>(BinaryWriter writer, T[] items)
    {
        writer.Write(items.Length);
        foreach (var item in items)
            writer.WriteItem(item);
    }

    private static ValueMap CreateRaw<TKey, TValue>(object keys, object values, bool valuesAsKeys)
        where TKey : notnull
        where TValue : notnull
    {
        var rawKeys = (TKey[])keys;
        var rawValues = (TValue[])values;
        return valuesAsKeys ? KeyedValueMap.Create(rawKeys, rawValues) : new ValueMap<TKey, TValue>(rawKeys, rawValues, null);
    }

    private static ValueMap LoadCore<TKey, TValue>(ModelLoadContext ctx)
        where TKey : notnull => new ValueMap<TKey, TValue>(ReadItems<TKey>(ctx.Reader), ReadItems<TValue>(ctx.Reader), null);

    private static ValueMap LoadKeyed<TKey, TMeaning>(ModelLoadContext ctx)
        where TKey : notnull => new ValueMap<TKey, uint>(
            ReadItems<TKey>(ctx.Reader), ReadItems<uint>(ctx.Reader), new KeyMeaning<TMeaning>(ReadItems<TMeaning>(ctx.Reader)));

    private static T[] ReadItems<T>(BinaryReader reader)
    {
        var items = new T[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.ReadItem<T>();
        return items;
    }

    private static PrimitiveDataViewType ReadType(ModelLoadContext ctx)
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        Contracts.CheckDecode(Enum.IsDefined(kind), "Corrupt model file: unknown type in a dictionary.");
        return kind.ToPrimitiveType();
    }

    private static PrimitiveDataViewType TypeOf<T>()
    {
        if (typeof(T) == typeof(string))
            return TextDataViewType.Instance;
        return ColumnTypeExtensions.TryPrimitiveTypeFromType(typeof(T), out var type)
            ? type
            : throw Contracts.ExceptParam("keyValuePairs", $"Type {typeof(T)} cannot be mapped");
    }

    private static object ToRaw<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        return array is string[] texts ? Array.ConvertAll(texts, t => t.AsMemory()) : array;
    }
}

/// <summary>What the values of a map stand for, when the map numbers them.</summary>
internal abstract class KeyMeaning
{
    public abstract PrimitiveDataViewType Type { get; }

    public abstract int Count { get; }

    public abstract void AddTo(DataViewSchema.Annotations.Builder builder);

    public abstract void Save(BinaryWriter writer);
}

/// <inheritdoc/>
internal sealed class KeyMeaning<T>(T[] meanings) : KeyMeaning
{
    public override PrimitiveDataViewType Type { get; } = ColumnTypeExtensions.PrimitiveTypeFromType(typeof(T));

    public override int Count => meanings.Length;

    public override void AddTo(DataViewSchema.Annotations.Builder builder) => builder.AddKeyValues(
        meanings.Length, Type, (ref VBuffer<T> value) => value = new VBuffer<T>(meanings.Length, (T[])meanings.Clone()));

    public override void Save(BinaryWriter writer)
    {
        writer.Write(meanings.Length);
        foreach (var meaning in meanings)
            writer.WriteItem(meaning);
    }
}
