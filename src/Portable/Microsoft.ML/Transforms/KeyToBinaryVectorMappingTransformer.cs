using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToBinaryVectorTransform",
    KeyToBinaryVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes of a key the vector of its bits, highest first, counting keys from 0; the missing key has all bits set.</summary>
public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToBinaryTransform";

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToBinaryVectorMappingTransformer)), columns)
    {
    }

    private KeyToBinaryVectorMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    internal static KeyToBinaryVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToBinaryVectorMappingTransformer(env.Register(nameof(KeyToBinaryVectorMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
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

    private static VersionInfo GetVersionInfo() => TransformVersions.First("KEY2BIPT", LoaderSignature);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToBinaryVectorMappingTransformer _parent;
        private readonly int[] _bits;
        private readonly VectorDataViewType[] _types;

        public Mapper(KeyToBinaryVectorMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _bits = new int[SourceColumns.Length];
            _types = new VectorDataViewType[_bits.Length];
            for (var i = 0; i < _bits.Length; i++)
            {
                // One bit more than the largest key needs: all of them set stand for the missing key.
                _bits[i] = BitOperations.Log2((uint)Source(i).Type.GetItemType().GetKeyCount()) + 2;
                var values = Source(i).Type.GetValueCount();
                _types[i] = values == 1
                    ? new VectorDataViewType(NumberDataViewType.Single, _bits[i])
                    : new VectorDataViewType(NumberDataViewType.Single, values, _bits[i]);
            }
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[_types.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var output = i;
                var source = Source(i);
                var builder = new DataViewSchema.Annotations.Builder();
                if (source.Type is not VectorDataViewType)
                {
                    if (source.HasKeyValues())
                        builder.AddNames(_types[i], () => BitNames(output));
                    builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
                }
                else if (source.HasKeyValues() && _types[i].IsKnownSize)
                {
                    builder.AddNames(_types[i], () => KeyVectorAnnotations.SlotsTimes(source, BitNames(output)));
                }

                result[i] = new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, _types[i], builder.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            return column.Type is VectorDataViewType
                ? MakeVectorGetter(RowGetters.KeysAsUInt32(input, column), _bits[iinfo])
                : MakeScalarGetter(RowGetters.KeyAsUInt32(input, column), _bits[iinfo]);
        }

        private static ValueGetter<VBuffer<float>> MakeScalarGetter(ValueGetter<uint> getKey, int bits)
        {
            var builder = new VectorBuilder<float>();
            uint key = 0;
            return (ref VBuffer<float> value) =>
            {
                getKey(ref key);
                AddBits(builder, key, bits, 0);
                builder.Finish(bits, ref value);
            };
        }

        private static ValueGetter<VBuffer<float>> MakeVectorGetter(ValueGetter<VBuffer<uint>> getKeys, int bits)
        {
            var builder = new VectorBuilder<float>();
            VBuffer<uint> keys = default;
            return (ref VBuffer<float> value) =>
            {
                getKeys(ref keys);
                var slot = 0;
                foreach (var key in keys.DenseValues())
                {
                    AddBits(builder, key, bits, slot);
                    slot += bits;
                }

                builder.Finish(slot, ref value);
            };
        }

        private static void AddBits(VectorBuilder<float> builder, uint key, int bits, int slot)
        {
            for (var bit = bits - 1; bit >= 0; bit--)
                builder.Add(slot++, ((key - 1) >> bit) & 1);
        }

        private ReadOnlyMemory<char>[] BitNames(int output) =>
            [.. Enumerable.Range(0, _bits[output]).Select(i => $"Bit{_bits[output] - i - 1}".AsMemory())];
    }
}

/// <summary>Makes of keys the vectors of their bits; there is nothing to learn.</summary>
public sealed class KeyToBinaryVectorMappingEstimator : TrivialEstimator<KeyToBinaryVectorMappingTransformer>
{
    internal KeyToBinaryVectorMappingEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToBinaryVectorMappingEstimator)),
            new KeyToBinaryVectorMappingTransformer(env, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var (output, input) in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(input, out var column))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
            if (!column.IsKey)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "key type", column.GetTypeString());
            var annotations = new List<SchemaShape.Column>();
            if (column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values) && values.ItemType is TextDataViewType
                && column.Kind != SchemaShape.Column.VectorKind.VariableVector)
            {
                annotations.Add(AnnotationShapes.SlotNames);
            }

            if (column.Kind == SchemaShape.Column.VectorKind.Scalar)
                annotations.Add(AnnotationShapes.IsNormalized);
            var kind = column.Kind == SchemaShape.Column.VectorKind.VariableVector ? column.Kind : SchemaShape.Column.VectorKind.Vector;
            result[output] = new SchemaShape.Column(output, kind, NumberDataViewType.Single, false, new SchemaShape(annotations));
        }

        return new SchemaShape(result.Values);
    }
}
