using MLNetDeep.Forecasting;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

// The network and the training that all forecasters have in common.
public abstract partial record ForecastOptions
{
    private const int MostMixingWeights = 1 << 20;

    /// <summary>
    /// Whether a forecast starts from the value one season before each step, and the network learns what differs from it, as far as a
    /// season is known and no longer than the lookback.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: where that is nearer to the training data than the last value and the mean. All that is learned
    /// starts with 0, so that the first epoch is that plain forecast, with the bounds it has in the training data.
    /// </value>
    public bool? StartsFromSeason { get; init; }

    /// <summary>Whether each target is forecast from the past of all, instead of its own by one linear map that all share.</summary>
    /// <value>
    /// Default <see langword="null"/>: yes where there are several targets and the map has at most a million weights. NLinear and
    /// DLinear share one map in their paper (arXiv:2205.13504); targets that move together gain by seeing each other.
    /// </value>
    public bool? MixesTargets { get; init; }

    internal override Recipe ChooseRecipe(DataSummary data)
    {
        ForecastWindow window = FittedWindow;
        WindowStart start = WindowStart.Of(this, window);
        return new Recipe
        {
            Fit = ChooseFit(data.RowCount),
            FitInput = (rows, fit) =>
            {
                start = start.Measure(window, rows);
                return InputNormalization.Fit(rows.Features, rows.TrainRows, rows.Counts, fit);
            },
            BuildNetwork = Recipe.ForTables((input, outputWidth) =>
                Build(new WindowLayers(window, input, outputWidth / window.LabelCount, start), data.RowCount)),
            Start = (network, _, seed) =>
            {
                float[] tensors = new FitRandom(seed).InitialTensors(network);
                if (HasLinearMap)
                    start.WriteBiases(network, tensors, window, HeadSettings.Loss);
                return tensors;
            },
        };
    }

    /// <summary>The recipe's step size; found on the data of the benchmark.</summary>
    private protected virtual double UsualLearningRate => 3e-3;

    /// <summary>Whether a linear map of the whole window is part of the forecast.</summary>
    private protected virtual bool HasLinearMap => true;

    /// <summary>The linear map, which is the first of the network's branches.</summary>
    private protected virtual IReadOnlyList<LayerSpec> BuildLinear(WindowLayers layers, bool mixes) =>
        mixes ? layers.MixingLinear : layers.SharedLinear;

    /// <summary>The branch beside it; null for none.</summary>
    /// <param name="layers">What it is made of.</param>
    /// <param name="hiddenSize">Units that so many windows allow.</param>
    private protected virtual IReadOnlyList<LayerSpec>? BuildDeep(WindowLayers layers, int hiddenSize) => null;

    /// <summary>
    /// The lookback where the user leaves it open; the framework shortens it where the series are too short for it. One season and as
    /// much as is forecast, so that the value one season before each step lies inside, and its past.
    /// </summary>
    internal virtual int ChooseLookback(ForecastData data) =>
        data.SeasonLength is > 1 and var season ? season + data.Horizon : Math.Clamp(3 * data.Horizon, 7, 96);

    private NetworkSpec Build(WindowLayers layers, int windowCount)
    {
        ForecastWindow window = layers.Window;
        bool mixes = MixesTargets ?? (window.TargetCount > 1 && (long)window.ObservedCount * layers.OutputCount <= MostMixingWeights);
        var branches = new List<IReadOnlyList<LayerSpec>>();
        if (HasLinearMap)
            branches.Add(BuildLinear(layers, mixes));
        if (BuildDeep(layers, HiddenSizeFor(windowCount)) is { } deep)
            branches.Add(deep);
        branches.AddRange(layers.Others(hasPast: mixes && HasLinearMap));
        if (layers.Season is not null)
            branches.Add(layers.SeasonBefore);
        return layers.Network(branches.Count == 1 ? branches[0] : [new ParallelSpec(branches, BranchJoin.Add)]);
    }

    /// <summary>Trains for a number of steps rather than of epochs, to the end: few windows bear few steps.</summary>
    private FitSettings ChooseFit(int windowCount)
    {
        int batchSize = windowCount switch { < 500 => 32, < 4000 => 64, _ => 128 };
        double steps = Math.Clamp(20 * Math.Sqrt(windowCount), 150, 800);
        int epochs = Math.Max(1, (int)Math.Ceiling(steps * batchSize / windowCount));
        return new FitSettings
        {
            MaximumEpochCount = epochs,
            BatchSize = batchSize,
            LearningRate = UsualLearningRate,
            LearningRateSchedule = new LinearWarmupSchedule { Epochs = 0.05 * epochs, Then = new CosineSchedule() },
            WeightDecay = 0.01, // PyTorch's default of AdamW
            WeightAveraging = new ExponentialMovingAverage { Decay = 0.99 },
            GradientClipNorm = 1,
            Patience = 0,
            NumericScaling = MLNetDeep.Networks.NumericScaling.None, // series are scaled already
        };
    }

    /// <summary>The power of two nearest to the root of the number of windows, from 16 to 64.</summary>
    private static int HiddenSizeFor(int windowCount) =>
        1 << (int)Math.Clamp(Math.Round(Math.Log2(Math.Max(1, windowCount)) / 2), 4, 6);
}
