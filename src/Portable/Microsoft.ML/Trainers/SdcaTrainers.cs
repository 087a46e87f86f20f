namespace Microsoft.ML.Trainers;

public abstract class StochasticTrainerBase<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    private protected StochasticTrainerBase(IHostEnvironment env, string name, TrainerInputBaseWithWeight options, SchemaShape.Column label)
        : base(env, name, options, label) { }

    public override TrainerInfo Info { get; } = new();
}

/// <summary>The base of linear trainers by stochastic dual coordinate ascent; see <see cref="SdcaSolver"/>.</summary>
public abstract class SdcaTrainerBase<TOptions, TTransformer, TModel> : StochasticTrainerBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
    where TOptions : SdcaTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private const float SmallestL2 = 1e-9f;
    private readonly ISupportSdcaLoss _loss;

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float? L2Regularization, L1Regularization;
        public float ConvergenceTolerance = 0.1f, BiasLearningRate;
        public int? NumberOfThreads, MaximumNumberOfIterations, ConvergenceCheckFrequency;
        public bool Shuffle = true;

        private protected OptionsBase() { }
    }

    internal SdcaTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label, ISupportSdcaLoss loss)
        : base(env, "SdcaTrainerBase", options, label)
    {
        Host.CheckUserArg(options.L2Regularization is null or >= 0, nameof(options.L2Regularization), "L2 constant must be non-negative.");
        Host.CheckUserArg(options.L1Regularization is null or >= 0, nameof(options.L1Regularization), "L1 threshold must be non-negative.");
        Host.CheckUserArg(options.MaximumNumberOfIterations is null or > 0, nameof(options.MaximumNumberOfIterations),
            "Max number of iterations must be positive.");
        Host.CheckUserArg(options.ConvergenceTolerance is > 0 and <= 1, nameof(options.ConvergenceTolerance),
            "Convergence tolerance must be positive and no larger than 1.");
        (SdcaTrainerOptions, _loss) = (TrainerInputBase.Copy(options), loss);
        // The dual is only defined with an L2 penalty, and very slow to climb with less.
        if (options.L2Regularization < SmallestL2)
            SdcaTrainerOptions.L2Regularization = SmallestL2;
    }

    /// <summary>Options as the catalog's methods give them.</summary>
    internal static T Fill<T>(T options, string label, string features, string? weight, float? l2, float? l1, int? iterations)
        where T : TOptions
    {
        (options.LabelColumnName, options.FeatureColumnName, options.ExampleWeightColumnName) = (label, features, weight);
        (options.L2Regularization, options.L1Regularization, options.MaximumNumberOfIterations) = (l2, l1, iterations);
        return options;
    }

    private protected TOptions SdcaTrainerOptions { get; }
    private protected virtual float PositiveWeight => 1;

    private protected sealed override TModel TrainModelCore(IDataView data)
    {
        var rows = ReadRows(data, "features/label", "Training set has 0 instances, aborting training.");
        // Defaults by the size of the data, found by experiment for the official trainer.
        var iterations = SdcaTrainerOptions.MaximumNumberOfIterations ?? Math.Max(1, 500000 / rows.Count) * 3;
        var l2 = SdcaTrainerOptions.L2Regularization ?? DefaultL2(iterations, rows.Count);
        var l1 = SdcaTrainerOptions.L1Regularization ?? rows.FeatureCount switch { < 100 => 0, < 1000 => 0.25f, < 10000 => 0.5f, _ => 1 };
        var solver = new SdcaSolver(rows, _loss, ClassCountOf(data.Schema), l2, l1, SdcaTrainerOptions.BiasLearningRate, PositiveWeight);
        var frequency = SdcaTrainerOptions.ConvergenceCheckFrequency ?? SdcaTrainerOptions.NumberOfThreads ?? 1;
        var (weights, biases) = solver.Solve(iterations, frequency, SdcaTrainerOptions.ConvergenceTolerance,
            SdcaTrainerOptions.Shuffle ? Host.Rand : null, Host.CheckAlive);
        return MakeModel(weights, biases);
    }

    private protected virtual float DefaultL2(int iterations, int rowCount) =>
        Math.Max(1e-6f, 20f / ((long)Math.Max(2, iterations / 2) * rowCount));

    private protected abstract TModel MakeModel(float[][] weights, float[] biases);
}

public abstract class SdcaBinaryTrainerBase<TModelParameters> : SdcaTrainerBase<SdcaBinaryTrainerBase<TModelParameters>.BinaryOptionsBase,
    BinaryPredictionTransformer<TModelParameters>, TModelParameters> where TModelParameters : class
{
    public class BinaryOptionsBase : OptionsBase
    {
        public float PositiveInstanceWeight = 1;
    }

    private protected SdcaBinaryTrainerBase(IHostEnvironment env, BinaryOptionsBase options, ISupportSdcaClassificationLoss loss)
        : base(env, options, TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName), loss) =>
        Host.CheckUserArg(options.PositiveInstanceWeight > 0, nameof(options.PositiveInstanceWeight),
            "Weight for positive instances must be positive");

    private protected sealed override float PositiveWeight => SdcaTrainerOptions.PositiveInstanceWeight;
}

public sealed class SdcaLogisticRegressionBinaryTrainer : SdcaBinaryTrainerBase<LogisticModel>
{
    public sealed class Options : BinaryOptionsBase;

    internal SdcaLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options) : base(env, options, new LogLoss()) { }

    private protected override LogisticModel MakeModel(float[][] weights, float[] biases) =>
        LinearBinaryModelParameters.Logistic(Host, weights[0], biases[0]);
}

public sealed class SdcaMaximumEntropyMulticlassTrainer : SdcaTrainerBase<SdcaMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    public sealed class Options : OptionsBase;

    internal SdcaMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeU4ScalarColumn(options.LabelColumnName), new LogLoss()) { }

    private protected override MaximumEntropyModelParameters MakeModel(float[][] weights, float[] biases) => new(Host, weights, biases);
}

public sealed class SdcaRegressionTrainer : SdcaTrainerBase<
    SdcaRegressionTrainer.Options, RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters>
{
    public sealed class Options : OptionsBase
    {
        public Options() => (ConvergenceTolerance, BiasLearningRate) = (0.01f, 1);

        public ISupportSdcaRegressionLoss? LossFunction { get; set; }
    }

    internal SdcaRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName), options.LossFunction ?? new SquaredLoss()) { }

    private protected override float DefaultL2(int iterations, int rowCount) =>
        rowCount switch { > 10000 => 1e-4f, < 200 => 1e-2f, _ => 1e-3f };

    private protected override LinearRegressionModelParameters MakeModel(float[][] weights, float[] biases) =>
        new(Host, weights[0], biases[0]);
}
