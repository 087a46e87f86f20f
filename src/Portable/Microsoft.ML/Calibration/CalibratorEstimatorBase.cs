namespace Microsoft.ML.Calibrators;

public abstract class CalibratorEstimatorBase<TICalibrator> : IEstimator<CalibratorTransformer<TICalibrator>>
    where TICalibrator : class, ICalibrator
{
    private protected readonly IHostEnvironment Host;
    private protected readonly SchemaShape.Column ScoreColumn;
    private protected readonly SchemaShape.Column LabelColumn;
    private protected readonly SchemaShape.Column WeightColumn;

    private protected CalibratorEstimatorBase(IHostEnvironment env, string? labelColumn, string scoreColumn, string? weightColumn)
    {
        Host = env;
        if (!string.IsNullOrWhiteSpace(labelColumn))
            LabelColumn = TrainerUtils.MakeBoolScalarLabel(labelColumn);
        ScoreColumn = TrainerUtils.MakeR4ScalarColumn(scoreColumn);
        WeightColumn = TrainerUtils.MakeR4ScalarWeightColumn(weightColumn);
    }

    public CalibratorTransformer<TICalibrator> Fit(IDataView input) => Create(Train(input));

    SchemaShape IEstimator<CalibratorTransformer<TICalibrator>>.GetOutputSchema(SchemaShape inputSchema)
    {
        TrainerUtils.CheckColumn(inputSchema, ScoreColumn, "score");
        TrainerUtils.CheckColumn(inputSchema, WeightColumn, "weight");
        TrainerUtils.CheckColumn(inputSchema, LabelColumn, "label");
        inputSchema.TryFindColumn(ScoreColumn.Name, out var score);

        var annotations = new List<SchemaShape.Column>
        {
            new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false),
        };
        string[] inherited =
            [AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Kinds.ScoreValueKind];
        if (inherited.All(kind => score.Annotations.TryFindColumn(kind, out _)))
            annotations.AddRange(inherited.Select(kind => score.Annotations.Single(column => column.Name == kind)));

        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[DefaultColumnNames.Probability] = new SchemaShape.Column(DefaultColumnNames.Probability,
            SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, new SchemaShape(annotations));
        return new SchemaShape(columns.Values);
    }

    private protected abstract TICalibrator Train(IDataView scored);

    private protected abstract CalibratorTransformer<TICalibrator> Create(TICalibrator calibrator);
}
