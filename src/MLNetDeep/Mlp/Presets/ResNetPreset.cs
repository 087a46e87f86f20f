using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// The ResNet for tables of arXiv:2106.11959: a linear layer, then blocks x + dropout(linear(relu(linear(batchnorm(x))))), then batch
/// norm, ReLU and the output layer.
/// </summary>
internal static class ResNetPreset
{
    public static Recipe Choose(MlpOptions options) => new()
    {
        Fit = new FitSettings
        {
            MaximumEpochCount = 48,
            LearningRate = 1e-3,
            LearningRateSchedule = new CosineSchedule(),
            WeightDecay = 0.1,
            GradientClipNorm = 1,
            ValidationFraction = 0.2,
            Patience = 16,
        },
        BuildNetwork = Recipe.ForTables((input, outputWidth) => Build(options, input, outputWidth)),
    };

    private static NetworkSpec Build(MlpOptions options, NetworkInput input, int outputWidth)
    {
        var sizes = options.HiddenSizes ?? [192, 192];
        Activation activation = options.Activation ?? Activation.Relu;
        var layers = new List<LayerSpec> { input.Encoding };
        layers.AddRange(MlpParts.Front(options, input, NumericEmbedding.None).Layers);
        layers.Add(new LinearSpec(sizes[0]));
        foreach (int size in sizes)
        {
            List<LayerSpec> branch = [new BatchNormSpec(), new LinearSpec(2 * size), new ActivationSpec(activation)];
            MlpParts.AddDropout(branch, options.Dropout ?? 0.2);
            branch.Add(new LinearSpec(size));
            layers.Add(ParallelSpec.Residual(branch));
        }

        layers.Add(new BatchNormSpec());
        layers.Add(new ActivationSpec(activation));
        layers.Add(new LinearSpec(outputWidth, Initialization: WeightInitialization.Glorot));
        return new NetworkSpec([input.RawWidth], layers);
    }
}
