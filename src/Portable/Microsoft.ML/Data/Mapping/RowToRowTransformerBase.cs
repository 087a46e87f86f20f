namespace Microsoft.ML.Data;

/// <summary>A transformer that adds columns computed from the same row; derived classes give the mapper and save themselves.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
    }

    private protected RowToRowTransformerBase(IHostEnvironment env)
    {
        Host = Contracts.CheckRef(env, nameof(env)).Register(GetType().Name);
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, MakeRowMapper(inputSchema));
    }

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(input, MakeRowMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapperTransform(new EmptyDataView(inputSchema), MakeRowMapper(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        SaveModel(ctx);
    }

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private protected abstract IRowMapper MakeRowMapper(DataViewSchema schema);

    /// <summary>A mapper that makes each getter by its own.</summary>
    private protected abstract class MapperBase : IRowMapper
    {
        private DataViewSchema.DetachedColumn[]? _outputColumns;

        protected MapperBase(IHost host, DataViewSchema inputSchema)
        {
            Host = host;
            InputSchema = inputSchema;
        }

        protected IHost Host { get; }

        protected DataViewSchema InputSchema { get; }

        // Made on first use: derived constructors must have run.
        protected DataViewSchema.DetachedColumn[] OutputColumns => _outputColumns ??= GetOutputColumnsCore();

        DataViewSchema.DetachedColumn[] IRowMapper.GetOutputColumns() => OutputColumns;

        Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput) => GetDependenciesCore(activeOutput);

        public virtual Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var getters = new Delegate?[OutputColumns.Length];
            for (var i = 0; i < getters.Length; i++)
            {
                if (!activeOutput(i))
                    continue;
                getters[i] = MakeGetter(input, i, activeOutput, out var one);
                disposer += one;
            }
            return getters;
        }

        protected abstract DataViewSchema.DetachedColumn[] GetOutputColumnsCore();

        protected abstract Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput);

        /// <summary>The getter of output <paramref name="iinfo"/> over <paramref name="input"/>, a ValueGetter of its raw type.</summary>
        protected abstract Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer);
    }
}
