[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "ConcatTransform")]

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type into a vector column.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private static readonly VersionInfo Version = TransformVersions.First("CONCATPT", "ConcatTransform");

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(env) => (_output, _inputs) = (outputColumnName, inputColumnNames);

    internal ColumnConcatenatingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env)
    {
        ctx.CheckAtModel(Version);
        (_output, _inputs) = (ctx.LoadNonEmptyString(), ctx.Reader.ReadStrings());
        Host.CheckDecode(_inputs.Length > 0, "Corrupt model file: nothing to concatenate.");
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(_output);
        ctx.Writer.WriteStrings(_inputs);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema)
    {
        const string ParamName = "inputSchema";
        var sources = Array.ConvertAll(
            _inputs, name => schema.GetColumnOrNull(name) ?? throw Host.ExceptSchemaMismatch(ParamName, "input", name));
        // A single vector goes through as it is.
        if (sources is [{ Type: VectorDataViewType } only])
            return new RowMapper([new(_output, only.Type, only.Annotations)], [sources], (row, _) => SlotGetters.Of(row, only));
        var itemType = (PrimitiveDataViewType)sources[0].Type.GetItemType();
        if (Array.Find(sources, s => !s.Type.GetItemType().Equals(itemType)) is { Type: not null } other)
            throw Host.ExceptSchemaMismatch(ParamName, "input", other.Name, itemType.ToString()!, other.Type.ToString()!);
        // One vector of unknown size makes the result one.
        var size = sources.Any(s => s.Type.GetValueCount() == 0) ? 0 : sources.Sum(s => s.Type.GetValueCount());
        var output = new DataViewSchema.DetachedColumn(_output, new VectorDataViewType(itemType, size), Annotate(sources, itemType, size));
        return new RowMapper([output], [sources], (row, _) => Utils.MarshalInvoke(MakeGetter<int>, itemType.RawType, row, sources));
    }

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] sources)
    {
        var getters = Array.ConvertAll(sources, s => SlotGetters.AsVector<T>(row, row.Schema[s.Index]));
        var parts = new VBuffer<T>[sources.Length];
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
        {
            var (length, count) = (0, 0);
            for (var i = 0; i < parts.Length; i++)
            {
                getters[i](ref parts[i]);
                var size = sources[i].Type.GetValueCount();
                if (size != 0 && size != parts[i].Length)
                    throw Contracts.Except($"Column '{sources[i].Name}': expected {size} slots, but got {parts[i].Length}");
                length = checked(length + parts[i].Length);
                count += parts[i].GetValues().Length;
            }
            // Sparse when at most half of the slots are present.
            var isDense = count > length / 2;
            var editor = VBufferEditor.Create(ref result, length, isDense ? length : count);
            var (offset, at) = (0, 0);
            foreach (var part in parts)
            {
                var values = part.GetValues();
                var indices = part.GetIndices();
                if (isDense)
                    part.CopyTo(editor.Values, offset);
                else
                    values.CopyTo(editor.Values[at..]);
                for (var i = 0; !isDense && i < values.Length; i++)
                    editor.Indices[at++] = offset + (part.IsDense ? i : indices[i]);
                offset += part.Length;
            }
            result = editor.Commit();
        });
    }

    // What the annotations of the sources say of their concatenation.
    private static DataViewSchema.Annotations Annotate(DataViewSchema.Column[] sources, DataViewType itemType, int size)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (itemType is NumberDataViewType && sources.All(s => s.IsNormalized()))
            builder.AddIsNormalized();
        if (size == 0)
            return builder.ToAnnotations();
        if (sources.Any(s => s.Type is not VectorDataViewType || s.HasSlotNames()))
            builder.AddSlotNames(size, (ref VBuffer<ReadOnlyMemory<char>> names) => names = new(size, [.. sources.SelectMany(SlotNames)]));
        var ranges = new List<int>();
        var offset = 0;
        foreach (var source in sources)
        {
            var type = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.CategoricalSlotRanges)?.Type;
            VBuffer<int> bounds = default;
            if (type is VectorDataViewType { ItemType.RawType: var raw } && raw == typeof(int))
                source.Annotations.GetValue(AnnotationUtils.Kinds.CategoricalSlotRanges, ref bounds);
            ranges.AddRange(bounds.DenseValues().Select(bound => bound + offset));
            offset += source.Type.GetValueCount();
        }
        if (ranges.Count > 0)
        {
            builder.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(ranges.Count / 2),
                (ref VBuffer<int> value) => value = new(ranges.Count, [.. ranges]));
        }
        return builder.ToAnnotations();
    }

    // A scalar gives its column's name; a slot of a vector gives column.slot, if the slot has a name.
    private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType vector)
            return [source.Name.AsMemory()];
        VBuffer<ReadOnlyMemory<char>> slots = default;
        if (!source.HasSlotNames())
            return new ReadOnlyMemory<char>[vector.Size];
        source.GetSlotNames(ref slots);
        return slots.DenseValues().Select(slot => slot.IsEmpty ? slot : $"{source.Name}.{slot}".AsMemory());
    }
}
