[assembly: LoadableClass(
    typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform",
    ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type into a vector column.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(env)
    {
        OutputColumnName = Host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        Host.CheckNonEmpty(inputColumnNames, nameof(inputColumnNames));
        InputColumnNames = inputColumnNames;
    }

    internal ColumnConcatenatingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env)
    {
        ctx.CheckAtModel(GetVersionInfo());
        OutputColumnName = ctx.LoadNonEmptyString();
        InputColumnNames = ctx.Reader.ReadStrings();
    }

    internal string OutputColumnName { get; }

    internal string[] InputColumnNames { get; }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.SaveNonEmptyString(OutputColumnName);
        ctx.Writer.WriteStrings(InputColumnNames);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema)
    {
        const string ParamName = "inputSchema";
        var sources = Array.ConvertAll(InputColumnNames, name => schema.GetColumnOrNull(name)
            ?? throw Host.ExceptSchemaMismatch(ParamName, "input", name));
        // A single vector goes through as it is.
        if (sources is [{ Type: VectorDataViewType } only])
        {
            return new RowMapper([new(OutputColumnName, only.Type, only.Annotations)], [sources],
                (row, _) => Utils.MarshalInvoke(GetterOf<int>, only.Type.RawType, row, only));
        }

        var itemType = (PrimitiveDataViewType)sources[0].Type.GetItemType();
        if (Array.Find(sources, s => !s.Type.GetItemType().Equals(itemType)) is { Type: not null } other)
            throw Host.ExceptSchemaMismatch(ParamName, "input", other.Name, itemType.ToString()!, other.Type.ToString()!);
        // One vector of unknown size makes the result one.
        var size = sources.Any(s => s.Type.GetValueCount() == 0) ? 0 : sources.Sum(s => s.Type.GetValueCount());
        var type = new VectorDataViewType(itemType, size);
        return new RowMapper([new(OutputColumnName, type, ConcatAnnotations.Create(sources, itemType, size))], [sources],
            (row, _) => Utils.MarshalInvoke(MakeGetter<int>, itemType.RawType, row, sources));
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("CONCATPT", LoaderSignature);

    private static Delegate GetterOf<T>(DataViewRow row, DataViewSchema.Column source) => row.GetGetter<T>(row.Schema[source.Index]);

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] sources)
    {
        var parts = Array.ConvertAll(sources, s => new ConcatPart<T>(row, row.Schema[s.Index]));
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => ConcatPart<T>.Join(parts, ref value));
    }
}
