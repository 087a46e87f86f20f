using static Microsoft.ML.SchemaShape.Column;

[assembly: LoadableClass(
    typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Convert Transform", TypeConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";

    internal TypeConvertingTransformer(
        IHostEnvironment env, DataKind outputKind, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, columns) => OutputKind = outputKind;

    internal TypeConvertingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
        OutputKind = (DataKind)ctx.Reader.ReadByte();
        Host.CheckDecode(Enum.IsDefined(OutputKind), "Corrupt model file: unknown data kind.");
    }

    internal DataKind OutputKind { get; }

    private protected override VersionInfo Version => TransformVersions.First("CONVERTP", LoaderSignature);

    private protected override void SaveContent(ModelSaveContext ctx) => ctx.Writer.Write((byte)OutputKind);

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var from = source.Type.GetItemType();
        var to = OutputType(from);
        if (ValueConversions.TryGet(from, to) == null)
        {
            throw Host.ExceptParam(
                "inputSchema",
                $"source column '{source.Name}' with item type '{source.Type}' is not compatible with destination type '{to}'");
        }
        if (source.Type.IsKnownSizeVector())
            annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        if (from is KeyDataViewType fromKey && to is KeyDataViewType toKey && fromKey.Count == toKey.Count)
            annotations.Keep(source, AnnotationUtils.Kinds.KeyValues);
        if (from is NumberDataViewType && to is NumberDataViewType)
            annotations.Keep(source, AnnotationUtils.Kinds.IsNormalized);
        if (source.Type is BooleanDataViewType && to is NumberDataViewType)
            annotations.AddIsNormalized();
        return source.Type.WithItemType(to);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        ValueConversions.MakeGetter(row, source, OutputType(source.Type.GetItemType()));

    // A key stays one where the new type can hold it.
    private PrimitiveDataViewType OutputType(DataViewType from)
    {
        var type = OutputKind.ToPrimitiveType();
        return from is KeyDataViewType key && KeyDataViewType.IsValidDataType(type.RawType)
            ? new KeyDataViewType(type.RawType, Math.Min(key.Count, TextBindings.MaxKeyCount(type.RawType)))
            : type;
    }
}

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(
        IHostEnvironment env, DataKind outputKind, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env, new TypeConvertingTransformer(env, outputKind, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
    {
        var type = Transformer.OutputKind.ToPrimitiveType();
        if (column.IsKey && !KeyDataViewType.IsValidDataType(type.RawType))
            throw Host.ExceptParam(nameof(inputSchema), $"Can't convert {column.Name} into {type}");
        if (!column.IsKey && ValueConversions.TryGet(column.ItemType, type) == null)
            throw Host.ExceptParam(nameof(inputSchema), $"Don't know how to convert {column.Name} into {type}");
        var isNumber = type is NumberDataViewType && !column.IsKey;
        var annotations = column.Annotations.Where(a => a.Name switch
        {
            AnnotationUtils.Kinds.SlotNames => column.Kind == VectorKind.Vector,
            AnnotationUtils.Kinds.KeyValues => column.IsKey,
            AnnotationUtils.Kinds.IsNormalized => column.ItemType is NumberDataViewType && isNumber,
            _ => false,
        });
        if (column.ItemType is BooleanDataViewType && column.Kind == VectorKind.Scalar && isNumber)
            annotations = annotations.Append(Shapes.IsNormalized);
        return new ItemShape(column.Kind, type, column.IsKey, annotations);
    });
}
