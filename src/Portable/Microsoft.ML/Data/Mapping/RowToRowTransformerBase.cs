namespace Microsoft.ML.Data;

/// <summary>A transformer that adds columns computed from the same row; derived classes give the mapper and save themselves.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host) => Host = Contracts.CheckRef(host, nameof(host));
    private protected RowToRowTransformerBase(IHostEnvironment env) => Host = Contracts.CheckRef(env, nameof(env)).Register(GetType().Name);

    bool ITransformer.IsRowToRowMapper => true;
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema));
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema)).OutputSchema;
    public IDataView Transform(IDataView input) =>
        new RowToRowMapperTransform(Host.CheckRef(input, nameof(input)), Bind(input.Schema, nameof(input)));
    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(Host.CheckRef(ctx, nameof(ctx)));

    private protected abstract void SaveModel(ModelSaveContext ctx);
    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);
    private BoundRowMapper Bind(DataViewSchema schema, string paramName) => new(Host.CheckRef(schema, paramName), MakeRowMapper(schema));
}

/// <summary>A transformer whose every output column is computed from one input column. A derived class names its header, makes the type,
/// the annotations and the getter of a column, and saves what it has beside the names.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(
        IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns) : base(env)
    {
        Host.CheckValue(columns, nameof(columns));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (output, input) in columns)
        {
            Host.CheckNonEmpty(input, nameof(columns));
            Host.CheckNonEmpty(output, nameof(columns));
            Contracts.CheckParam(names.Add(output), nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }
        ColumnPairs = columns;
    }

    private protected OneToOneTransformerBase(IHostEnvironment env, ModelLoadContext ctx) : base(env)
    {
        ctx.CheckAtModel(Version);
        var names = ctx.Reader.ReadStrings();
        Host.CheckDecode(names.Length % 2 == 0 && !names.Contains(""), "Corrupt model file: a column's name is missing.");
        ColumnPairs = [.. names.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    private protected abstract VersionInfo Version { get; }

    /// <summary>The columns that are read; one that is not there is refused.</summary>
    internal static DataViewSchema.Column[] FindSources(
        IExceptionContext host, DataViewSchema schema, (string Output, string Input)[] pairs, string paramName) =>
        Array.ConvertAll(pairs, p => schema.GetColumnOrNull(p.Input) ?? throw host.ExceptSchemaMismatch(paramName, "input", p.Input));

    private protected sealed override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.WriteStrings([.. ColumnPairs.SelectMany(p => new[] { p.outputColumnName, p.inputColumnName })]);
        SaveContent(ctx);
    }

    private protected virtual void SaveContent(ModelSaveContext ctx) { }

    private protected sealed override RowMapper MakeRowMapper(DataViewSchema schema)
    {
        var sources = FindSources(Host, schema, ColumnPairs, "inputSchema");
        return new([.. sources.Select(Output)], [.. sources.Select(source => new[] { source })],
            (row, i) => MakeGetter(i, row, row.Schema[sources[i].Index]));

        DataViewSchema.DetachedColumn Output(DataViewSchema.Column source, int i)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            var type = MakeOutput(i, source, annotations);
            return new(ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
        }
    }

    /// <summary>The type of an output and its annotations; refuses a source that cannot be mapped.</summary>
    private protected abstract DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations);
    private protected abstract Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source);
}
