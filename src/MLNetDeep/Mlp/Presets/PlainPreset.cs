using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Linear, batch norm if asked for, activation and dropout per hidden size, then the output layer.</summary>
internal static class PlainPreset
{
    public static Recipe Choose(MlpOptions options) => new()
    {
        // The best of a small grid on the tables under samples/data.
        Fit = new FitSettings
        {
            MaximumEpochCount = 32,
            LearningRate = 3e-3,
            LearningRateSchedule = new CosineSchedule(),
            WeightDecay = 0.3,
            GradientClipNorm = 1,
            ValidationFraction = 0.2,
            Patience = 10,
        },
        BuildNetwork = Recipe.ForTables((input, outputWidth) => Build(options, input, outputWidth)),
    };

    private static NetworkSpec Build(MlpOptions options, NetworkInput input, int outputWidth)
    {
        Activation activation = options.Activation ?? Activation.Silu;
        var layers = new List<LayerSpec> { input.Encoding };
        layers.AddRange(MlpParts.Front(options, input, NumericEmbedding.None).Layers);
        foreach (var size in options.HiddenSizes ?? [128, 64])
        {
            // Batch norm subtracts the mean, and with it any bias before it.
            layers.Add(new LinearSpec(size, Bias: !options.BatchNormalization, MlpParts.InitializationFor(activation)));
            if (options.BatchNormalization)
                layers.Add(new BatchNormSpec());
            layers.Add(new ActivationSpec(activation));
            MlpParts.AddDropout(layers, options.Dropout ?? 0.15);
        }
        layers.Add(new LinearSpec(outputWidth, Initialization: WeightInitialization.Glorot));
        return new NetworkSpec([input.RawWidth], layers);
    }
}
