using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Turns <see cref="MlpOptions"/> into layers.</summary>
internal static class MlpNetwork
{
    /// <summary>Normalised inputs, then linear, batch norm, activation and dropout per hidden size, then the output layer.</summary>
    public static NetworkSpec Build(MlpOptions options, NetworkInput input, int outputWidth)
    {
        var layers = new List<LayerSpec> { input.Encoding };
        foreach (var size in options.HiddenSizes)
        {
            // Batch norm subtracts the mean, and with it any bias before it.
            layers.Add(new LinearSpec(size, Bias: !options.BatchNormalization, InitializationFor(options.Activation)));
            if (options.BatchNormalization)
                layers.Add(new BatchNorm1dSpec());
            layers.Add(new ActivationSpec(options.Activation));
            if (options.Dropout > 0)
                layers.Add(new DropoutSpec(options.Dropout));
        }
        layers.Add(new LinearSpec(outputWidth, Initialization: WeightInitialization.Glorot));
        return new NetworkSpec([input.RawWidth], layers);
    }

    private static WeightInitialization InitializationFor(Activation activation) => activation switch
    {
        Activation.Tanh or Activation.Sigmoid => WeightInitialization.Glorot,
        Activation.Selu => WeightInitialization.LeCun,
        _ => WeightInitialization.Kaiming,
    };
}
