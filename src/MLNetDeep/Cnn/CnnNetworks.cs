using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The presets.</summary>
internal static class CnnNetworks
{
    /// <summary>What the options' preset makes of the data.</summary>
    /// <param name="options">The user's choices.</param>
    /// <param name="input">Shape of a row.</param>
    /// <param name="data">The data.</param>
    public static CnnPlan Plan(CnnOptions options, Grid input, DataSummary data) => options.Preset switch
    {
        CnnPreset.Auto => AutoNetwork.Plan(options, input, data),
        CnnPreset.LeNet5 => new CnnPlan(LeNet5Network.Build(options, input), Output(WeightInitialization.Glorot), CnnFits.General),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Preset, "The preset has no network."),
    };

    /// <summary>An output layer, whose width the task says.</summary>
    public static LinearSpec Output(WeightInitialization initialization = WeightInitialization.FanInUniform, bool bias = true) =>
        new(1, bias, initialization);

    /// <summary>A number of channels or units under the options' width factor.</summary>
    public static int Scale(CnnOptions options, int width) => Math.Max(1, (int)Math.Round(width * options.WidthFactor));
}
