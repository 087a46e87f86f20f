namespace Microsoft.ML.Transforms;

/// <summary>A dictionary between two columns' types; what is not in it becomes the value that an empty text is read as.</summary>
internal abstract class ValueMap(PrimitiveDataViewType keyType, PrimitiveDataViewType valueType)
{
    public PrimitiveDataViewType KeyType => keyType;

    public PrimitiveDataViewType ValueType => valueType;

    /// <summary>Adds what the values stand for, when they are keys.</summary>
    public abstract void AddAnnotations(DataViewSchema.Annotations.Builder annotations);

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(ModelSaveContext ctx);

    public static ValueMap Create<TKey, TValue>(IReadOnlyCollection<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys)
    {
        Func<Array, Array, bool, ValueMap> create = CreateRaw<int, int>;
        return Utils.MarshalInvoke(
            create, [RawType<TKey>(), RawType<TValue>()], ToRaw(pairs.Select(p => p.Key)), ToRaw(pairs.Select(p => p.Value)), valuesAsKeys);
    }

    public static ValueMap Load(ModelLoadContext ctx) => Utils.MarshalInvoke(
        LoadCore<int, int>, [ctx.Reader.ReadType().RawType, ctx.Reader.ReadType().RawType], ctx);

    private static ValueMap LoadCore<TKey, TValue>(ModelLoadContext ctx)
        where TKey : notnull
    {
        var keys = ctx.Reader.ReadItems<TKey>();
        var values = ctx.Reader.ReadItems<TValue>();
        Contracts.CheckDecode(keys.Length == values.Length, "Corrupt model file: keys and values of a dictionary differ in number.");
        return new ValueMap<TKey, TValue>(keys, values, ctx.Reader.ReadByte() == 0 ? null : TermMap.Load(ctx));
    }

    private static ValueMap CreateRaw<TKey, TValue>(Array keys, Array values, bool valuesAsKeys)
        where TKey : notnull
        where TValue : notnull
    {
        if (!valuesAsKeys)
            return new ValueMap<TKey, TValue>((TKey[])keys, (TValue[])values, null);
        // Unsigned values are the keys themselves; others are numbered from 1 as they come.
        var numbers = new Dictionary<TValue, uint>(ValueComparer.Equality<TValue>());
        var meanings = new List<TValue>();
        var mapped = Array.ConvertAll((TValue[])values, value =>
        {
            if (!numbers.TryGetValue(value, out var number))
            {
                meanings.Add(value);
                number = value is uint own ? own : (uint)meanings.Count;
                numbers.Add(value, number);
            }
            return number;
        });
        var meaning = new TermMap<TValue>(ColumnTypeExtensions.PrimitiveTypeFromType(typeof(TValue)), [.. meanings]);
        return new ValueMap<TKey, uint>((TKey[])keys, mapped, meaning);
    }

    private static Type RawType<T>()
    {
        if (typeof(T) == typeof(string))
            return typeof(ReadOnlyMemory<char>);
        return ColumnTypeExtensions.TryPrimitiveTypeFromType(typeof(T), out _)
            ? typeof(T)
            : throw Contracts.ExceptParam("keyValuePairs", $"Type {typeof(T)} cannot be mapped");
    }

    private static Array ToRaw<T>(IEnumerable<T> items) =>
        items.ToArray() is var array && array is string[] texts ? Array.ConvertAll(texts, t => t.AsMemory()) : array;
}

/// <summary>A dictionary of raw values; with a meaning the values are the keys of it.</summary>
internal sealed class ValueMap<TKey, TValue> : ValueMap
    where TKey : notnull
{
    private readonly TKey[] _keys;
    private readonly TValue[] _values;
    private readonly TermMap? _meaning;
    private readonly Dictionary<TKey, TValue> _map;
    private readonly TValue _unknown = default!;

    public ValueMap(TKey[] keys, TValue[] values, TermMap? meaning)
        : base(
            ColumnTypeExtensions.PrimitiveTypeFromType(typeof(TKey)),
            meaning?.OutputType ?? ColumnTypeExtensions.PrimitiveTypeFromType(typeof(TValue)))
    {
        _keys = keys;
        _values = values;
        _meaning = meaning;
        _map = new Dictionary<TKey, TValue>(keys.Length, ValueComparer.Equality<TKey>());
        for (var i = 0; i < keys.Length; i++)
        {
            if (!_map.TryAdd(keys[i], values[i]))
                throw Contracts.Except($"Duplicate keys in data '{keys[i]}'");
        }
        if (ValueConversions.TryGet(TextDataViewType.Instance, ValueType) is Func<ReadOnlyMemory<char>, TValue> convert)
            _unknown = convert(ReadOnlyMemory<char>.Empty);
    }

    public override void AddAnnotations(DataViewSchema.Annotations.Builder annotations) =>
        _meaning?.AddKeyValues(annotations, null, asText: false);

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        SlotGetters.Map<TKey, TValue>(row, column, key => _map.TryGetValue(key, out var value) ? value : _unknown);

    public override void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)KeyType.GetRawDataKind());
        ctx.Writer.Write((byte)ValueType.GetRawDataKind());
        ctx.Writer.WriteItems(_keys);
        ctx.Writer.WriteItems(_values);
        ctx.Writer.Write(_meaning != null);
        _meaning?.Save(ctx);
    }
}
