using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Options of the multilayer perceptron: fully connected layers, for tables.</summary>
/// <remarks>
/// <see cref="Preset"/> is a whole recipe; every option that is <see langword="null"/> is left to it, and what was chosen stands in the
/// model.
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.BinaryClassification.Trainers.Mlp(new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [256, 128] });
/// </code>
/// </example>
public sealed record MlpOptions : DeepTrainerOptions
{
    /// <summary>The recipe that fills in what the other options leave open.</summary>
    /// <value>Default <see cref="MlpPreset.Auto"/>.</value>
    public MlpPreset Preset { get; init; }

    /// <summary>The number of units of each hidden layer, from input to output; for <see cref="MlpPreset.ResNet"/> of each block.</summary>
    /// <value>
    /// Default <see langword="null"/>: the preset's (Plain 128, 64; RealMLP 256, 256, 256; TabM 128, 128; ResNet 192, 192). Empty makes
    /// a linear model. Each from 1 to 65,536; alike for ResNet.
    /// </value>
    public ImmutableArray<int>? HiddenSizes { get; init; }

    /// <summary>The non-linearity after each hidden layer.</summary>
    /// <value>Default <see langword="null"/>: the preset's (Plain SiLU; RealMLP SELU for classes, Mish for numbers; TabM, ResNet
    /// ReLU).</value>
    public Activation? Activation { get; init; }

    /// <summary>The probability that a hidden unit is silenced in a training step.</summary>
    /// <value>
    /// Default <see langword="null"/>: the preset's (Plain and RealMLP 0.15, arXiv:2407.04491; TabM 0.1, arXiv:2410.24210; ResNet 0.2).
    /// At least 0 and below 1.
    /// </value>
    public double? Dropout { get; init; }

    /// <summary>Whether each hidden layer of <see cref="MlpPreset.Plain"/> is normalised over the batch before its activation.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool BatchNormalization { get; init; }

    /// <summary>What numbers become before the first linear layer; columns of two values stay as they are.</summary>
    /// <value>Default <see langword="null"/>: the preset's (TabM piecewise-linear, RealMLP PBLD, the others none).</value>
    public NumericEmbedding? NumericEmbedding { get; init; }

    /// <summary>Numbers that a category with more than <see cref="DeepTrainerOptions.OneHotLimit"/> values becomes.</summary>
    /// <value>Default 8, RealMLP's (arXiv:2407.04491). At least 1.</value>
    public int CategoryEmbeddingSize { get; init; } = 8;

    /// <summary>Members of the ensemble inside <see cref="MlpPreset.TabM"/> and <see cref="MlpPreset.TabMMini"/>.</summary>
    /// <value>Default <see langword="null"/>: 8, for a CPU; TabM's paper takes 32 on a GPU (arXiv:2410.24210). At least 1.</value>
    public int? MemberCount { get; init; }

    internal override string Architecture => "Mlp";

    internal override Recipe ChooseRecipe(DataSummary data) => Preset switch
    {
        MlpPreset.Plain => PlainPreset.Choose(this),
        MlpPreset.RealMlp => RealMlpPreset.Choose(this, data, isSmall: false),
        MlpPreset.RealMlpSmall => RealMlpPreset.Choose(this, data, isSmall: true),
        MlpPreset.TabM => TabMPreset.Choose(this, data, isMini: false),
        MlpPreset.TabMMini => TabMPreset.Choose(this, data, isMini: true),
        MlpPreset.ResNet => ResNetPreset.Choose(this),
        _ => AutoPreset.Choose(this, data),
    };

    private protected override void Check(OptionRules rules)
    {
        rules.Require(Enum.IsDefined(Preset), nameof(Preset), "one of the presets", Preset);
        rules.Require(HiddenSizes is not { IsDefault: true }, nameof(HiddenSizes), "a list of sizes", null);
        if (HiddenSizes is { IsDefault: false } sizes)
        {
            rules.Require(sizes.All(size => size is >= 1 and <= 65_536), nameof(HiddenSizes), "from 1 to 65536 each", sizes);
            var isAlike = Preset != MlpPreset.ResNet || (!sizes.IsEmpty && sizes.Distinct().Count() == 1);
            rules.Require(isAlike, nameof(HiddenSizes), "one size for all blocks of a ResNet", sizes);
        }
        rules.Require(Activation is null || Enum.IsDefined(Activation.Value), nameof(Activation), "one of the activations", Activation);
        rules.Require(Dropout is null or (>= 0 and < 1), nameof(Dropout), "at least 0 and below 1", Dropout);
        var isKnown = NumericEmbedding is null || Enum.IsDefined(NumericEmbedding.Value);
        rules.Require(isKnown, nameof(NumericEmbedding), "one of the embeddings", NumericEmbedding);
        rules.Require(CategoryEmbeddingSize >= 1, nameof(CategoryEmbeddingSize), "at least 1", CategoryEmbeddingSize);
        rules.Require(MemberCount is null or >= 1, nameof(MemberCount), "at least 1", MemberCount);
    }
}
