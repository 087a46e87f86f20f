using Microsoft.ML.SearchSpace;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

// What the plain network has of its own: a width for each layer that there is, and a momentum where the optimiser has one.
public sealed partial record MlpSearchOptions
{
    /// <summary>The usual step size of gradient descent with momentum; AdamW's are some twenty times smaller.</summary>
    private const double SgdLearningRate = 0.05;

    /// <summary>The preset's decay of 0.3 at AdamW's step size takes as much from the weights in a step.</summary>
    private const double SgdWeightDecay = 0.02;

    /// <summary>Hidden layers of the plain network.</summary>
    /// <value>Default 2, the preset's. From 1 to 4.</value>
    [Range(1, 4, 2)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public int PlainLayerCount { get; init; } = 2;

    /// <summary>Units of the plain network's first layer.</summary>
    /// <value>Default 128, the preset's. From 16 to 512.</value>
    [Choice([16, 32, 64, 128, 256, 512], 128)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public int PlainWidth1 { get; init; } = 128;

    /// <summary>Units of the plain network's second layer.</summary>
    /// <value>Default 64, the preset's. From 16 to 512.</value>
    [Choice([16, 32, 64, 128, 256, 512], 64)]
    [ActiveWhen(nameof(PlainLayerCount), 2, 3, 4)]
    public int PlainWidth2 { get; init; } = 64;

    /// <summary>Units of the plain network's third layer.</summary>
    /// <value>Default 64. From 16 to 512.</value>
    [Choice([16, 32, 64, 128, 256, 512], 64)]
    [ActiveWhen(nameof(PlainLayerCount), 3, 4)]
    public int PlainWidth3 { get; init; } = 64;

    /// <summary>Units of the plain network's fourth layer.</summary>
    /// <value>Default 64. From 16 to 512.</value>
    [Choice([16, 32, 64, 128, 256, 512], 64)]
    [ActiveWhen(nameof(PlainLayerCount), 4)]
    public int PlainWidth4 { get; init; } = 64;

    /// <summary>The plain network's non-linearity.</summary>
    /// <value>Default Silu, the preset's. Also Relu, Gelu, Selu, Mish and Tanh.</value>
    [Choice(
        [
            nameof(Activation.Silu), nameof(Activation.Relu), nameof(Activation.Gelu), nameof(Activation.Selu), nameof(Activation.Mish),
            nameof(Activation.Tanh),
        ],
        nameof(Activation.Silu))]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public string PlainActivation { get; init; } = nameof(Activation.Silu);

    /// <summary>The chance that a hidden unit of the plain network is silenced.</summary>
    /// <value>Default 0.15, the preset's. From 0 to 0.5 (arXiv:2106.11959).</value>
    [Range(0.0, 0.5, 0.15)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public double PlainDropout { get; init; } = 0.15;

    /// <summary>Whether the plain network's layers are normalised over the batch.</summary>
    /// <value>Default <see langword="false"/>, the preset's.</value>
    [BooleanChoice(false)]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public bool PlainBatchNormalization { get; init; }

    /// <summary>The plain network's optimiser.</summary>
    /// <value>Default AdamW, the preset's; else Sgd, whose step size is 0.05 times the factor.</value>
    [Choice([nameof(AdamW), nameof(Sgd)], nameof(AdamW))]
    [ActiveWhen(nameof(Preset), nameof(MlpPreset.Plain))]
    public string PlainOptimizer { get; init; } = nameof(AdamW);

    /// <summary>The share of a step's direction that the next one keeps, of gradient descent.</summary>
    /// <value>Default 0.9. From 0.5 to 0.99.</value>
    [Range(0.5, 0.99, 0.9)]
    [ActiveWhen(nameof(PlainOptimizer), nameof(Sgd))]
    public double PlainMomentum { get; init; } = 0.9;

    private MlpOptions WithPlain(MlpOptions options)
    {
        int[] widths = [PlainWidth1, PlainWidth2, PlainWidth3, PlainWidth4];
        MlpOptions plain = options with
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [.. widths.Take(PlainLayerCount)],
            Activation = Enum.Parse<Activation>(PlainActivation),
            Dropout = Round(PlainDropout),
            BatchNormalization = PlainBatchNormalization,
        };
        return PlainOptimizer == nameof(AdamW)
            ? plain
            : plain with
            {
                Optimizer = new Sgd { Momentum = Round(PlainMomentum), Nesterov = true },
                LearningRate = SgdLearningRate,
                WeightDecay = SgdWeightDecay,
            };
    }
}
