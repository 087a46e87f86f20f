using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToVectorTransform",
    KeyToVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes of a key a vector with a one in its slot; of several keys one such vector each, or the counts of all.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform";

    private readonly bool[] _counts;

    internal KeyToVectorMappingTransformer(IHostEnvironment env, params KeyToVectorMappingEstimator.ColumnOptions[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToVectorMappingTransformer)),
            Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) =>
        _counts = Array.ConvertAll(columns, c => c.OutputCountVector);

    private KeyToVectorMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) => _counts = Array.ConvertAll(ColumnPairs, _ => ctx.Reader.ReadByte() != 0);

    internal IEnumerable<(string Output, string Input, bool Counts)> Columns =>
        ColumnPairs.Select((pair, i) => (pair.outputColumnName, pair.inputColumnName, _counts[i]));

    internal static KeyToVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToVectorMappingTransformer(env.Register(nameof(KeyToVectorMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var counts in _counts)
            ctx.Writer.Write(counts);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (source.Type.GetItemType() is not KeyDataViewType { Count: > 0 and <= int.MaxValue })
        {
            throw Host.ExceptSchemaMismatch(
                nameof(inputSchema), "input", source.Name, "key type of known cardinality", source.Type.ToString()!);
        }
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("KEY2VEPT", LoaderSignature);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToVectorMappingTransformer _parent;
        private readonly VectorDataViewType[] _types;

        public Mapper(KeyToVectorMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _types = new VectorDataViewType[SourceColumns.Length];
            for (var i = 0; i < _types.Length; i++)
            {
                var count = KeyCount(i);
                var values = Source(i).Type.GetValueCount();
                _types[i] = parent._counts[i] || values == 1
                    ? new VectorDataViewType(NumberDataViewType.Single, count)
                    : new VectorDataViewType(NumberDataViewType.Single, values, count);
            }
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[_types.Length];
            for (var i = 0; i < result.Length; i++)
                result[i] = new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, _types[i], Annotations(i));
            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            var count = KeyCount(iinfo);
            if (column.Type is not VectorDataViewType)
                return MakeOneGetter(RowGetters.KeyAsUInt32(input, column), count);
            var getKeys = RowGetters.KeysAsUInt32(input, column);
            return _parent._counts[iinfo] ? MakeCountsGetter(getKeys, count) : MakeIndicatorsGetter(getKeys, count);
        }

        private int KeyCount(int output) => ((KeyDataViewType)Source(output).Type.GetItemType()).GetCountAsInt32(Host);

        private DataViewSchema.Annotations Annotations(int output)
        {
            var source = Source(output);
            var type = _types[output];
            var isScalar = source.Type is not VectorDataViewType;
            var counts = _parent._counts[output];
            var valueCount = source.Type.GetValueCount();
            var builder = new DataViewSchema.Annotations.Builder();
            if (source.HasKeyValues() && (counts || isScalar))
                builder.AddNames(type, () => KeyVectorAnnotations.KeyTexts(source)!);
            else if (source.HasKeyValues() && type.IsKnownSize)
                builder.AddNames(type, () => KeyVectorAnnotations.SlotsTimes(source, KeyVectorAnnotations.KeyTexts(source)!));
            if (!counts && valueCount > 0)
            {
                builder.Add(
                    AnnotationUtils.Kinds.CategoricalSlotRanges,
                    AnnotationUtils.GetCategoricalType(valueCount),
                    (ref VBuffer<int> value) => value = Ranges(valueCount, KeyCount(output)));
            }

            if (!counts || isScalar)
                builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return builder.ToAnnotations();
        }

        // First and last slot of each key's indicators.
        private static VBuffer<int> Ranges(int valueCount, int keyCount)
        {
            var bounds = new int[2 * valueCount];
            for (var i = 0; i < valueCount; i++)
            {
                bounds[2 * i] = i * keyCount;
                bounds[(2 * i) + 1] = ((i + 1) * keyCount) - 1;
            }

            return new VBuffer<int>(bounds.Length, bounds);
        }

        private static ValueGetter<VBuffer<float>> MakeOneGetter(ValueGetter<uint> getKey, int count)
        {
            uint key = 0;
            return (ref VBuffer<float> value) =>
            {
                getKey(ref key);
                if (key == 0 || key > count)
                {
                    value = VBufferEditor.Create(ref value, count, 0).Commit();
                    return;
                }

                var editor = VBufferEditor.Create(ref value, count, 1, requireIndicesOnDense: true);
                editor.Values[0] = 1;
                editor.Indices[0] = (int)key - 1;
                value = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<float>> MakeCountsGetter(ValueGetter<VBuffer<uint>> getKeys, int count)
        {
            var builder = new VectorBuilder<float>();
            var sorted = new List<int>();
            VBuffer<uint> keys = default;
            return (ref VBuffer<float> value) =>
            {
                getKeys(ref keys);
                sorted.Clear();
                foreach (var key in keys.GetValues())
                {
                    if (key != 0 && key <= count)
                        sorted.Add((int)key - 1);
                }

                sorted.Sort();
                for (int i = 0, next; i < sorted.Count; i = next)
                {
                    for (next = i + 1; next < sorted.Count && sorted[next] == sorted[i];)
                        next++;
                    builder.Add(sorted[i], next - i);
                }

                builder.Finish(count, ref value);
            };
        }

        private static ValueGetter<VBuffer<float>> MakeIndicatorsGetter(ValueGetter<VBuffer<uint>> getKeys, int count)
        {
            VBuffer<uint> keys = default;
            return (ref VBuffer<float> value) =>
            {
                getKeys(ref keys);
                var present = keys.GetValues();
                var indices = keys.GetIndices();
                var editor = VBufferEditor.Create(ref value, checked(count * keys.Length), present.Length, requireIndicesOnDense: true);
                var at = 0;
                for (var i = 0; i < present.Length; i++)
                {
                    if (present[i] == 0 || present[i] > count)
                        continue;
                    editor.Values[at] = 1;
                    editor.Indices[at++] = ((keys.IsDense ? i : indices[i]) * count) + (int)present[i] - 1;
                }

                value = editor.CommitTruncated(at);
            };
        }
    }
}

/// <summary>Makes vectors of keys; there is nothing to learn.</summary>
public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(IHostEnvironment env, params ColumnOptions[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToVectorMappingEstimator)),
            new KeyToVectorMappingTransformer(env, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var (output, input, counts) in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(input, out var column))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
            if (!column.IsKey)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "key type", column.GetTypeString());
            var isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
            var isVariable = column.Kind == SchemaShape.Column.VectorKind.VariableVector;
            var annotations = new List<SchemaShape.Column>();
            if (column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values) && values.ItemType is TextDataViewType
                && !values.IsKey && (counts || !isVariable))
            {
                annotations.Add(AnnotationShapes.SlotNames);
            }

            if (!counts && !isVariable)
            {
                annotations.Add(AnnotationShapes.CategoricalSlotRanges);
            }

            if (!counts || isScalar)
                annotations.Add(AnnotationShapes.IsNormalized);
            var kind = isVariable && !counts ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
            result[output] = new SchemaShape.Column(output, kind, NumberDataViewType.Single, false, new SchemaShape(annotations));
        }

        return new SchemaShape(result.Values);
    }

    internal sealed record ColumnOptions(string Name, string InputColumnName, bool OutputCountVector = false);
}
