using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(MissingValueIndicatorTransformer), null, typeof(SignatureLoadModel), "NA Indicator Transform",
    MissingValueIndicatorTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Says of each value whether it is missing.</summary>
public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NaIndicatorTransform";

    internal MissingValueIndicatorTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(MissingValueIndicatorTransformer)), columns)
    {
    }

    private MissingValueIndicatorTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    internal static MissingValueIndicatorTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new MissingValueIndicatorTransformer(env.Register(nameof(MissingValueIndicatorTransformer)), ctx);
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
        if (!MissingValues.Exist(source.Type.GetItemType()))
        {
            throw Host.ExceptParam(
                nameof(inputSchema), $"Item type {source.Type.GetItemType()} of column '{source.Name}' has no missing value");
        }
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("NAINDIPT", LoaderSignature);

    private sealed class Mapper(MissingValueIndicatorTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                DataViewType type = Source(i).Type is VectorDataViewType vector
                    ? new VectorDataViewType(BooleanDataViewType.Instance, vector.Dimensions)
                    : BooleanDataViewType.Instance;
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(Source(i).Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
                result[i] = new DataViewSchema.DetachedColumn(parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            var raw = column.Type.GetItemType().RawType;
            return column.Type is VectorDataViewType
                ? Utils.MarshalInvoke(MakeVectorGetter<float>, raw, input, column)
                : Utils.MarshalInvoke(MakeScalarGetter<float>, raw, input, column);
        }

        private static Delegate MakeScalarGetter<T>(DataViewRow input, DataViewSchema.Column column)
        {
            var get = input.GetGetter<T>(column);
            var isMissing = MissingValues.Predicate<T>(column.Type);
            T value = default!;
            return (ValueGetter<bool>)((ref bool missing) =>
            {
                get(ref value);
                missing = isMissing(value);
            });
        }

        private static Delegate MakeVectorGetter<T>(DataViewRow input, DataViewSchema.Column column)
        {
            var get = input.GetGetter<VBuffer<T>>(column);
            var isMissing = MissingValues.Predicate<T>(column.Type.GetItemType());
            var zeroIsMissing = isMissing(default!);
            VBuffer<T> values = default;
            return (ValueGetter<VBuffer<bool>>)((ref VBuffer<bool> missing) =>
            {
                get(ref values);
                var present = values.GetValues();
                var keepsShape = values.IsDense || !zeroIsMissing;
                var editor = VBufferEditor.Create(ref missing, values.Length, keepsShape ? present.Length : values.Length);
                if (!keepsShape)
                    editor.Values.Fill(true);
                var indices = values.GetIndices();
                for (var i = 0; i < present.Length; i++)
                    editor.Values[keepsShape ? i : indices[i]] = isMissing(present[i]);
                if (keepsShape && !values.IsDense)
                    indices.CopyTo(editor.Indices);
                missing = editor.Commit();
            });
        }
    }
}

/// <summary>Says of each value whether it is missing; there is nothing to learn.</summary>
public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(MissingValueIndicatorEstimator)),
            new MissingValueIndicatorTransformer(env, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var (output, input) in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(input, out var column) || !(column.IsKey || MissingValues.Exist(column.ItemType)))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
            var annotations = new SchemaShape(
                [.. AnnotationShapes.Only(column, AnnotationUtils.Kinds.SlotNames), AnnotationShapes.IsNormalized]);
            result[output] = new SchemaShape.Column(output, column.Kind, BooleanDataViewType.Instance, false, annotations);
        }

        return new SchemaShape(result.Values);
    }
}
