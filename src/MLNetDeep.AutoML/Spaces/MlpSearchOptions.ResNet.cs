using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

// What the ResNet for tables has of its own.
public sealed partial record MlpSearchOptions
{
    /// <summary>Residual blocks.</summary>
    /// <value>Default 2, the preset's. From 1 to 4; the paper's 1 to 8 (arXiv:2106.11959) are for a GPU.</value>
    [Range(1, 4, 2)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.ResNet))]
    public int ResNetBlockCount { get; init; } = 2;

    /// <summary>Units of each block.</summary>
    /// <value>Default 192, the preset's. From 64 to 384 (arXiv:2106.11959: 64 to 512).</value>
    [Choice([64, 128, 192, 256, 384], 192)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.ResNet))]
    public int ResNetWidth { get; init; } = 192;

    /// <summary>The chance that a unit of a block is silenced.</summary>
    /// <value>Default 0.2, the preset's. From 0 to 0.5 (arXiv:2106.11959).</value>
    [Range(0.0, 0.5, 0.2)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.ResNet))]
    public double ResNetDropout { get; init; } = 0.2;

    private MlpOptions WithResNet(MlpOptions options) => options with
    {
        Preset = MlpPreset.ResNet,
        HiddenSizes = Alike(ResNetBlockCount, ResNetWidth),
        Dropout = Round(ResNetDropout),
    };
}
