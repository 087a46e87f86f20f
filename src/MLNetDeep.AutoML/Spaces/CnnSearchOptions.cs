using Microsoft.ML.SearchSpace;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of a convolutional network: layers, width, optimiser, mixing of rows, and what all deep trainers share. The first
/// point is the trainer as it is.
/// </summary>
/// <remarks>
/// With a <see cref="CnnOptions.BaseModel"/> or <see cref="CnnOptions.Layers"/> of their own, options keep their layers at all points.
/// Movements of images are the user's to choose: which of them leave the class as it is, no search can know.
/// </remarks>
public sealed record CnnSearchOptions : DeepSearchOptions
{
    /// <summary>The recipe.</summary>
    /// <value>
    /// Default <c>Auto</c>: that of the options that the sweep starts from. Else LeNet5, ResNet9, ResNet20 or Airbench, which fit small
    /// images and signals.
    /// </value>
    [Choice(
        ["Auto", nameof(CnnPreset.LeNet5), nameof(CnnPreset.ResNet9), nameof(CnnPreset.ResNet20), nameof(CnnPreset.Airbench)], "Auto")]
    public string Preset { get; init; } = "Auto";

    /// <summary>What the numbers of channels are multiplied by.</summary>
    /// <value>Default 1. From 0.5 to 2, logarithmic; time goes with its square.</value>
    [Range(0.5, 2.0, 1.0, true)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>The optimiser.</summary>
    /// <value>Default <c>Recipe</c>: the preset's, mostly gradient descent with Nesterov momentum 0.9. Else Sgd or AdamW.</value>
    [Choice(["Recipe", nameof(Sgd), nameof(AdamW)], "Recipe")]
    public string Optimizer { get; init; } = "Recipe";

    /// <summary>The share of a step's direction that the next one keeps, of gradient descent.</summary>
    /// <value>Default 0.9. From 0.7 to 0.98.</value>
    [Range(0.7, 0.98, 0.9)]
    [ActiveWhen(nameof(Optimizer), nameof(Sgd))]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether rows of a batch are mixed.</summary>
    /// <value>Default <c>Recipe</c>: as the preset has it, mostly not. Else Mixup (arXiv:1710.09412) or CutMix (arXiv:1905.04899).</value>
    [Choice(["Recipe", "Mixup", "CutMix"], "Recipe")]
    public string Mixing { get; init; } = "Recipe";

    /// <summary>How much Mixup mixes.</summary>
    /// <value>Default 0.2. From 0.1 to 0.4, as in its paper.</value>
    [Range(0.1, 0.4, 0.2)]
    [ActiveWhen(nameof(Mixing), "Mixup")]
    public double MixupAlpha { get; init; } = 0.2;

    /// <summary>How much CutMix mixes.</summary>
    /// <value>Default 1, its paper's. From 0.2 to 1.</value>
    [Range(0.2, 1.0, 1.0)]
    [ActiveWhen(nameof(Mixing), "CutMix")]
    public double CutMixAlpha { get; init; } = 1;

    /// <summary>The trainer's options at this point.</summary>
    /// <param name="basis">What is not swept: columns, shape, seed, augmentation; <see langword="null"/> for defaults.</param>
    /// <returns>At the default point the basis itself.</returns>
    /// <exception cref="ArgumentException">The preset is unknown.</exception>
    public CnnOptions ToOptions(CnnOptions? basis = null)
    {
        CnnOptions options = Apply(basis ?? new CnnOptions());
        if (options.BaseModel is null && options.Layers is null)
        {
            options = options with
            {
                Preset = Preset == "Auto" ? options.Preset : Enum.Parse<CnnPreset>(Preset),
                WidthFactor = Round(options.WidthFactor * WidthFactor),
            };
        }

        options = Optimizer switch
        {
            nameof(Sgd) => options with { Optimizer = new Sgd { Momentum = Round(Momentum), Nesterov = true } },
            nameof(AdamW) => options with { Optimizer = new AdamW() },
            _ => options,
        };
        return Mixing switch
        {
            "Mixup" => options with { MixupAlpha = Round(MixupAlpha) },
            "CutMix" => options with { CutMixAlpha = Round(CutMixAlpha) },
            _ => options,
        };
    }
}
