[assembly: LoadableClass(
    typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select Columns Transform",
    ColumnSelectingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";

    private readonly IHost _host;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns, bool keepHidden = false)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnSelectingTransformer));
        _host.CheckUserArg(
            keepColumns is { Length: > 0 } != dropColumns is { Length: > 0 }, "columnNames", "Must name at least one column");
        Keeps = keepColumns is { Length: > 0 };
        Selected = Keeps ? keepColumns! : dropColumns!;
        _keepHidden = keepHidden;
    }

    internal ColumnSelectingTransformer(IHostEnvironment env, ModelLoadContext ctx)
    {
        _host = env.Register(nameof(ColumnSelectingTransformer));
        ctx.CheckAtModel(GetVersionInfo());
        Keeps = ctx.Reader.ReadByte() != 0;
        _keepHidden = ctx.Reader.ReadByte() != 0;
        Selected = ctx.Reader.ReadStrings();
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal bool Keeps { get; }

    internal string[] Selected { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        Select(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(input, Select(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Select(inputSchema, nameof(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(Keeps);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.WriteStrings(Selected);
    }

    internal void CheckPresent(IEnumerable<string> columnNames, string paramName)
    {
        var missing = Selected.Except(columnNames).ToArray();
        if (missing.Length > 0)
            throw _host.ExceptSchemaMismatch(paramName, "input", string.Join(",", missing));
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("SELCOLPT", LoaderSignature);

    private BoundRowMapper Select(DataViewSchema schema, string paramName)
    {
        _host.CheckValue(schema, paramName);
        CheckPresent(schema.Select(c => c.Name), paramName);
        var columns = Keeps
            ? Selected.SelectMany(name => schema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden)))
            : schema.Where(c => !Selected.Contains(c.Name));
        return new BoundRowMapper(schema, columns);
    }
}

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[]? keepColumns, string[]? dropColumns, bool keepHidden = false)
        : base(env, new ColumnSelectingTransformer(env, keepColumns, dropColumns, keepHidden))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        Transformer.CheckPresent(inputSchema.Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => Transformer.Selected.Contains(c.Name) == Transformer.Keeps));
    }
}
