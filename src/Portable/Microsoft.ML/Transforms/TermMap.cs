namespace Microsoft.ML.Transforms;

/// <summary>The values that keys stand for: value number i, from 0, has key i + 1; any other value has key 0.</summary>
internal abstract class TermMap(PrimitiveDataViewType itemType)
{
    public PrimitiveDataViewType ItemType => itemType;

    public abstract int Count { get; }

    public KeyDataViewType OutputType => new(typeof(uint), (ulong)Math.Max(Count, 1));

    /// <summary>A getter of the keys of a column's values.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds what the keys stand for, as values of the column or as text.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column? source, bool asText);

    public abstract void Save(ModelSaveContext ctx);

    public abstract void WriteText(TextWriter writer);

    public static TermMap Load(ModelLoadContext ctx)
    {
        var type = ctx.Reader.ReadType();
        var keyCount = ctx.Reader.ReadUInt64();
        if (keyCount > 0)
            type = new KeyDataViewType(type.RawType, keyCount);
        return Utils.MarshalInvoke(LoadCore<int>, type.RawType, ctx, type);
    }

    private static TermMap LoadCore<T>(ModelLoadContext ctx, PrimitiveDataViewType type)
        where T : notnull => new TermMap<T>(type, ctx.Reader.ReadItems<T>());
}

/// <summary>The values of one type and their keys.</summary>
internal sealed class TermMap<T> : TermMap
    where T : notnull
{
    private readonly T[] _terms;
    private readonly Dictionary<T, uint> _keys;

    public TermMap(PrimitiveDataViewType itemType, T[] terms)
        : base(itemType)
    {
        _terms = terms;
        _keys = new Dictionary<T, uint>(terms.Length, ValueComparer.Equality<T>());
        for (var i = 0; i < terms.Length; i++)
            _keys[terms[i]] = (uint)i + 1;
    }

    public override int Count => _terms.Length;

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        SlotGetters.Map<T, uint>(row, column, value => _keys.GetValueOrDefault(value));

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column? source, bool asText)
    {
        if (_terms.Length == 0)
            return;
        if (ItemType is KeyDataViewType key && source?.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type
            is VectorDataViewType { IsKnownSize: true } sourceValues && (ulong)sourceValues.Size == key.Count)
        {
            Utils.MarshalActionInvoke(AddSourceKeyValues<int>, sourceValues.ItemType.RawType, builder, source.Value, asText);
        }
        else
        {
            AddValues(builder, ItemType, _terms, asText);
        }
    }

    public override void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)ItemType.GetRawDataKind());
        ctx.Writer.Write(ItemType.GetKeyCount());
        ctx.Writer.WriteItems(_terms);
    }

    public override void WriteText(TextWriter writer)
    {
        writer.WriteLine($"# Number of terms = {_terms.Length}");
        for (var i = 0; i < _terms.Length; i++)
            writer.WriteLine($"{i}\t{Text(_terms[i])}");
    }

    // Keys of keys stand for what the first keys stand for.
    private void AddSourceKeyValues<TValue>(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        VBuffer<TValue> all = default;
        source.GetKeyValues(ref all);
        var values = Array.ConvertAll(_terms, t => all.GetItemOrDefault(Convert.ToInt32(t, CultureInfo.InvariantCulture) - 1));
        AddValues(builder, ((VectorDataViewType)source.Annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type).ItemType, values, asText);
    }

    private static void AddValues<TValue>(
        DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType type, TValue[] values, bool asText)
    {
        if (asText && type is not TextDataViewType)
            AddValues(builder, TextDataViewType.Instance, Array.ConvertAll(values, v => Text(v).AsMemory()), asText);
        else
            builder.AddKeyValues(values.Length, type, (ref VBuffer<TValue> value) => value = new(values.Length, (TValue[])values.Clone()));
    }

    private static string Text<TValue>(TValue value) => value switch
    {
        bool flag => flag ? "1" : "0",
        float.NaN or double.NaN => "?",
        double real => real.ToString("G17", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
