using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The presets.</summary>
internal static class CnnNetworks
{
    /// <summary>From this size on networks begin with strides and pools.</summary>
    public const int LargeImage = 64;

    /// <summary>What the options' preset makes of the data.</summary>
    /// <param name="options">The user's choices.</param>
    /// <param name="input">Shape of a row.</param>
    /// <param name="data">The data.</param>
    public static CnnPlan Plan(CnnOptions options, Grid input, DataSummary data)
    {
        FitSettings Moved(FitSettings fit, int cutout = 0) => CnnFits.WithMoves(fit, input, data, CnnFits.UsualMove(input), cutout);
        return options.Preset switch
        {
            CnnPreset.Auto => AutoNetwork.Plan(options, input, data),
            CnnPreset.LeNet5 => new CnnPlan(LeNet5Network.Build(options, input), Output(WeightInitialization.Glorot), CnnFits.General),
            CnnPreset.AlexNet => new CnnPlan(AlexNetwork.Build(options, input), Output(), Moved(CnnFits.AlexNet(options, data))),
            CnnPreset.Vgg11 => new CnnPlan(
                VggNetwork.Build(options, input, [1, 1, 2, 2, 2]), Output(), Moved(CnnFits.Vgg(options, data))),
            CnnPreset.Vgg16 => new CnnPlan(
                VggNetwork.Build(options, input, [2, 2, 3, 3, 3]), Output(), Moved(CnnFits.Vgg(options, data))),
            CnnPreset.GoogLeNet => new CnnPlan(GoogLeNetwork.Build(options, input), Output(), Moved(CnnFits.ResNet(options, data))),
            CnnPreset.ResNet9 => new CnnPlan(
                ResNet9Network.Build(options, input), Output(bias: false) with { ProductFactor = 1.0 / 8 },
                Moved(CnnFits.ResNet9(options, data), cutout: Math.Min(input.Height, input.Width) / 4)),
            CnnPreset.ResNet18 => new CnnPlan(ResNetwork.Build18(options, input), Output(), Moved(CnnFits.ResNet(options, data))),
            CnnPreset.ResNet20 => new CnnPlan(ResNetwork.Build20(options, input), Output(), Moved(CnnFits.ResNet20(options, data))),
            CnnPreset.ResNet50 => new CnnPlan(ResNetwork.Build50(options, input), Output(), Moved(CnnFits.ResNet(options, data))),
            CnnPreset.Airbench => AirbenchNetwork.Plan(options, input, data),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Preset, "The preset has no network."),
        };
    }

    /// <summary>An output layer, whose width the task says.</summary>
    public static LinearSpec Output(WeightInitialization initialization = WeightInitialization.FanInUniform, bool bias = true) =>
        new(1, bias, initialization);

    /// <summary>A number of channels or units under the options' width factor.</summary>
    public static int Scale(CnnOptions options, int width) => Math.Max(1, (int)Math.Round(width * options.WidthFactor));

    /// <summary>The stride that brings a large image below 64 pixels, for networks that were made for 32; 1 for one that is so.</summary>
    public static int FirstStride(int side)
    {
        int stride = 1;
        while ((side + stride - 1) / stride >= LargeImage)
            stride *= 2;
        return stride;
    }
}
