namespace Microsoft.ML.Trainers;

/// <summary>
/// The base of linear trainers that minimise their loss, plus an L1 and an L2 penalty on the weights, with L-BFGS.
/// Parameters lie as one vector: first one bias a class, then the weights class by class.
/// </summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private readonly LbfgsSettings _settings;

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float L2Regularization = LbfgsSettings.DefaultL2Regularization;
        public float L1Regularization = LbfgsSettings.DefaultL1Regularization;
        public float OptimizationTolerance = LbfgsSettings.DefaultOptimizationTolerance;
        public int HistorySize = LbfgsSettings.DefaultHistorySize;
        public int MaximumNumberOfIterations = int.MaxValue;
        public float InitialWeightsDiameter;
        public int? NumberOfThreads;
        public bool EnforceNonNegativity;
    }

    internal static TOptions MakeOptions(
        string labelColumnName, string featureColumnName, string? exampleWeightColumnName, float l1Regularization,
        float l2Regularization, float optimizationTolerance, int historySize, bool enforceNonNegativity)
    {
        Contracts.CheckNonEmpty(labelColumnName, "labelColumn");
        Contracts.CheckNonEmpty(featureColumnName, "featureColumn");
        return new TOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L1Regularization = l1Regularization,
            L2Regularization = l2Regularization,
            OptimizationTolerance = optimizationTolerance,
            HistorySize = historySize,
            EnforceNonNegativity = enforceNonNegativity,
        };
    }

    internal LbfgsTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column labelColumn)
        : base(env, "LbfgsTrainerBase", TrainerUtils.MakeR4VecFeature(options.FeatureColumnName), labelColumn,
            TrainerUtils.MakeR4ScalarWeightColumn(options.ExampleWeightColumnName))
    {
        Host.CheckUserArg(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads),
            "Must be positive (or empty for default)");
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Host.CheckUserArg(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Host.CheckUserArg(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        // Copied: a later change of the caller's options must not reach this trainer.
        _settings = new LbfgsSettings(
            options.L1Regularization, options.L2Regularization, options.OptimizationTolerance, options.HistorySize,
            options.MaximumNumberOfIterations, options.InitialWeightsDiameter, options.NumberOfThreads, options.EnforceNonNegativity);
    }

    public override TrainerInfo Info { get; } = new(caching: true, supportIncrementalTrain: true);

    private protected override TModel TrainModelCore(IDataView data, object? initialModel)
    {
        var featureCount = FeatureCountOf(data.Schema);
        var classCount = ClassCountOf(data.Schema);
        if ((featureCount + 1L) * classCount > Array.MaxLength)
        {
            throw Host.ExceptParam("data", "The number of model parameters which is equal to ('# of features' + 1) * '# of classes' " +
                $"should be less than or equal to {Array.MaxLength}.");
        }
        using var channel = Host.Start("Training");
        var rows = TrainingRows.Read(Host, data, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name);
        channel.Check(rows.Count > 0, NoTrainingInstancesMessage);
        if (rows.SkippedCount > 0)
        {
            channel.Warning(MessageSensitivity.None,
                $"Skipped {rows.SkippedCount} instances with missing features/label/weight during training");
        }

        var start = initialModel is { } model ? ParametersOf(model, featureCount, classCount) : null;
        var problem = new LbfgsProblem(Host, rows, featureCount, classCount, _settings, MakeLoss(classCount, featureCount));
        var parameters = problem.Solve(start, MakeStopping(_settings));
        return MakeModel(parameters, featureCount, classCount);
    }

    /// <summary>The number of classes that the label column promises; 1 for a single linear function.</summary>
    private protected abstract int ClassCountOf(DataViewSchema schema);

    private protected abstract LinearLoss MakeLoss(int classCount, int featureCount);

    private protected abstract Func<LbfgsSearch, bool> MakeStopping(LbfgsSettings settings);

    private protected abstract TModel MakeModel(float[] parameters, int featureCount, int classCount);

    /// <summary>The parameter vector of a model to start from.</summary>
    private protected abstract float[] ParametersOf(object initialModel, int featureCount, int classCount);

    private int FeatureCountOf(DataViewSchema schema)
    {
        var feature = schema[FeatureColumn.Name];
        if (feature.Type is VectorDataViewType { Size: > 0 } vector)
            return vector.Size;
        throw Host.ExceptParam("data",
            $"Training feature column '{feature.Name}' must be a known-size vector of R4, but has type: {feature.Type}.");
    }
}
