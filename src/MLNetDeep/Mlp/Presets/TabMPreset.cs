using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// TabM (arXiv:2410.24210) for a CPU: few members, narrow layers, RealMLP's scaling of inputs, piecewise-linear embeddings. All rows
/// train, without held-out ones, for a fixed schedule whose last weights are kept; each member sees the rows in an order of its own.
/// </summary>
/// <remarks>
/// Numbers that are not the paper's come from a search over 13 public tables (benchmarks/results/tabular.md): strong decay with
/// warm-up and cosine, 24 epochs and a least number of steps, since small tables need steps and noisy ones suffer from more epochs.
/// </remarks>
internal static class TabMPreset
{
    private const int MemberCount = 8;
    private const int BatchSize = 64;
    private const int SmallTable = 1500;
    private const double WarmupShare = 0.05;

    public static Recipe Choose(MlpOptions options, DataSummary data, bool isMini)
    {
        Course course = Course.For(options, data);
        int epochs = options.MaximumEpochCount ?? course.Epochs(data.RowCount, options.BatchSize > 0 ? options.BatchSize : BatchSize);
        return new Recipe
        {
            Fit = new FitSettings
            {
                MaximumEpochCount = epochs,
                BatchSize = BatchSize,
                SeparatesMembers = true,
                DropLastBatch = true,
                Optimizer = new AdamW { Beta2 = 0.99 },
                LearningRate = course.LearningRate,
                LearningRateSchedule = new LinearWarmupSchedule { Epochs = WarmupShare * epochs, Then = new CosineSchedule() },
                WeightDecay = course.WeightDecay,
                LabelSmoothing = course.LabelSmoothing,
                GradientClipNorm = 0,
                ValidationFraction = 0,
                Patience = 0,
            },
            BuildNetwork = Recipe.ForTables((input, outputWidth) => Build(options, input, outputWidth, isMini, course)),
        };
    }

    /// <summary>How long and how boldly to train: what depends on the kind of label and on the metric that counts.</summary>
    private sealed record Course
    {
        public required int EpochCount { get; init; }

        public required int FewestSteps { get; init; }

        public required double LearningRate { get; init; }

        public double WeightDecay { get; init; } = 1;

        public double Dropout { get; init; } = 0.1;

        public double LabelSmoothing { get; init; }

        /// <summary>Whether decay reaches the factors of the inputs and so fades those that do not help.</summary>
        public bool FadesInputs { get; init; } = true;

        public static Course For(MlpOptions options, DataSummary data)
        {
            if (data.ClassCount == 0)
                return new Course { EpochCount = 24, FewestSteps = 1500, LearningRate = 3e-3 };
            if (data.ClassCount > 2)
            {
                return new Course
                {
                    EpochCount = 24,
                    FewestSteps = 1500,
                    LearningRate = 4e-3,
                    WeightDecay = 0.1,
                    LabelSmoothing = 0.1,
                    FadesInputs = false,
                };
            }

            // The metric rule: smoothing spoils what AUC and log-loss measure, and probabilities are overconfident sooner than wrong.
            return options.ValidationMetric is "AUC" or "LogLoss" or "Loss"
                ? new Course { EpochCount = 8, FewestSteps = 900, LearningRate = 2e-3, Dropout = 0.2 }
                : new Course { EpochCount = 24, FewestSteps = 1500, LearningRate = 4e-3, LabelSmoothing = 0.1 };
        }

        /// <summary>Small tables need steps, noisy ones suffer from more epochs.</summary>
        public int Epochs(int rows, int batch)
        {
            int fewest = rows <= SmallTable ? 2 * FewestSteps : FewestSteps;
            int stepsPerEpoch = Math.Max(1, rows / batch);
            return Math.Max(EpochCount, (fewest + stepsPerEpoch - 1) / stepsPerEpoch);
        }
    }

    private static NetworkSpec Build(MlpOptions options, NetworkInput input, int outputWidth, bool isMini, Course course)
    {
        TabularFront front = MlpParts.Front(options, input, NumericEmbedding.PiecewiseLinear);
        var layers = new List<LayerSpec> { input.Encoding };
        layers.AddRange(front.Layers);
        layers.Add(new ScaleSpec { DecayFactor = course.FadesInputs ? 1 : 0 });
        layers.Add(new EnsembleViewSpec(options.MemberCount ?? MemberCount));
        if (isMini)
            layers.Add(new MemberScaleSpec(MemberScaling.RandomSigns, front.Chunks));
        bool isFirst = true;
        foreach (int size in options.HiddenSizes ?? [128, 128])
        {
            layers.Add(isMini
                ? new LinearSpec(size, Initialization: WeightInitialization.FanInUniform) { BiasInitialization = BiasInitialization.FanInUniform }
                : isFirst ? new EnsembleLinearSpec(size, MemberScaling.RandomSigns, front.Chunks) : new EnsembleLinearSpec(size));
            layers.Add(new ActivationSpec(options.Activation ?? Activation.Relu));
            MlpParts.AddDropout(layers, options.Dropout ?? course.Dropout);
            isFirst = false;
        }

        layers.Add(new MemberLinearSpec(outputWidth));
        return new NetworkSpec([input.RawWidth], layers);
    }
}
