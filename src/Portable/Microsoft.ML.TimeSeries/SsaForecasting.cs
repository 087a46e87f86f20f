[assembly: LoadableClass(typeof(SsaForecastingTransformer), null, typeof(SignatureLoadModel),
    "SSA Forecasting", SsaForecastingBaseWrapper.LoaderSignature)]

namespace Microsoft.ML
{
    public static class TimeSeriesCatalog
    {
        public static SsaForecastingEstimator ForecastBySsa(this ForecastingCatalog catalog, string outputColumnName,
            string inputColumnName, int windowSize, int seriesLength, int trainSize, int horizon, bool isAdaptive = false,
            float discountFactor = 1, RankSelectionMethod rankSelectionMethod = RankSelectionMethod.Exact, int? rank = null,
            int? maxRank = null, bool shouldStabilize = true, bool shouldMaintainInfo = false, GrowthRatio? maxGrowth = null,
            string? confidenceLowerBoundColumn = null, string? confidenceUpperBoundColumn = null,
            float confidenceLevel = 0.95f, bool variableHorizon = false) =>
            // Officially too, isAdaptive, maxRank and shouldMaintainInfo change nothing in a forecast.
            new(CatalogUtils.GetEnvironment(catalog), new SsaOptions(inputColumnName ?? outputColumnName, outputColumnName,
                confidenceLowerBoundColumn, confidenceUpperBoundColumn, confidenceLevel, horizon, variableHorizon, windowSize, seriesLength,
                trainSize, discountFactor, rankSelectionMethod, rank, shouldStabilize, maxGrowth));
    }
}

namespace Microsoft.ML.Transforms.TimeSeries
{
    public enum RankSelectionMethod
    {
        Fixed,
        Exact,
        Fast,
    }

    public struct GrowthRatio
    {
        public int TimeSpan;
        public double Growth;

        public double Ratio => Math.Pow(Growth, 1d / TimeSpan);
    }

    public sealed class SsaForecastingEstimator : IEstimator<SsaForecastingTransformer>
    {
        private readonly IHost _host;
        private readonly SsaOptions _options;

        internal SsaForecastingEstimator(IHostEnvironment env, SsaOptions options)
        {
            (_host, _options) = (env.Register(nameof(SsaForecastingEstimator)), options);
            _host.CheckNonEmpty(options.Name, nameof(options.Name));
            _host.CheckNonEmpty(options.Source, nameof(options.Source));
        }

        public SsaForecastingTransformer Fit(IDataView input)
        {
            _host.CheckValue(input, nameof(input));
            return new SsaForecastingTransformer(_host, _options, SsaModel.Train(_host, _options, input));
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            _host.CheckValue(inputSchema, nameof(inputSchema));
            if (!inputSchema.TryFindColumn(_options.Source, out var source))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", _options.Source);
            if (!source.ItemType.Equals(NumberDataViewType.Single))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", _options.Source, "Single", source.GetTypeString());
            var columns = inputSchema.ToDictionary(c => c.Name);
            foreach (var name in _options.OutputNames)
                columns[name] = new SchemaShape.Column(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
            return new SchemaShape(columns.Values);
        }
    }

    /// <summary>Forecasts from the series' state, which every row moves on. Each cursor and each engine has a copy of it.</summary>
    public class SsaForecastingBaseWrapper : ITransformer
    {
        internal const string LoaderSignature = "SsaForecasting";
        private readonly IHost _host;
        private readonly SsaOptions _options;
        private SsaModel _model;
        private bool _isInEngine;

        private protected SsaForecastingBaseWrapper(IHost host, SsaOptions options, SsaModel model) =>
            (_host, _options, _model) = (host, options, model);

        private protected SsaForecastingBaseWrapper(IHostEnvironment env, ModelLoadContext ctx)
        {
            _host = env.Register(LoaderSignature);
            ctx.CheckAtModel(Version);
            _options = new SsaOptions(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.LoadStringOrNull(), ctx.LoadStringOrNull(),
                ctx.Reader.ReadSingle(), ctx.Reader.ReadInt32(), ctx.Reader.ReadBoolean());
            // A forged one would take gigabytes a row.
            _host.CheckDecode(_options.Horizon is >= 0 and <= 1 << 20, "Corrupt model file: a forecaster's horizon is out of range.");
            _model = new SsaModel(ctx.Reader);
        }

        private static VersionInfo Version =>
            new("FRCSTRNS", 0x00010001, 0x00010001, 0x00010001, typeof(SsaOptions).Assembly.FullName!, LoaderSignature);

        bool ITransformer.IsRowToRowMapper => _isInEngine;

        /// <summary>What an engine is asked for in place of the settings.</summary>
        internal (int? Horizon, float? ConfidenceLevel) Request { get; set; }

        /// <summary>Moves an engine's state on by the row that it stands on.</summary>
        internal Func<bool>? Feed { get; private set; }

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        {
            _host.CheckValue(inputSchema, nameof(inputSchema));
            return Bind(inputSchema, _ => _model).OutputSchema;
        }

        public IDataView Transform(IDataView input)
        {
            _host.CheckValue(input, nameof(input));
            var models = new ConditionalWeakTable<DataViewRow, SsaModel>();
            SsaModel ModelOf(DataViewRow cursor) => models.GetValue(cursor, _ => _model.Clone());
            // Every row moves the state on, whichever columns are asked for.
            return new RowToRowMapperTransform(input, Bind(input.Schema, ModelOf), true, new([input.Schema[_options.Source]], cursor =>
            {
                var feed = MakeFeed(cursor, ModelOf(cursor));
                return () => cursor.MoveNext() && feed();
            }, _ => null));
        }

        IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
        {
            Contracts.Check(_isInEngine, "Not a RowToRowMapper.");
            return Bind(inputSchema, row =>
            {
                Feed ??= MakeFeed(row, _model);
                return _model;
            });
        }

        void ICanSaveModel.Save(ModelSaveContext ctx)
        {
            _host.CheckValue(ctx, nameof(ctx));
            ctx.CheckAtModel();
            ctx.SetVersionInfo(Version);
            foreach (var name in (string?[])[_options.Source, _options.Name, _options.LowerBound, _options.UpperBound])
                ctx.SaveStringOrNull(name);
            ctx.Writer.Write(_options.ConfidenceLevel);
            ctx.Writer.Write(_options.Horizon);
            ctx.Writer.Write(_options.VariableHorizon);
            _model.Save(ctx.Writer);
        }

        internal SsaForecastingBaseWrapper CopyForEngine()
        {
            var copy = (SsaForecastingBaseWrapper)MemberwiseClone();
            (copy._model, copy._isInEngine) = (_model.Clone(), true);
            return copy;
        }

        private Func<bool> MakeFeed(DataViewRow row, SsaModel model)
        {
            var read = row.GetGetter<float>(row.Schema[_options.Source]);
            return () =>
            {
                float value = 0;
                read(ref value);
                model.Consume(value);
                return true;
            };
        }

        private BoundRowMapper Bind(DataViewSchema schema, Func<DataViewRow, SsaModel> getModel)
        {
            var source = schema.GetColumnOrNull(_options.Source)
                ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", _options.Source);
            if (!source.Type.Equals(NumberDataViewType.Single))
                throw _host.ExceptSchemaMismatch("inputSchema", "input", _options.Source, "Single", source.Type.ToString()!);
            var type = new VectorDataViewType(NumberDataViewType.Single, _options.VariableHorizon ? 0 : _options.Horizon);
            var columns = Array.ConvertAll(_options.OutputNames, name => new DataViewSchema.DetachedColumn(name, type));
            return new BoundRowMapper(schema, new RowMapper(columns, Array.ConvertAll(columns, _ => new[] { source }), MakeGetter));

            ValueGetter<VBuffer<float>> MakeGetter(DataViewRow row, int output)
            {
                var (model, side) = (getModel(row), output switch { 0 => 0, 1 => -1, _ => 1 });
                return (ref VBuffer<float> value) =>
                {
                    var level = Request.ConfidenceLevel ?? _options.ConfidenceLevel;
                    var values = model.Forecast(Request.Horizon ?? _options.Horizon, side, level);
                    value = new VBuffer<float>(values.Length, values);
                };
            }
        }
    }

    public sealed class SsaForecastingTransformer : SsaForecastingBaseWrapper, ITransformer
    {
        internal SsaForecastingTransformer(IHost host, SsaOptions options, SsaModel model) : base(host, options, model) { }

        internal SsaForecastingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }
    }

    /// <summary>What a forecaster is told. A model file keeps what stands before the window size.</summary>
    internal sealed record SsaOptions(string Source, string Name, string? LowerBound, string? UpperBound, float ConfidenceLevel,
        int Horizon, bool VariableHorizon, int WindowSize = 0, int SeriesLength = 0, int TrainSize = 0, float DiscountFactor = 1,
        RankSelectionMethod RankSelection = default, int? Rank = null, bool ShouldStabilize = true, GrowthRatio? MaxGrowth = null)
    {
        public string[] OutputNames => string.IsNullOrEmpty(UpperBound) ? [Name] : [Name, LowerBound!, UpperBound];
    }
}
