[assembly: LoadableClass(
    typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private const string VocabularyDirectory = "Vocabulary";

    private readonly TermMap[] _maps;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer(
        IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, TermMap[] maps, bool asText)
        : base(env, columns)
    {
        _maps = maps;
        _asText = asText;
    }

    internal ValueToKeyMappingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
        _asText = ctx.Reader.ReadByte() != 0;
        var maps = new TermMap[ColumnPairs.Length];
        var found = ctx.TryProcessSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel(VocabularyVersion);
            Host.CheckDecode(c.Reader.ReadInt32() == maps.Length, "Corrupt model file: the number of vocabularies is not that of columns.");
            for (var i = 0; i < maps.Length; i++)
                maps[i] = TermMap.Load(c);
        });
        Host.CheckDecode(found, $"Missing {VocabularyDirectory} model");
        _maps = maps;
    }

    private protected override VersionInfo Version => TransformVersions.First("TERMTRPT", LoaderSignature);

    private static VersionInfo VocabularyVersion => TransformVersions.First("TERMMNPT", "TermManager");

    internal static void CheckType(IHost host, DataViewSchema.Column source)
    {
        if (source.Type.GetItemType() is not PrimitiveDataViewType or RowIdDataViewType)
        {
            throw host.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, "Expected standard type or a vector of standard type", source.Type.ToString()!);
        }
    }

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_asText);
        ctx.SaveSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel();
            c.SetVersionInfo(VocabularyVersion);
            c.Writer.Write(_maps.Length);
            foreach (var map in _maps)
                map.Save(c);
            c.SaveTextStream("Terms.txt", writer => Array.ForEach(_maps, map => map.WriteText(writer)));
        });
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        CheckType(Host, source);
        var map = _maps[output];
        if (!source.Type.GetItemType().Equals(map.ItemType))
            throw Host.ExceptSchemaMismatch("inputSchema", "input", source.Name, map.ItemType.ToString()!, source.Type.ToString()!);
        map.AddKeyValues(annotations, source, _asText);
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        return source.Type.WithItemType(map.OutputType);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        _maps[output].MakeGetter(row, source);
}
