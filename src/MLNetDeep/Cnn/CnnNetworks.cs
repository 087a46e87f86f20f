using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The presets' layers, between the input and the output layer.</summary>
internal static class CnnNetworks
{
    /// <summary>The layers of the options' preset.</summary>
    /// <param name="options">The user's choices.</param>
    /// <param name="input">Shape of a row.</param>
    /// <param name="data">The data.</param>
    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input, DataSummary data) => options.Preset switch
    {
        CnnPreset.LeNet5 => LeNet5Network.Build(options, input),
        _ => AutoNetwork.Build(options, input),
    };

    /// <summary>A number of channels or units under the options' width factor.</summary>
    public static int Scale(CnnOptions options, int width) => Math.Max(1, (int)Math.Round(width * options.WidthFactor));
}
