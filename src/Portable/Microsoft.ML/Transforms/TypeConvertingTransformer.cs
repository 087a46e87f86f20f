using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Convert Transform", TypeConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Changes the item type of columns.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";

    internal TypeConvertingTransformer(IHostEnvironment env, params TypeConvertingEstimator.ColumnOptions[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(TypeConvertingTransformer)),
            Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => Columns = columns;

    private TypeConvertingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) => Columns = Array.ConvertAll(ColumnPairs, pair =>
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        host.CheckDecode(Enum.IsDefined(kind), "Corrupt model file: unknown data kind.");
        return new TypeConvertingEstimator.ColumnOptions(pair.outputColumnName, kind, pair.inputColumnName);
    });

    internal TypeConvertingEstimator.ColumnOptions[] Columns { get; }

    internal static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new TypeConvertingTransformer(env.Register(nameof(TypeConvertingTransformer)), ctx);
    }

    /// <summary>The item type that a column gets; false when a key would become something else.</summary>
    internal static bool TryGetNewType(DataViewType sourceItemType, DataKind kind, out PrimitiveDataViewType type)
    {
        type = kind.ToPrimitiveType();
        if (sourceItemType is not KeyDataViewType key)
            return true;
        if (!KeyDataViewType.IsValidDataType(type.RawType))
            return false;
        type = new KeyDataViewType(type.RawType, Math.Min(key.Count, TextItemTypes.MaxCount(type.RawType)));
        return true;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var column in Columns)
            ctx.Writer.Write((byte)column.OutputKind);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private static VersionInfo GetVersionInfo() => TransformVersions.First("CONVERTP", LoaderSignature);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly TypeConvertingTransformer _parent;
        private readonly PrimitiveDataViewType[] _itemTypes;

        public Mapper(TypeConvertingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _itemTypes = Array.ConvertAll(parent.Columns, column =>
            {
                var source = inputSchema[column.InputColumnName].Type;
                if (!TryGetNewType(source.GetItemType(), column.OutputKind, out var type)
                    || ValueConversions.TryGet(source.GetItemType(), type) == null)
                {
                    throw Host.ExceptParam(
                        nameof(inputSchema),
                        $"source column '{column.InputColumnName}' with item type '{source}' is not compatible "
                        + $"with destination type '{type}'");
                }

                return type;
            });
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[_itemTypes.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var source = Source(i);
                var itemType = source.Type.GetItemType();
                DataViewType type = source.Type is VectorDataViewType vector
                    ? new VectorDataViewType(_itemTypes[i], vector.Dimensions)
                    : _itemTypes[i];
                var kept = new List<string>();
                if (type.IsKnownSizeVector())
                    kept.Add(AnnotationUtils.Kinds.SlotNames);
                if (itemType is KeyDataViewType from && _itemTypes[i] is KeyDataViewType to && from.Count == to.Count)
                    kept.Add(AnnotationUtils.Kinds.KeyValues);
                if (itemType is NumberDataViewType && _itemTypes[i] is NumberDataViewType)
                    kept.Add(AnnotationUtils.Kinds.IsNormalized);
                var annotations = new DataViewSchema.Annotations.Builder();
                foreach (var kind in kept)
                    annotations.Add(source.Annotations, name => name == kind);
                if (source.Type is BooleanDataViewType && _itemTypes[i] is NumberDataViewType)
                    annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
                result[i] = new DataViewSchema.DetachedColumn(_parent.Columns[i].Name, type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            return ConvertingGetters.Create(input, column, _itemTypes[iinfo]);
        }
    }
}

/// <summary>Changes the item type of columns; there is nothing to learn.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(IHostEnvironment env, params ColumnOptions[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var result = inputSchema.ToDictionary(c => c.Name);
        foreach (var options in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(options.InputColumnName, out var column))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", options.InputColumnName);
            var type = options.OutputKind.ToPrimitiveType();
            if (column.IsKey && !KeyDataViewType.IsValidDataType(type.RawType))
                throw Host.ExceptParam(nameof(inputSchema), $"Can't convert {options.InputColumnName} into {type}");
            if (!column.IsKey && ValueConversions.TryGet(column.ItemType, type) == null)
                throw Host.ExceptParam(nameof(inputSchema), $"Don't know how to convert {options.InputColumnName} into {type}");
            result[options.Name] = new SchemaShape.Column(
                options.Name, column.Kind, type, column.IsKey, new SchemaShape(Annotations(column, type)));
        }

        return new SchemaShape(result.Values);
    }

    private static List<SchemaShape.Column> Annotations(SchemaShape.Column column, DataViewType type)
    {
        var result = new List<SchemaShape.Column>();
        if (column.Kind == SchemaShape.Column.VectorKind.Vector
            && column.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out var slots))
        {
            result.Add(slots);
        }

        if (column.IsKey && column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var keys))
            result.Add(keys);
        if (column.ItemType is NumberDataViewType && !column.IsKey && type is NumberDataViewType
            && column.Annotations.TryFindColumn(AnnotationUtils.Kinds.IsNormalized, out var normalized))
        {
            result.Add(normalized);
        }

        if (column.ItemType is BooleanDataViewType && column.Kind == SchemaShape.Column.VectorKind.Scalar && type is NumberDataViewType)
            result.Add(AnnotationShapes.IsNormalized);
        return result;
    }

    internal sealed class ColumnOptions(string name, DataKind outputKind, string? inputColumnName)
    {
        public string Name { get; } = name;

        public string InputColumnName { get; } = inputColumnName ?? name;

        public DataKind OutputKind { get; } = outputKind;
    }
}
