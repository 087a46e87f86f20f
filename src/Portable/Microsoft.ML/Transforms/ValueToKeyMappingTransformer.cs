using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes keys of the values that were learned; other values get the missing key.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private const string VocabularyDirectory = "Vocabulary";

    private readonly TermMap[] _maps;
    private readonly bool[] _asText;

    private ValueToKeyMappingTransformer(
        IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, TermMap[] maps, bool[] asText)
        : base(env.Register(nameof(ValueToKeyMappingTransformer)), columns)
    {
        _maps = maps;
        _asText = asText;
    }

    private ValueToKeyMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _asText = Array.ConvertAll(ColumnPairs, _ => ctx.Reader.ReadByte() != 0);
        var maps = new TermMap[_asText.Length];
        var found = ctx.TryProcessSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel(GetVocabularyVersionInfo());
            host.CheckDecode(c.Reader.ReadInt32() == maps.Length, "Corrupt model file: the number of vocabularies is not that of columns.");
            for (var i = 0; i < maps.Length; i++)
                maps[i] = TermMap.Load(c);
        });
        host.CheckDecode(found, $"Missing {VocabularyDirectory} model");
        _maps = maps;
    }

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new ValueToKeyMappingTransformer(env.Register(nameof(ValueToKeyMappingTransformer)), ctx);
    }

    internal static ValueToKeyMappingTransformer Train(
        IHost host, IDataView data, ValueToKeyMappingEstimator.ColumnOptions[] columns, IDataView? keyData)
    {
        var sources = Array.ConvertAll(columns, c =>
        {
            var source = data.Schema.GetColumnOrNull(c.InputColumnName)
                ?? throw host.ExceptSchemaMismatch("inputSchema", "input", c.InputColumnName);
            CheckType(host, source);
            return source;
        });
        var maps = keyData == null
            ? Learn(host, data, sources, columns)
            : Array.ConvertAll(columns, c => LearnKeyData(host, keyData, data.Schema[c.InputColumnName], c));
        return new ValueToKeyMappingTransformer(
            host,
            Array.ConvertAll(columns, c => (c.OutputColumnName, c.InputColumnName)),
            maps,
            Array.ConvertAll(columns, c => c.AddKeyValueAnnotationsAsText));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var asText in _asText)
            ctx.Writer.Write(asText);
        ctx.SaveSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel();
            c.SetVersionInfo(GetVocabularyVersionInfo());
            c.Writer.Write(_maps.Length);
            foreach (var map in _maps)
                map.Save(c);
            c.SaveTextStream("Terms.txt", writer =>
            {
                foreach (var map in _maps)
                    map.WriteText(writer);
            });
        });
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        CheckType(Host, source);
        var expected = _maps[col].ItemType;
        if (!source.Type.GetItemType().Equals(expected))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, expected.ToString()!, source.Type.ToString()!);
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("TERMTRPT", LoaderSignature);

    private static VersionInfo GetVocabularyVersionInfo() => TransformVersions.First("TERMMNPT", "TermManager");

    private static void CheckType(IHost host, DataViewSchema.Column source)
    {
        if (source.Type.GetItemType() is not PrimitiveDataViewType or RowIdDataViewType)
        {
            throw host.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, "Expected standard type or a vector of standard type", source.Type.ToString()!);
        }
    }

    private static TermMap[] Learn(
        IHost host, IDataView data, DataViewSchema.Column[] sources, ValueToKeyMappingEstimator.ColumnOptions[] columns)
    {
        using var cursor = data.GetRowCursor(sources.DistinctBy(s => s.Index));
        var builders = new TermMapBuilder[columns.Length];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = TermMapBuilder.Create(cursor, sources[i], columns[i].KeyOrdinality, columns[i].MaximumNumberOfKeys);
        var open = builders.ToList();
        while (open.Count > 0 && cursor.MoveNext())
        {
            if ((cursor.Position & 0xff) == 0)
                host.CheckAlive();
            open.RemoveAll(b => !b.ProcessRow());
        }

        return Array.ConvertAll(builders, b => b.Finish());
    }

    private static TermMap LearnKeyData(
        IHost host, IDataView keyData, DataViewSchema.Column source, ValueToKeyMappingEstimator.ColumnOptions column)
    {
        var terms = keyData.Schema[0];
        var expected = source.Type.GetItemType();
        if (!terms.Type.Equals(expected))
        {
            throw host.ExceptUserArg(
                nameof(keyData), $"Input data's column must be of type '{expected}' but was '{terms.Type}'");
        }

        var all = column with { MaximumNumberOfKeys = int.MaxValue };
        return Learn(host, keyData, [terms], [all])[0];
    }

    private sealed class Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[parent._maps.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var key = parent._maps[i].OutputType;
                DataViewType type = Source(i).Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
                var annotations = new DataViewSchema.Annotations.Builder();
                parent._maps[i].AddKeyValues(annotations, Source(i), parent._asText[i]);
                annotations.Add(Source(i).Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                result[i] = new DataViewSchema.DetachedColumn(parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return parent._maps[iinfo].MakeGetter(input, input.Schema[SourceColumns[iinfo]]);
        }
    }
}
