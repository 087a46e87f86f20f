[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "CopyTransform")]
[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "SelectColumnsTransform")]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal ColumnCopyingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    private protected override VersionInfo Version => TransformVersions.First("COPYCOLT", "CopyTransform");

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        annotations.Add(source.Annotations, _ => true);
        return source.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        SlotGetters.Of(row, source);
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
    private readonly bool _keeps;
    private readonly string[] _names;

    internal ColumnSelectingTransformer(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnSelectingTransformer));
        _keeps = keepColumns is { Length: > 0 };
        _host.Check(_keeps || dropColumns is { Length: > 0 },
            $"Neither {nameof(keepColumns)} and {nameof(dropColumns)} is set. Exactly one must be specified.");
        _names = _keeps ? keepColumns! : dropColumns!;
    }

    internal ColumnSelectingTransformer(IHostEnvironment env, ModelLoadContext ctx)
    {
        _host = env.Register(nameof(ColumnSelectingTransformer));
        ctx.CheckAtModel(Version);
        (_keeps, _names) = (ctx.Reader.ReadBoolean(), ctx.Reader.ReadStrings());
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
        ctx.Writer.WriteStrings(_names);
    }

    /// <summary>The selected ones of some columns: kept ones in the order they are named, without what is hidden.</summary>
    internal IEnumerable<T> Select<T>(IReadOnlyList<T> columns, Func<T, string> nameOf, Func<T, bool> isHidden, string paramName)
    {
        var missing = string.Join(",", _names.Except(columns.Select(nameOf)));
        return missing.Length > 0 ? throw _host.ExceptSchemaMismatch(paramName, "input", missing)
            : _keeps ? _names.SelectMany(name => columns.Where(c => nameOf(c) == name && !isHidden(c)))
            : columns.Where(c => !_names.Contains(nameOf(c)));
    }

    private BoundRowMapper Select(DataViewSchema schema, string paramName)
    {
        _host.CheckValue(schema, paramName);
        return new BoundRowMapper(schema, Select(schema, c => c.Name, c => c.IsHidden, paramName));
    }
}

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns)
        : base(env, new ColumnSelectingTransformer(env, keepColumns, dropColumns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new SchemaShape(Transformer.Select([.. inputSchema], c => c.Name, _ => false, nameof(inputSchema)));
    }
}
