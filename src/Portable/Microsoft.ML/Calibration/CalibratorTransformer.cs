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

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema)
    {
        var source = schema.GetColumnOrNull(_scoreColumnName)
            ?? throw Host.Except($"The data to calibrate contains no '{_scoreColumnName}' column.");
        var builder = new DataViewSchema.Annotations.Builder();
        string[] inherited =
            [AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Kinds.ScoreValueKind];
        if (inherited.All(kind => source.Annotations.Schema.GetColumnOrNull(kind) != null))
        {
            foreach (var kind in inherited)
                builder.Add(source.Annotations, name => name == kind);
        }
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        var output = builder.ToColumn(DefaultColumnNames.Probability, NumberDataViewType.Single);
        return new RowMapper([output], [[source]], (row, _) => SlotGetters.Map<float, float>(
            row.GetGetter<float>(row.Schema[source.Index]), (score, _) => _calibrator.PredictProbability(score)));
    }

    private VersionInfo GetVersionInfo() => new(
        modelSignature: "CALTRANS",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: _loaderSignature,
        loaderAssemblyName: typeof(CalibratorTransformer<>).Assembly.FullName!);
}
