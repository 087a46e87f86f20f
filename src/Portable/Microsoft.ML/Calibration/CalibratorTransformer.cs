namespace Microsoft.ML.Calibrators;

/// <summary>Adds the column Probability, computed from the score.</summary>
public abstract class CalibratorTransformer<TICalibrator>
    : RowToRowTransformerBase, ISingleFeaturePredictionTransformer<TICalibrator>, ISingleFeaturePredictionTransformer
    where TICalibrator : class, ICalibrator
{
    private const string CalibratorDirectory = "Calibrator";

    private readonly TICalibrator _calibrator;
    private readonly string _loaderSignature;
    private readonly string _scoreColumnName;

    private protected CalibratorTransformer(IHostEnvironment env, TICalibrator calibrator, string loaderSignature, string scoreColumnName)
        : base(env.Register(nameof(CalibratorTransformer<TICalibrator>)))
    {
        _calibrator = calibrator;
        _loaderSignature = loaderSignature;
        _scoreColumnName = scoreColumnName;
    }

    private protected CalibratorTransformer(IHostEnvironment env, ModelLoadContext ctx, string loaderSignature)
        : base(env.Register(nameof(CalibratorTransformer<TICalibrator>)))
    {
        _loaderSignature = loaderSignature;
        ctx.CheckAtModel(GetVersionInfo());
        ctx.LoadModel<TICalibrator, SignatureLoadModel>(env, out _calibrator, CalibratorDirectory);
        _scoreColumnName = ctx.LoadString();
    }

    string ISingleFeaturePredictionTransformer<TICalibrator>.FeatureColumnName => DefaultColumnNames.Score;

    string ISingleFeaturePredictionTransformer.FeatureColumnName => DefaultColumnNames.Score;

    DataViewType ISingleFeaturePredictionTransformer<TICalibrator>.FeatureColumnType => NumberDataViewType.Single;

    TICalibrator IPredictionTransformer<TICalibrator>.Model => _calibrator;

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.SaveModel(_calibrator, CalibratorDirectory);
        ctx.SaveString(_scoreColumnName);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private VersionInfo GetVersionInfo() => new(
        modelSignature: "CALTRANS",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: _loaderSignature,
        loaderAssemblyName: typeof(CalibratorTransformer<>).Assembly.FullName!);

    private sealed class Mapper : MapperBase
    {
        private readonly TICalibrator _calibrator;
        private readonly DataViewSchema.Column _score;

        public Mapper(CalibratorTransformer<TICalibrator> parent, DataViewSchema schema)
            : base(parent.Host, schema)
        {
            _calibrator = parent._calibrator;
            _score = schema.GetColumnOrNull(parent._scoreColumnName)
                ?? throw parent.Host.Except($"The data to calibrate contains no '{parent._scoreColumnName}' column.");
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var builder = new DataViewSchema.Annotations.Builder();
            string[] inherited =
                [AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Kinds.ScoreValueKind];
            var annotations = _score.Annotations;
            if (inherited.All(kind => annotations.Schema.GetColumnOrNull(kind) != null))
            {
                foreach (var kind in inherited)
                    builder.Add(annotations, name => name == kind);
            }
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return [builder.ToColumn(DefaultColumnNames.Probability, NumberDataViewType.Single)];
        }

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput) =>
            column => activeOutput(0) && column == _score.Index;

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var score = input.GetGetter<float>(input.Schema[_score.Index]);
            float value = 0;
            return (ValueGetter<float>)((ref float probability) =>
            {
                score(ref value);
                probability = _calibrator.PredictProbability(value);
            });
        }
    }
}
