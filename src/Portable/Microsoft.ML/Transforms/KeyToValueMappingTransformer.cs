using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform",
    KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes of keys the values that they stand for; the missing key becomes the missing or default value.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private KeyToValueMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    internal static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToValueMappingTransformer(env.Register(nameof(KeyToValueMappingTransformer)), ctx);
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
        if (source.Type.GetItemType() is not KeyDataViewType key)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, "key type", source.Type.ToString()!);
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type as VectorDataViewType;
        Host.Check(values != null, $"Metadata KeyValues does not exist");
        Host.Check((ulong)values.Size == key.Count, $"Length of metadata KeyValues, {values.Size}, is not the number of keys, {key.Count}");
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("KEY2VALT", LoaderSignature);

    private sealed class Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var itemType = ValueType(i);
                DataViewType type =
                    Source(i).Type is VectorDataViewType vector ? new VectorDataViewType(itemType, vector.Dimensions) : itemType;
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(Source(i).Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                if (itemType is KeyDataViewType)
                {
                    var values = Source(i).Annotations.Schema[AnnotationUtils.Kinds.KeyValues];
                    annotations.Add(values.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
                }

                result[i] = new DataViewSchema.DetachedColumn(parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return Utils.MarshalInvoke(MakeGetter<int>, ValueType(iinfo).RawType, input, iinfo);
        }

        private PrimitiveDataViewType ValueType(int output) =>
            ((VectorDataViewType)Source(output).Annotations.Schema[AnnotationUtils.Kinds.KeyValues].Type).ItemType;

        private Delegate MakeGetter<T>(DataViewRow input, int output)
        {
            VBuffer<T> buffer = default;
            Source(output).GetKeyValues(ref buffer);
            T[] values = [.. buffer.DenseValues()];
            var missing = MissingValue<T>(ValueType(output));
            var column = input.Schema[SourceColumns[output]];
            return column.Type is VectorDataViewType
                ? MakeVectorGetter(input, column, values, missing)
                : MakeScalarGetter(input, column, values, missing);
        }

        private static T MissingValue<T>(DataViewType type)
        {
            if (type.RawType == typeof(float))
                return (T)(object)float.NaN;
            return type.RawType == typeof(double) ? (T)(object)double.NaN : default!;
        }

        private static ValueGetter<T> MakeScalarGetter<T>(DataViewRow input, DataViewSchema.Column column, T[] values, T missing)
        {
            var get = RowGetters.KeyAsUInt32(input, column);
            uint key = 0;
            return (ref T value) =>
            {
                get(ref key);
                value = key - 1 < (uint)values.Length ? values[key - 1] : missing;
            };
        }

        private static ValueGetter<VBuffer<T>> MakeVectorGetter<T>(DataViewRow input, DataViewSchema.Column column, T[] values, T missing)
        {
            var get = RowGetters.KeysAsUInt32(input, column);
            VBuffer<uint> keys = default;
            return (ref VBuffer<T> value) =>
            {
                get(ref keys);
                var editor = VBufferEditor.Create(ref value, keys.Length);
                var i = 0;
                foreach (var key in keys.DenseValues())
                    editor.Values[i++] = key - 1 < (uint)values.Length ? values[key - 1] : missing;
                value = editor.Commit();
            };
        }
    }
}

/// <summary>Makes of keys the values that they stand for; there is nothing to learn.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToValueMappingEstimator)),
            new KeyToValueMappingTransformer(env, columns))
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
            if (!column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values))
                throw Host.ExceptParam(nameof(inputSchema), $"Input column '{input}' doesn't contain key values metadata");
            var annotations = AnnotationShapes.Only(column, AnnotationUtils.Kinds.SlotNames);
            result[output] = new SchemaShape.Column(output, column.Kind, values.ItemType, values.IsKey, annotations);
        }

        return new SchemaShape(result.Values);
    }
}
