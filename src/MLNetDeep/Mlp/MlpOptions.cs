using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Options of the multilayer perceptron: fully connected layers, for tables.</summary>
/// <example>
/// <code>
/// var trainer = ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenSizes = [256, 128], Dropout = 0.2 });
/// </code>
/// </example>
public sealed record MlpOptions : DeepTrainerOptions
{
    /// <summary>The number of units of each hidden layer, from input to output.</summary>
    /// <value>Default 128, then 64. Empty makes a linear model. Each from 1 to 65,536.</value>
    public ImmutableArray<int> HiddenSizes { get; init; } = [128, 64];

    /// <summary>The non-linearity after each hidden layer.</summary>
    /// <value>Default <see cref="Networks.Activation.Silu"/>.</value>
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>The probability that a hidden unit is silenced in a training step.</summary>
    /// <value>Default 0.15, RealMLP's published default (arXiv:2407.04491). At least 0 and below 1.</value>
    public double Dropout { get; init; } = 0.15;

    /// <summary>Whether each hidden layer is normalised over the batch before its activation.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool BatchNormalization { get; init; }

    internal override string Architecture => "Mlp";

    internal override Recipe ChooseRecipe(DataSummary data) => new()
    {
        // The best of a small grid on the tables under samples/data.
        Fit = new FitSettings
        {
            MaximumEpochCount = 32,
            LearningRate = 3e-3,
            LearningRateSchedule = new CosineSchedule(),
            WeightDecay = 0.3,
            GradientClipNorm = 1,
            ValidationFraction = 0.2,
            Patience = 10,
            OneHotLimit = int.MaxValue, // a plain network has no layer that embeds numbers of categories
        },
        BuildNetwork = (input, outputWidth) => MlpNetwork.Build(this, input, outputWidth),
    };

    private protected override void Check(OptionRules rules)
    {
        rules.Require(!HiddenSizes.IsDefault, nameof(HiddenSizes), "a list of sizes", null);
        if (!HiddenSizes.IsDefault)
            rules.Require(HiddenSizes.All(size => size is >= 1 and <= 65_536), nameof(HiddenSizes), "from 1 to 65536 each", HiddenSizes);
        rules.Require(Enum.IsDefined(Activation), nameof(Activation), "one of the activations", Activation);
        rules.Require(Dropout is >= 0 and < 1, nameof(Dropout), "at least 0 and below 1", Dropout);
    }
}
