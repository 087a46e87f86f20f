using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Brings columns to a common scale.</summary>
public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";

    private readonly NormalizerFunction[] _functions;
    private readonly DataViewType[] _types;

    private NormalizingTransformer(
        IHost host, NormalizingEstimator.ColumnOptions[] columns, NormalizerFunction[] functions, DataViewType[] types)
        : base(host.Register(nameof(NormalizingTransformer)), Array.ConvertAll(columns, c => (c.Name, c.InputColumnName)))
    {
        _functions = functions;
        _types = types;
    }

    private NormalizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _types = Array.ConvertAll(ColumnPairs, _ => ReadType(host, ctx));
        _functions = new NormalizerFunction[_types.Length];
        for (var i = 0; i < _functions.Length; i++)
        {
            var index = i;
            host.CheckDecode(
                ctx.TryProcessSubModel(Directory(i), c => _functions[index] = NormalizerFunction.Load(c, _types[index].GetItemType())),
                $"Missing {Directory(i)} model");
            host.CheckDecode(
                _functions[i].SlotCount == _types[i].GetValueCount(),
                "Corrupt model file: the slots of a normalizer are not those of its column.");
        }
    }

    internal static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new NormalizingTransformer(env.Register(nameof(NormalizingTransformer)), ctx);
    }

    internal static NormalizingTransformer Train(IHost host, IDataView data, NormalizingEstimator.ColumnOptions[] columns)
    {
        var sources = Array.ConvertAll(columns, c => data.Schema.GetColumnOrNull(c.InputColumnName)
            ?? throw host.ExceptSchemaMismatch(nameof(data), "input", c.InputColumnName));
        using var cursor = data.GetRowCursor(sources.DistinctBy(s => s.Index));
        var trainers = new NormalizerTrainer[columns.Length];
        for (var i = 0; i < trainers.Length; i++)
            trainers[i] = NormalizerTrainer.Create(cursor, sources[i], columns[i]);
        var open = trainers.ToList();
        while (open.Count > 0 && cursor.MoveNext())
        {
            if ((cursor.Position & 0xff) == 0)
                host.CheckAlive();
            open.RemoveAll(t => !t.ProcessRow());
        }

        return new NormalizingTransformer(
            host, columns, Array.ConvertAll(trainers, t => t.Finish()), Array.ConvertAll(sources, s => s.Type));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var type in _types)
        {
            ctx.Writer.Write((byte)type.GetRawDataKind());
            ctx.Writer.WriteArray<int>(type is VectorDataViewType vector ? vector.Dimensions.AsSpan() : default);
        }

        for (var i = 0; i < _functions.Length; i++)
            ctx.SaveSubModel(Directory(i), _functions[i].Save);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (!source.Type.SameSizeAndItemType(_types[col]))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(inputSchema), "input", source.Name, _types[col].ToString()!, source.Type.ToString()!);
        }
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("NORMALPT", LoaderSignature);

    private static string Directory(int column) => $"Normalizer_{column:000}";

    private static DataViewType ReadType(IHost host, ModelLoadContext ctx)
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        host.CheckDecode(kind is DataKind.Single or DataKind.Double, "Corrupt model file: the type of a normalized column.");
        var dimensions = ctx.Reader.ReadArray<int>();
        return dimensions.Length == 0 ? kind.ToPrimitiveType() : new VectorDataViewType(kind.ToPrimitiveType(), dimensions);
    }

    private sealed class Mapper(NormalizingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
                annotations.Add(Source(i).Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                result[i] = new DataViewSchema.DetachedColumn(
                    parent.ColumnPairs[i].outputColumnName, parent._types[i], annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return parent._functions[iinfo].MakeGetter(input, input.Schema[SourceColumns[iinfo]]);
        }
    }
}
