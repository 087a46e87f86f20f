namespace Microsoft.ML.Trainers.FastTree;

/// <summary>A forest for binary classification: its trees are fitted to 1 and -1, and their sum is the score.</summary>
public sealed class FastForestBinaryTrainer : RandomForestTrainerBase<
    FastForestBinaryTrainer.Options, BinaryPredictionTransformer<FastForestBinaryModelParameters>, FastForestBinaryModelParameters>
{
    internal FastForestBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName))
    {
    }

    private protected override FastForestBinaryModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(Array.ConvertAll(labels, label => label >= 1 ? 1f : -1f), step: 1)));

    public sealed class Options : FastForestOptionsBase;
}

/// <summary>A forest for regression: the mean of its trees is the score, and their leaves may keep samples of the labels.</summary>
public sealed class FastForestRegressionTrainer : RandomForestTrainerBase<
    FastForestRegressionTrainer.Options, RegressionPredictionTransformer<FastForestRegressionModelParameters>,
    FastForestRegressionModelParameters>
{
    private readonly bool _drawSamples;

    /// <param name="drawSamples">Only the form with options asks for it, as in ML.NET; it costs random numbers, so trees differ.</param>
    internal FastForestRegressionTrainer(IHostEnvironment env, Options options, bool drawSamples)
        : base(env, Contracts.CheckRef(options, nameof(options)), TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName)) =>
        _drawSamples = drawSamples;

    private protected override FastForestRegressionModelParameters TrainModelCore(IDataView data) =>
        new(Host, Grow(data, labels => new SquaredObjective(labels, step: 1), _drawSamples));

    public sealed class Options : FastForestOptionsBase;
}
