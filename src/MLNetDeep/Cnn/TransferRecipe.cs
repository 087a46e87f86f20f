using System.Numerics;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>How a network is trained whose features come from another one.</summary>
internal static class TransferRecipe
{
    /// <summary>Steps that a new output layer and the touch-up of the features take, whatever the number of rows.</summary>
    private const int StepCount = 600;

    /// <summary>With fewer rows, one that is held out is worth more as a row to learn from.</summary>
    private const int FewestRowsToHoldOut = 1000;

    /// <summary>Whether a network starts with normalised channels and has features before a linear output layer.</summary>
    public static bool HasFeatures(NetworkSpec network) =>
        network.Layers[0] is ChannelNormalizationSpec && OutputLayer.IndexIn(network) is > 1 and var output
        && network.Layers[output] is LinearSpec && !network.IsEnsemble;

    /// <summary>Chooses how to train.</summary>
    /// <exception cref="ArgumentException">The model is for inputs of another size.</exception>
    public static Recipe Choose(CnnOptions options, DeepModel model, DataSummary data)
    {
        int batchSize = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, data.RowCount / 8)), 8, 128);
        int epochSteps = (data.RowCount + batchSize - 1) / batchSize;
        bool isProbe = options.FrozenLayers.Contains("*"); // a linear model on fixed features bears larger steps
        InputShape shape = FindShape(options, model, data);
        options.CheckAugmentation(shape);
        var first = new ChannelNormalizationSpec(shape);
        IReadOnlyList<TestTimeView> views = (options.TestTimeAugmentation ?? new TestTimeAugmentation()).Views(Grid.Of(shape.RowShape));
        var learned = InputEncoding.Of(model.Network, model.Tensors);
        return new Recipe
        {
            Fit = new FitSettings
            {
                MaximumEpochCount = Math.Clamp(StepCount / Math.Max(1, epochSteps), 10, 100),
                BatchSize = batchSize,
                LearningRate = isProbe ? 1e-2 : 1e-3,
                LearningRateSchedule = new OneCycleSchedule(),
                WeightDecay = 0.01,
                GradientClipNorm = 1,
                ValidationFraction = data.RowCount < FewestRowsToHoldOut ? 0 : 0.1,
                Patience = 0,
            },
            FitInput = (_, _) => new ChannelNormalization(
                first, new Dictionary<string, float[]> { ["mean"] = learned["mean"], ["scale"] = learned["scale"] }),
            BuildNetwork = (encoding, outputWidth) => Build(model.Network, encoding, outputWidth, views),
            Start = (network, _, seed) => Start(model, network, seed),
        };
    }

    private static InputShape FindShape(CnnOptions options, DeepModel model, DataSummary data)
    {
        InputShape its = ((ChannelNormalizationSpec)model.Network.Layers[0]).Shape;
        bool isPlain = options.InputShape is null && data.Dimensions.Count == 1;
        if (isPlain && data.FeatureCount == its.Count)
            return its;
        InputShape? ours = isPlain ? null : CnnInput.Resolve(options.InputShape, data);
        if (ours is null || !ours.RowShape.SequenceEqual(its.RowShape))
        {
            throw new ArgumentException(
                $"CnnOptions.BaseModel must be a network for {(ours is null ? $"{data.FeatureCount} values" : ours)}, as the data are, "
                + $"but it is one for {its}.");
        }

        return ours;
    }

    /// <summary>The model's layers, and a plain output layer: scales of its own were for the step sizes of the model's training.</summary>
    private static NetworkSpec Build(
        NetworkSpec network, InputEncoding encoding, int outputWidth, IReadOnlyList<TestTimeView> views)
    {
        IEnumerable<LayerSpec> features = network.Layers.Skip(1).Take(OutputLayer.IndexIn(network) - 1);
        return new NetworkSpec(
            [encoding.InputWidth], [encoding.Spec, .. features, new LinearSpec(outputWidth, true, WeightInitialization.Glorot)], views);
    }

    /// <summary>The model's numbers up to the output layer, and random ones behind.</summary>
    private static float[] Start(DeepModel model, NetworkSpec network, int seed)
    {
        float[] tensors = new FitRandom(seed).InitialTensors(network);
        int count = Enumerable.Range(0, OutputLayer.IndexIn(network)).SelectMany(network.GetTensors).Sum(tensor => tensor.ElementCount);
        model.Tensors.AsSpan(0, count).CopyTo(tensors);
        return tensors;
    }
}
