using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a convolutional network is trained with, and of what it is made.</summary>
internal static class CnnRecipe
{
    public static Recipe Choose(CnnOptions options, DataSummary data)
    {
        InputShape shape = CnnInput.Resolve(options.InputShape, data);
        var first = new ChannelNormalizationSpec(shape);
        var grid = Grid.Of(shape.RowShape);
        IReadOnlyList<LayerSpec> body = options.Layers ?? CnnNetworks.Build(options, grid, data);
        return new Recipe
        {
            Fit = new FitSettings
            {
                MaximumEpochCount = 16,
                BatchSize = 128,
                LearningRate = 2e-3,
                LearningRateSchedule = new OneCycleSchedule(),
                WeightDecay = 0.05,
                GradientClipNorm = 1,
                ValidationFraction = 0.1,
                Patience = 0,
            },
            FitInput = (rows, _) => ChannelNormalization.Fit(first, rows.Features, rows.TrainRows),
            BuildNetwork = (encoding, outputWidth) => Build(encoding, body, outputWidth),
        };
    }

    private static NetworkSpec Build(InputEncoding encoding, IReadOnlyList<LayerSpec> body, int outputWidth)
    {
        var network = new NetworkSpec(
            [encoding.InputWidth], [encoding.Spec, .. body, new LinearSpec(outputWidth, true, WeightInitialization.Glorot)]);
        return network.OutputShape.Count == 1
            ? network
            : throw new ArgumentException(
                "CnnOptions.Layers must end in rows of shape [features], but was "
                + $"{NetworkSpec.Format(network.GetOutputShape(network.Layers.Count - 2))}. Add new GlobalPoolSpec() or new FlattenSpec().");
    }
}
