using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

// What TabM has of its own.
public sealed partial record MlpSearchOptions
{
    /// <summary>Hidden layers of TabM.</summary>
    /// <value>Default 2, the preset's. From 1 to 4 (arXiv:2410.24210).</value>
    [Range(1, 4, 2)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.TabM))]
    public int TabMLayerCount { get; init; } = 2;

    /// <summary>Units of each hidden layer of TabM.</summary>
    /// <value>Default 128, the preset's. From 64 to 384; the paper's 64 to 1,024 are for a GPU.</value>
    [Choice([64, 96, 128, 192, 256, 384], 128)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.TabM))]
    public int TabMWidth { get; init; } = 128;

    /// <summary>Members of the ensemble inside TabM.</summary>
    /// <value>Default 8, the preset's. 4, 8, 16, or 32 as in the paper.</value>
    [Choice([4, 8, 16, 32], 8)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.TabM))]
    public int TabMMemberCount { get; init; } = 8;

    /// <summary>The chance that a hidden unit of TabM is silenced.</summary>
    /// <value>Default 0.1, the preset's. From 0 to 0.5 (arXiv:2410.24210).</value>
    [Range(0.0, 0.5, 0.1)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.TabM))]
    public double TabMDropout { get; init; } = 0.1;

    /// <summary>What numbers become in front of TabM.</summary>
    /// <value>Default PiecewiseLinear, the preset's. Also PeriodicWithInput, or None, which is several times faster on wide tables.</value>
    [Choice(
        [
            nameof(MLNetDeep.NumericEmbedding.PiecewiseLinear), nameof(MLNetDeep.NumericEmbedding.PeriodicWithInput),
            nameof(MLNetDeep.NumericEmbedding.None),
        ],
        nameof(MLNetDeep.NumericEmbedding.PiecewiseLinear))]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.TabM))]
    public string TabMEmbedding { get; init; } = nameof(MLNetDeep.NumericEmbedding.PiecewiseLinear);

    private MlpOptions WithTabM(MlpOptions options) => options with
    {
        Preset = MlpPreset.TabM,
        HiddenSizes = Alike(TabMLayerCount, TabMWidth),
        MemberCount = TabMMemberCount,
        Dropout = Round(TabMDropout),
        NumericEmbedding = Enum.Parse<NumericEmbedding>(TabMEmbedding),
    };
}
