using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

// What RealMLP has of its own.
public sealed partial record MlpSearchOptions
{
    /// <summary>
    /// RealMLP's 256 epochs are too many to sweep, and its schedule ends at 0, so that its last weights are nearly always the best: as in
    /// <see cref="MlpPreset.Auto"/> it is shorter here and learns from all rows.
    /// </summary>
    private const int RealMlpEpochCount = 48;

    /// <summary>Hidden layers of RealMLP.</summary>
    /// <value>Default 3, the preset's. From 2 to 4 (pytabkit, tabarena-new).</value>
    [Range(2, 4, 3)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.RealMlp))]
    public int RealMlpLayerCount { get; init; } = 3;

    /// <summary>Units of each hidden layer of RealMLP.</summary>
    /// <value>Default 256, the preset's. 128, or 256, 384 and 512 as in pytabkit's tabarena-new.</value>
    [Choice([128, 256, 384, 512], 256)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.RealMlp))]
    public int RealMlpWidth { get; init; } = 256;

    /// <summary>The chance that a hidden unit of RealMLP is silenced.</summary>
    /// <value>Default 0.15, the preset's. From 0 to 0.5 (pytabkit, tabarena-new).</value>
    [Range(0.0, 0.5, 0.15)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.RealMlp))]
    public double RealMlpDropout { get; init; } = 0.15;

    /// <summary>What numbers become in front of RealMLP.</summary>
    /// <value>Default PeriodicWithInput, the preset's. Also PiecewiseLinear, or None, as in RealMLP's small form.</value>
    [Choice(
        [
            nameof(MLNetDeep.NumericEmbedding.PeriodicWithInput), nameof(MLNetDeep.NumericEmbedding.PiecewiseLinear),
            nameof(MLNetDeep.NumericEmbedding.None),
        ],
        nameof(MLNetDeep.NumericEmbedding.PeriodicWithInput))]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.RealMlp))]
    public string RealMlpEmbedding { get; init; } = nameof(MLNetDeep.NumericEmbedding.PeriodicWithInput);

    private MlpOptions WithRealMlp(MlpOptions options) => options with
    {
        Preset = MlpPreset.RealMlp,
        HiddenSizes = Alike(RealMlpLayerCount, RealMlpWidth),
        Dropout = Round(RealMlpDropout),
        NumericEmbedding = Enum.Parse<NumericEmbedding>(RealMlpEmbedding),
        MaximumEpochCount = options.MaximumEpochCount ?? RealMlpEpochCount,
        ValidationFraction = options.ValidationFraction ?? 0,
    };
}
