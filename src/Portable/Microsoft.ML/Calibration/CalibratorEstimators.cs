namespace Microsoft.ML.Calibrators;

/// <summary>Calibrates scores whose label is in another column than its own: what meta trainers ask of a calibrator.</summary>
internal interface IHaveCalibratorTrainer
{
    ICalibrator Train(IDataView scored, string labelName);
}

public abstract class CalibratorEstimatorBase<TICalibrator> : IEstimator<CalibratorTransformer<TICalibrator>>, IHaveCalibratorTrainer
    where TICalibrator : class, ICalibrator
{
    /// <summary>Only these annotations of the score go on to the probability, and only all together.</summary>
    internal static readonly string[] Inherited =
        [AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Kinds.ScoreValueKind];

    private readonly IHostEnvironment _env;
    private readonly Func<IReadOnlyCollection<CalibrationExample>, TICalibrator> _train;
    private readonly SchemaShape.Column _score, _label, _weight;

    /// <summary>Without a label column there is nothing to learn from: the calibrator is given.</summary>
    private protected CalibratorEstimatorBase(IHostEnvironment env, string? labelColumn, string scoreColumn, string? weightColumn,
        Func<IReadOnlyCollection<CalibrationExample>, TICalibrator> train)
    {
        (_env, _train) = (env, train);
        _label = string.IsNullOrWhiteSpace(labelColumn) ? default : TrainerUtils.MakeBoolScalarLabel(labelColumn);
        (_score, _weight) = (TrainerUtils.MakeR4ScalarColumn(scoreColumn), TrainerUtils.MakeR4ScalarWeightColumn(weightColumn));
    }

    public CalibratorTransformer<TICalibrator> Fit(IDataView input)
    {
        _env.CheckValue(input, "scored");
        var calibrator = _train(_label.IsValid ? Read(input, _label.Name) : []);
        return (CalibratorTransformer<TICalibrator>)CalibrationPart.MakeTransformer(_env, calibrator, _score.Name);
    }

    ICalibrator IHaveCalibratorTrainer.Train(IDataView scored, string labelName) => _train(Read(scored, labelName));

    SchemaShape IEstimator<CalibratorTransformer<TICalibrator>>.GetOutputSchema(SchemaShape inputSchema)
    {
        TrainerUtils.CheckColumn(inputSchema, _score, "score");
        TrainerUtils.CheckColumn(inputSchema, _weight, "weight");
        TrainerUtils.CheckColumn(inputSchema, _label, "label");
        inputSchema.TryFindColumn(_score.Name, out var score);
        List<SchemaShape.Column> annotations =
            [new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false)];
        if (Inherited.All(kind => score.Annotations.TryFindColumn(kind, out _)))
            annotations.AddRange(Inherited.Select(kind => score.Annotations.Single(column => column.Name == kind)));
        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[DefaultColumnNames.Probability] = new(DefaultColumnNames.Probability, SchemaShape.Column.VectorKind.Scalar,
            NumberDataViewType.Single, false, new SchemaShape(annotations));
        return new SchemaShape(columns.Values);
    }

    /// <summary>The scored rows whose label, score and weight are finite.</summary>
    private List<CalibrationExample> Read(IDataView scored, string labelName)
    {
        var (label, score) = (scored.Schema[labelName], scored.Schema[_score.Name]);
        var weight = !_weight.IsValid ? (DataViewSchema.Column?)null : scored.Schema.GetColumnOrNull(_weight.Name)
            ?? throw _env.ExceptSchemaMismatch("weightColumn", "weight", _weight.Name);
        var examples = new List<CalibrationExample>();
        RoleColumns.ForEach<float>(scored, label, score, weight, 1, (ref s, y, rowWeight) =>
        {
            if (float.IsFinite(y) && float.IsFinite(s) && float.IsFinite(rowWeight))
                examples.Add(new CalibrationExample(s, y > 0, rowWeight));
        });
        _env.Check(examples.Count > 0, "Calibrator trained on zero instances.");
        return examples;
    }
}

public sealed class PlattCalibratorEstimator : CalibratorEstimatorBase<PlattCalibrator>
{
    internal PlattCalibratorEstimator(IHostEnvironment env, string labelColumnName = DefaultColumnNames.Label,
        string scoreColumnName = DefaultColumnNames.Score, string? exampleWeightColumnName = null)
        : base(env, labelColumnName, scoreColumnName, exampleWeightColumnName, PlattFit.Run) { }
}

public sealed class FixedPlattCalibratorEstimator : CalibratorEstimatorBase<PlattCalibrator>
{
    internal FixedPlattCalibratorEstimator(IHostEnvironment env, double slope, double offset, string scoreColumn)
        : base(env, null, scoreColumn, null, _ => new PlattCalibrator(slope, offset)) { }
}

public sealed class NaiveCalibratorEstimator : CalibratorEstimatorBase<NaiveCalibrator>
{
    internal NaiveCalibratorEstimator(IHostEnvironment env, string labelColumn, string scoreColumn)
        : base(env, labelColumn, scoreColumn, null, NaiveCalibrator.Train) { }
}

public sealed class IsotonicCalibratorEstimator : CalibratorEstimatorBase<IsotonicCalibrator>
{
    internal IsotonicCalibratorEstimator(IHostEnvironment env, string labelColumn, string scoreColumn, string? weightColumn)
        : base(env, labelColumn, scoreColumn, weightColumn, IsotonicCalibrator.Train) { }
}
