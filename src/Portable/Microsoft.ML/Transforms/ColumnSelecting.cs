[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "CopyTransform")]
[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "SelectColumnsTransform")]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal ColumnCopyingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    private protected override VersionInfo Version => TransformVersions.First("COPYCOLT", "CopyTransform");

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        annotations.Add(source.Annotations, _ => true);
        return source.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(GetGetter<int>, source.Type.RawType, row, source);

    private static Delegate GetGetter<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(IHostEnvironment env, params (string, string)[] columns)
        : base(env, new ColumnCopyingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        inputSchema.With(Host, Transformer.ColumnPairs, c => new ItemShape(c.Kind, c.ItemType, c.IsKey, c.Annotations));
}

public sealed class ColumnSelectingTransformer : ITransformer
{
    private static readonly VersionInfo Version = TransformVersions.First("SELCOLPT", "SelectColumnsTransform");

    private readonly IHost _host;
    private readonly bool _keeps, _keepsHidden;
    private readonly string[] _names;

    internal ColumnSelectingTransformer(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns, bool keepHidden = false)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnSelectingTransformer));
        _keeps = keepColumns is { Length: > 0 };
        _host.Check(_keeps || dropColumns is { Length: > 0 },
            $"Neither {nameof(keepColumns)} and {nameof(dropColumns)} is set. Exactly one must be specified.");
        (_names, _keepsHidden) = (_keeps ? keepColumns! : dropColumns!, keepHidden);
    }

    internal ColumnSelectingTransformer(IHostEnvironment env, ModelLoadContext ctx)
    {
        _host = env.Register(nameof(ColumnSelectingTransformer));
        ctx.CheckAtModel(Version);
        (_keeps, _keepsHidden, _names) = (ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadStrings());
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Select(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(input, Select(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Select(inputSchema, nameof(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_keeps);
        ctx.Writer.Write(_keepsHidden);
        ctx.Writer.WriteStrings(_names);
    }

    internal bool Selects(string name) => _names.Contains(name) == _keeps;

    internal void CheckPresent(IEnumerable<string> columnNames, string paramName)
    {
        var missing = _names.Except(columnNames).ToArray();
        if (missing.Length > 0)
            throw _host.ExceptSchemaMismatch(paramName, "input", string.Join(",", missing));
    }

    private BoundRowMapper Select(DataViewSchema schema, string paramName)
    {
        _host.CheckValue(schema, paramName);
        CheckPresent(schema.Select(c => c.Name), paramName);
        var columns = _keeps
            ? _names.SelectMany(name => schema.Where(c => c.Name == name && (_keepsHidden || !c.IsHidden)))
            : schema.Where(c => Selects(c.Name));
        return new BoundRowMapper(schema, columns);
    }
}

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns, bool keepHidden = false)
        : base(env, new ColumnSelectingTransformer(env, keepColumns, dropColumns, keepHidden)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        Transformer.CheckPresent(inputSchema.Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => Transformer.Selects(c.Name)));
    }
}
