using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A dictionary of raw values.</summary>
internal sealed class ValueMap<TKey, TValue> : ValueMap
    where TKey : notnull
{
    private readonly TKey[] _keys;
    private readonly TValue[] _values;
    private readonly KeyMeaning? _meaning;
    private readonly Dictionary<TKey, TValue> _map;
    private readonly TValue _unknown;

    public ValueMap(TKey[] keys, TValue[] values, KeyMeaning? meaning)
        : base(
            ColumnTypeExtensions.PrimitiveTypeFromType(typeof(TKey)),
            meaning == null
                ? ColumnTypeExtensions.PrimitiveTypeFromType(typeof(TValue))
                : new KeyDataViewType(typeof(TValue), Math.Max(meaning.Count, 1)))
    {
        Contracts.CheckDecode(keys.Length == values.Length, "Corrupt model file: keys and values of a dictionary differ in number.");
        _keys = keys;
        _values = values;
        _meaning = meaning;
        _map = new Dictionary<TKey, TValue>(keys.Length, ValueComparer.Of<TKey>());
        for (var i = 0; i < keys.Length; i++)
        {
            if (!_map.TryAdd(keys[i], values[i]))
                throw Contracts.Except($"Duplicate keys in data '{keys[i]}'");
        }

        _unknown = default!;
        if (ValueConversions.TryGet(TextDataViewType.Instance, ValueType) is ValueConversion<ReadOnlyMemory<char>, TValue> convert)
            convert(ReadOnlyMemory<char>.Empty, ref _unknown);
    }

    public override DataViewSchema.Annotations Annotations
    {
        get
        {
            var builder = new DataViewSchema.Annotations.Builder();
            _meaning?.AddTo(builder);
            return builder.ToAnnotations();
        }
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<TKey>>(column);
            VBuffer<TKey> keys = default;
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> value) =>
            {
                getVector(ref keys);
                var editor = VBufferEditor.Create(ref value, keys.Length);
                var i = 0;
                foreach (var item in keys.DenseValues())
                    editor.Values[i++] = Map(item);
                value = editor.Commit();
            });
        }

        var get = row.GetGetter<TKey>(column);
        TKey key = default!;
        return (ValueGetter<TValue>)((ref TValue value) =>
        {
            get(ref key);
            value = Map(key);
        });
    }

    public override void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)KeyType.GetRawDataKind());
        ctx.Writer.Write((byte)(_meaning?.Type ?? ValueType).GetRawDataKind());
        ctx.Writer.Write(_meaning != null);
        WriteItems(ctx.Writer, _keys);
        WriteItems(ctx.Writer, _values);
        _meaning?.Save(ctx.Writer);
    }

    private TValue Map(TKey key) => _map.TryGetValue(key, out var value) ? value : _unknown;
}

/// <summary>Makes maps whose values are keys that stand for the values given.</summary>
internal static class KeyedValueMap
{
    public static ValueMap Create<TKey, TMeaning>(TKey[] keys, TMeaning[] values)
        where TKey : notnull
        where TMeaning : notnull
    {
        var numbers = new Dictionary<TMeaning, uint>(ValueComparer.Of<TMeaning>());
        var meanings = new List<TMeaning>();
        var mapped = Array.ConvertAll(values, value =>
        {
            // Unsigned values are the keys themselves; others are numbered from 1 as they come.
            if (!numbers.TryGetValue(value, out var number))
            {
                meanings.Add(value);
                number = value is uint own ? own : (uint)meanings.Count;
                numbers.Add(value, number);
            }

            return number;
        });
        return new ValueMap<TKey, uint>(keys, mapped, new KeyMeaning<TMeaning>([.. meanings]));
    }
}

/// <summary>Equality of raw column values: texts by content.</summary>
internal static class ValueComparer
{
    public static IEqualityComparer<T> Of<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)new TextComparer() : EqualityComparer<T>.Default;

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> obj) => string.GetHashCode(obj.Span);
    }
}
