using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Options of the convolutional network, for small images and for signals.</summary>
/// <remarks>
/// <see cref="Preset"/> is a whole recipe; every option that is <see langword="null"/> is left to it, and what was chosen stands in the
/// model.
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.MulticlassClassification.Trainers.Cnn(new CnnOptions { InputShape = InputShape.Image(1, 28, 28) });
/// </code>
/// </example>
public sealed partial record CnnOptions : DeepTrainerOptions
{
    /// <summary>The recipe that fills in what the other options leave open.</summary>
    /// <value>Default <see cref="CnnPreset.Auto"/>.</value>
    public CnnPreset Preset { get; init; }

    /// <summary>What the feature vector holds.</summary>
    /// <value>
    /// Default <see langword="null"/>: the dimensions of the column's type, as ML.NET's pixel extractor and the readers of images give
    /// them; a vector without dimensions needs this option.
    /// </value>
    public InputShape? InputShape { get; init; }

    /// <summary>The layers between the input and the output layer, instead of the preset's.</summary>
    /// <value>
    /// Default <see langword="null"/>: the preset's. The first layer sees rows of shape [height, width, channels] or [length, channels];
    /// the last one puts out [features]. They are trained with AdamW along one cycle, for all that is not said.
    /// </value>
    public ImmutableArray<LayerSpec>? Layers { get; init; }

    /// <summary>What the preset's numbers of channels and units are multiplied by.</summary>
    /// <value>Default 1. From 0.01 to 16.</value>
    public double WidthFactor { get; init; } = 1;

    internal override string Architecture => "Cnn";

    internal override bool KeepsBytes => true;

    /// <summary>
    /// A step of a hundred million takes some milliseconds: below that threads wait for each other longer than they help, beyond some
    /// cores images as small as those that are meant here gain nothing.
    /// </summary>
    private protected override int ChooseThreads(long multiplyAdds) =>
        multiplyAdds < 100_000_000 ? 1 : Math.Min(Environment.ProcessorCount, 16);

    internal override Recipe ChooseRecipe(DataSummary data) =>
        CompleteLayers(BaseModel is null ? CnnRecipe.Choose(this, data) : TransferRecipe.Choose(this, BaseModel, data));

    private protected override void Check(OptionRules rules)
    {
        CheckAugmentation(rules);
        rules.Require(Enum.IsDefined(Preset), nameof(Preset), "one of the presets", Preset);
        rules.Require(WidthFactor is >= 0.01 and <= 16, nameof(WidthFactor), "from 0.01 to 16", WidthFactor);
        rules.Require(
            CategoricalFeatureColumnNames.IsDefaultOrEmpty, nameof(CategoricalFeatureColumnNames), "empty for a convolutional network",
            CategoricalFeatureColumnNames);
        CheckTransfer(rules);
        if (Layers is not { } layers)
            return;
        var isList = !layers.IsDefault && layers.All(layer => layer is not null);
        rules.Require(isList, nameof(Layers), "a list of layers", layers.IsDefault ? null : layers.Select(layer => layer?.Describe()));
        if (isList)
        {
            rules.Require(layers.All(layer => !layer.MustBeFirst), nameof(Layers),
                "without input normalisation, which the trainer puts before them", layers.Select(layer => layer.Describe()));
        }
    }
}
