namespace Microsoft.ML.Data;

/// <summary>
/// A transformer whose every output column is computed from one input column. A derived class names its header, makes the type, the
/// annotations and the getter of a column, and saves what it has beside the names.
/// </summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env)
    {
        Host.CheckValue(columns, nameof(columns));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (output, input) in columns)
        {
            Host.CheckNonEmpty(input, nameof(columns));
            Host.CheckNonEmpty(output, nameof(columns));
            if (!names.Add(output))
                throw Contracts.ExceptParam(nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }
        ColumnPairs = columns;
    }

    private protected OneToOneTransformerBase(IHostEnvironment env, ModelLoadContext ctx)
        : base(env)
    {
        ctx.CheckAtModel(Version);
        ColumnPairs = new (string, string)[ctx.Reader.ReadCount(2 * sizeof(int))];
        for (var i = 0; i < ColumnPairs.Length; i++)
            ColumnPairs[i] = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
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
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
        SaveContent(ctx);
    }

    private protected virtual void SaveContent(ModelSaveContext ctx)
    {
    }

    private protected sealed override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    /// <summary>The type of an output and its annotations; refuses a source that cannot be mapped.</summary>
    private protected abstract DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations);

    private protected abstract Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source);

    private sealed class Mapper : MapperBase
    {
        private readonly OneToOneTransformerBase _parent;
        private readonly DataViewSchema.Column[] _sources;
        private readonly DataViewSchema.DetachedColumn[] _outputs;

        public Mapper(OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(parent.Host, inputSchema)
        {
            _parent = parent;
            _sources = FindSources(parent.Host, inputSchema, parent.ColumnPairs, nameof(inputSchema));
            _outputs = new DataViewSchema.DetachedColumn[_sources.Length];
            for (var i = 0; i < _outputs.Length; i++)
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                var type = parent.MakeOutput(i, _sources[i], annotations);
                _outputs[i] = new(parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            }
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => _outputs;

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var active = new bool[InputSchema.Count];
            for (var i = 0; i < _sources.Length; i++)
                active[_sources[i].Index] |= activeOutput(i);
            return column => active[column];
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return _parent.MakeGetter(iinfo, input, input.Schema[_sources[iinfo].Index]);
        }
    }
}
