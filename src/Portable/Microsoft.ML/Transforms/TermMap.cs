using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The values that keys stand for: value number i, from 0, has key i + 1; any other value has key 0.</summary>
internal abstract class TermMap(PrimitiveDataViewType itemType)
{
    public PrimitiveDataViewType ItemType => itemType;

    public abstract int Count { get; }

    public KeyDataViewType OutputType => new(typeof(uint), Math.Max(Count, 1));

    /// <summary>A getter of the keys of a column's values.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds what the keys stand for, as values of the column or as text.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText);

    public void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)itemType.GetRawDataKind());
        ctx.Writer.Write(itemType.GetKeyCount());
        SaveValues(ctx);
    }

    public abstract void WriteText(TextWriter writer);

    public static TermMap Load(ModelLoadContext ctx)
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        Contracts.CheckDecode(Enum.IsDefined(kind), "Corrupt model file: unknown type of key values.");
        var type = kind.ToPrimitiveType();
        var keyCount = ctx.Reader.ReadUInt64();
        if (keyCount > 0)
            type = new KeyDataViewType(type.RawType, keyCount);
        return type is TextDataViewType
            ? new TextTermMap(ctx.Reader.ReadStrings())
            : Utils.MarshalInvoke(LoadCore<int>, type.RawType, ctx, type);
    }

    protected abstract void SaveValues(ModelSaveContext ctx);

    private static TermMap LoadCore<T>(ModelLoadContext ctx, PrimitiveDataViewType type)
        where T : unmanaged, IEquatable<T> => new ValueTermMap<T>(type, ctx.Reader.ReadArray<T>());
}

/// <summary>The part of a term map that depends on the type of values.</summary>
internal abstract class TermMap<T>(PrimitiveDataViewType itemType) : TermMap(itemType)
{
    public abstract uint KeyOf(in T value);

    public sealed override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType
            ? MakeVectorGetter(row.GetGetter<VBuffer<T>>(column))
            : MakeScalarGetter(row.GetGetter<T>(column));

    private ValueGetter<uint> MakeScalarGetter(ValueGetter<T> get)
    {
        T value = default!;
        return (ref uint key) =>
        {
            get(ref value);
            key = KeyOf(in value);
        };
    }

    private ValueGetter<VBuffer<uint>> MakeVectorGetter(ValueGetter<VBuffer<T>> get)
    {
        var defaultKey = KeyOf(default!);
        VBuffer<T> source = default;
        return (ref VBuffer<uint> keys) =>
        {
            get(ref source);
            var values = source.GetValues();
            if (source.IsDense || defaultKey == 0)
            {
                var same = VBufferEditor.Create(ref keys, source.Length, values.Length);
                for (var i = 0; i < values.Length; i++)
                    same.Values[i] = KeyOf(in values[i]);
                if (!source.IsDense)
                    source.GetIndices().CopyTo(same.Indices);
                keys = same.Commit();
                return;
            }

            var dense = VBufferEditor.Create(ref keys, source.Length);
            dense.Values.Fill(defaultKey);
            var indices = source.GetIndices();
            for (var i = 0; i < values.Length; i++)
                dense.Values[indices[i]] = KeyOf(in values[i]);
            keys = dense.Commit();
        };
    }
}

/// <summary>Texts and their keys.</summary>
internal sealed class TextTermMap : TermMap<ReadOnlyMemory<char>>
{
    private readonly string[] _terms;
    private readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> _keys;

    public TextTermMap(string[] terms)
        : base(TextDataViewType.Instance)
    {
        _terms = terms;
        var keys = new Dictionary<string, uint>(terms.Length, StringComparer.Ordinal);
        for (var i = 0; i < terms.Length; i++)
            keys[terms[i]] = (uint)i + 1;
        _keys = keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override int Count => _terms.Length;

    public override uint KeyOf(in ReadOnlyMemory<char> value) => _keys.TryGetValue(value.Span, out var key) ? key : 0;

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        if (_terms.Length > 0)
            builder.AddTextKeyValues(_terms);
    }

    public override void WriteText(TextWriter writer) => TermText.Write(writer, _terms);

    protected override void SaveValues(ModelSaveContext ctx) => ctx.Writer.WriteStrings(_terms);
}

/// <summary>Values of fixed size and their keys.</summary>
internal sealed class ValueTermMap<T> : TermMap<T>
    where T : unmanaged, IEquatable<T>
{
    private readonly T[] _terms;
    private readonly Dictionary<T, uint> _keys;

    public ValueTermMap(PrimitiveDataViewType itemType, T[] terms)
        : base(itemType)
    {
        _terms = terms;
        _keys = new Dictionary<T, uint>(terms.Length);
        for (var i = 0; i < terms.Length; i++)
            _keys[terms[i]] = (uint)i + 1;
    }

    public override int Count => _terms.Length;

    public override uint KeyOf(in T value) => _keys.GetValueOrDefault(value);

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        if (_terms.Length == 0)
            return;
        if (ItemType is KeyDataViewType key && source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type
            is VectorDataViewType { IsKnownSize: true } sourceValues && (ulong)sourceValues.Size == key.Count)
        {
            Utils.MarshalActionInvoke(AddSourceKeyValues<int>, sourceValues.ItemType.RawType, builder, source, asText);
        }
        else if (asText)
        {
            builder.AddTextKeyValues(Array.ConvertAll(_terms, t => TermText.Of(t)));
        }
        else
        {
            builder.AddKeyValues(
                _terms.Length, ItemType, (ref VBuffer<T> value) => value = new VBuffer<T>(_terms.Length, (T[])_terms.Clone()));
        }
    }

    public override void WriteText(TextWriter writer) => TermText.Write(writer, Array.ConvertAll(_terms, t => TermText.Of(t)));

    protected override void SaveValues(ModelSaveContext ctx) => ctx.Writer.WriteArray<T>(_terms);

    // Keys of keys stand for what the first keys stand for.
    private void AddSourceKeyValues<TValue>(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        VBuffer<TValue> all = default;
        source.GetKeyValues(ref all);
        var values = Array.ConvertAll(_terms, t => all.GetItemOrDefault(Convert.ToInt32(t, CultureInfo.InvariantCulture) - 1));
        var type = ((VectorDataViewType)source.Annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type).ItemType;
        if (asText && type is not TextDataViewType)
            builder.AddTextKeyValues(Array.ConvertAll(values, v => TermText.Of(v)));
        else
            builder.AddKeyValues(values.Length, type, (ref VBuffer<TValue> value) => value = new(values.Length, (TValue[])values.Clone()));
    }
}
