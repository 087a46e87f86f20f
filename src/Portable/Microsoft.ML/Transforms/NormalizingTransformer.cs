[assembly: LoadableClass(
    typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";

    private readonly NormalizerFunction[] _functions;
    private readonly DataViewType[] _types;

    internal NormalizingTransformer(
        IHostEnvironment env,
        (string outputColumnName, string inputColumnName)[] columns,
        NormalizerFunction[] functions,
        DataViewType[] types)
        : base(env, columns)
    {
        _functions = functions;
        _types = types;
    }

    internal NormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
        _types = Array.ConvertAll(ColumnPairs, _ => ReadType(ctx));
        _functions = new NormalizerFunction[_types.Length];
        for (var i = 0; i < _functions.Length; i++)
        {
            var index = i;
            Host.CheckDecode(
                ctx.TryProcessSubModel(Directory(i), c => _functions[index] = NormalizerFunction.Load(c, _types[index].GetItemType())),
                $"Missing {Directory(i)} model");
            Host.CheckDecode(
                _functions[i].SlotCount == _types[i].GetValueCount(),
                "Corrupt model file: the slots of a normalizer are not those of its column.");
        }
    }

    private protected override VersionInfo Version => TransformVersions.First("NORMALPT", LoaderSignature);

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        foreach (var type in _types)
        {
            ctx.Writer.Write((byte)type.GetRawDataKind());
            ctx.Writer.WriteArray<int>(type is VectorDataViewType vector ? vector.Dimensions.AsSpan() : default);
        }
        for (var i = 0; i < _functions.Length; i++)
            ctx.SaveSubModel(Directory(i), _functions[i].Save);
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        var type = _types[output];
        if (!source.Type.SameSizeAndItemType(type))
            throw Host.ExceptSchemaMismatch("inputSchema", "input", source.Name, type.ToString()!, source.Type.ToString()!);
        annotations.AddIsNormalized();
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        return type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        _functions[output].MakeGetter(row, source);

    private static string Directory(int column) => $"Normalizer_{column:000}";

    private DataViewType ReadType(ModelLoadContext ctx)
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        Host.CheckDecode(kind is DataKind.Single or DataKind.Double, "Corrupt model file: the type of a normalized column.");
        var dimensions = ctx.Reader.ReadArray<int>();
        return dimensions.Length == 0 ? kind.ToPrimitiveType() : new VectorDataViewType(kind.ToPrimitiveType(), dimensions);
    }
}
