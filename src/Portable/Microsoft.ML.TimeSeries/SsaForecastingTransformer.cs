[assembly: LoadableClass(typeof(SsaForecastingTransformer), null, typeof(SignatureLoadModel),
    "SSA Forecasting", SsaOptions.LoaderSignature)]

namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>
/// Forecasts from the series' state, which every row moves on. Who shares that state is the official package's accident, kept because
/// results depend on it: the transformer's first cursor moves it for good, later cursors work on copies; an engine shares it with the
/// transformer and with the engine made before it, but not with older ones.
/// </summary>
public class SsaForecastingBaseWrapper : ITransformer
{
    private readonly IHost _host;
    private readonly SsaOptions _options;
    private SsaModel _model;
    private SsaState? _latest;
    private bool _hasHadCursor;

    private protected SsaForecastingBaseWrapper(IHost host, SsaOptions options, SsaModel model) =>
        (_host, _options, _model) = (host, options, model);

    bool ITransformer.IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return Bind(inputSchema, _ => new SsaState(_model)).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var states = new ConditionalWeakTable<DataViewRow, SsaState>();
        var mapper = Bind(input.Schema, row => states.GetValue(row, ForCursor));
        // Every row moves the state on, whichever columns are asked for.
        return new RowToRowMapperTransform(input, mapper, inOrder: true, new RowChoice([input.Schema[_options.Source]], cursor =>
        {
            var state = states.GetValue(cursor, ForCursor);
            return () => cursor.MoveNext() && state.Feed();
        }, _ => null));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => throw Contracts.Except("Not a RowToRowMapper.");

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        _options.Save(ctx);
        _model.Save(ctx.Writer);
    }

    /// <summary>The forecasts for an engine, from the state that it feeds.</summary>
    internal IRowToRowMapper BindEngine(DataViewSchema inputSchema, List<SsaState> states)
    {
        LeaveModel();
        var state = _latest = new SsaState(_model);
        states.Add(state);
        return Bind(inputSchema, _ => state);
    }

    private SsaState ForCursor(DataViewRow row)
    {
        var state = new SsaState(_model) { Read = row.GetGetter<float>(row.Schema[_options.Source]) };
        if (_hasHadCursor)
            LeaveModel();
        _hasHadCursor = true;
        return state;
    }

    private void LeaveModel()
    {
        _model = _model.Clone();
        if (_latest != null)
            _latest.Model = _model;
    }

    private BoundRowMapper Bind(DataViewSchema schema, Func<DataViewRow, SsaState> getState)
    {
        var source = schema.GetColumnOrNull(_options.Source) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", _options.Source);
        if (!source.Type.Equals(NumberDataViewType.Single))
            throw _host.ExceptSchemaMismatch("inputSchema", "input", _options.Source, "Single", source.Type.ToString()!);
        var type = new VectorDataViewType(NumberDataViewType.Single, _options.VariableHorizon ? 0 : _options.Horizon);
        var columns = Array.ConvertAll(_options.OutputNames, name => new DataViewSchema.DetachedColumn(name, type));
        return new BoundRowMapper(schema, new RowMapper(columns, Array.ConvertAll(columns, _ => new[] { source }), MakeGetter));

        ValueGetter<VBuffer<float>> MakeGetter(DataViewRow row, int output)
        {
            var state = getState(row);
            state.Read ??= row.GetGetter<float>(row.Schema[source.Index]);
            var side = output switch { 0 => 0, 1 => -1, _ => 1 };
            return (ref VBuffer<float> value) =>
            {
                var level = state.ConfidenceLevel ?? _options.ConfidenceLevel;
                var values = state.Model.Forecast(state.Horizon ?? _options.Horizon, side, level);
                value = new VBuffer<float>(values.Length, values);
            };
        }
    }
}

public sealed class SsaForecastingTransformer : SsaForecastingBaseWrapper, ITransformer
{
    internal SsaForecastingTransformer(IHost host, SsaOptions options, IDataView input)
        : base(host, options, SsaModel.Train(host, options, input)) { }

    internal SsaForecastingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env.Register(SsaOptions.LoaderSignature), SsaOptions.Load(ctx), new SsaModel(ctx.Reader)) { }
}

/// <summary>What a forecaster is told. A model file keeps what stands before the window size.</summary>
internal sealed record SsaOptions(string Source, string Name, string? LowerBound, string? UpperBound,
    float ConfidenceLevel, int Horizon, bool VariableHorizon, bool IsAdaptive,
    int WindowSize = 0, int SeriesLength = 0, int TrainSize = 0, float DiscountFactor = 1,
    RankSelectionMethod RankSelection = default, int? Rank = null, bool ShouldStabilize = true, GrowthRatio? MaxGrowth = null)
{
    public const string LoaderSignature = "SsaForecasting";

    private static readonly VersionInfo Version = new(
        "FRCSTRNS", 0x00010001, 0x00010001, 0x00010001, typeof(SsaOptions).Assembly.FullName!, LoaderSignature);

    public string[] OutputNames => string.IsNullOrEmpty(UpperBound) ? [Name] : [Name, LowerBound!, UpperBound];

    public static SsaOptions Load(ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var options = new SsaOptions(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.LoadStringOrNull(), ctx.LoadStringOrNull(),
            ctx.Reader.ReadSingle(), ctx.Reader.ReadInt32(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());
        // The official loader takes no adaptive model either.
        Contracts.CheckDecode(options.Horizon >= 0 && !options.IsAdaptive, "A forecaster's horizon is negative, or it is adaptive.");
        return options;
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        foreach (var name in (string?[])[Source, Name, LowerBound, UpperBound])
            ctx.SaveStringOrNull(name);
        ctx.Writer.Write(ConfidenceLevel);
        ctx.Writer.Write(Horizon);
        ctx.Writer.Write(VariableHorizon);
        ctx.Writer.Write(IsAdaptive);
    }
}

/// <summary>Where in the series an engine or a cursor stands, and what it is asked for.</summary>
internal sealed class SsaState(SsaModel model)
{
    public SsaModel Model { get; set; } = model;
    public ValueGetter<float>? Read { get; set; }
    public int? Horizon { get; set; }
    public float? ConfidenceLevel { get; set; }

    public bool Feed()
    {
        float value = 0;
        Read!(ref value);
        Model.Consume(value);
        return true;
    }
}
