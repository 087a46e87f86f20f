using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

// What is taken over from another network, and how fast which layers learn.
public sealed partial record CnnOptions
{
    /// <summary>A fitted convolutional network whose features this one begins with.</summary>
    /// <value>
    /// Default <see langword="null"/>: all weights are drawn at random. Otherwise all layers of the model but its output layer are taken
    /// with their weights, and its input is normalised as it was for the model; the output layer is a new one for the task and the labels
    /// at hand, which may be others. The model is a single network for images or signals of the same size; their numbers may lie in
    /// another order. Nothing of it is changed. Without other options a fit then takes some hundred steps of AdamW, for tens of rows as
    /// well as for thousands. A fit that also has an <see cref="DeepTrainerOptions.InitialModel"/> takes its layers from here and its
    /// weights from there: so training goes on after the output layer has learned.
    /// </value>
    [JsonIgnore]
    public DeepModel? BaseModel { get; init; }

    /// <summary>The layers that stay as they are.</summary>
    /// <value>
    /// Default empty: all learn. Patterns of layers by position in the summary (<c>3</c>, or <c>1-6</c>) or by kind (<c>conv</c>), or of
    /// tensors (<c>3.weight</c>, <c>3.branch0.*</c>); * stands for any text. The output layer always learns, so <c>*</c> means all others.
    /// A batch normalisation whose scale is frozen uses its running statistics while others learn and leaves them as they are, as in Keras
    /// (trainable = False). <see cref="Training.FreezeLayers"/> freezes for some epochs only.
    /// </value>
    public ImmutableArray<string> FrozenLayers { get; init; } = [];

    /// <summary>How fast some layers learn: early ones, which see edges and spots, need less change than late ones.</summary>
    /// <value>
    /// Default empty: all alike. The last entry that names a tensor holds. Patterns are those of <see cref="FrozenLayers"/>; factors are
    /// finite and at least 0.
    /// </value>
    public ImmutableArray<LayerLearningRateFactor> LayerLearningRateFactors { get; init; } = [];

    /// <summary>What the step size falls by from a layer with weights to the one before it.</summary>
    /// <value>
    /// Default 1: it does not. Above 0 and at most 1; ULMFiT took 1 / 2.6 (arXiv:1801.06146). Layers that
    /// <see cref="LayerLearningRateFactors"/> name have their factor alone.
    /// </value>
    public double LearningRateDecayPerLayer { get; init; } = 1;

    internal override bool DescribesNetwork(string option) =>
        option is not (nameof(FrozenLayers) or nameof(LayerLearningRateFactors) or nameof(LearningRateDecayPerLayer)
            or nameof(ImageAugmentation) or nameof(SignalAugmentation) or nameof(CutMixAlpha));

    /// <summary>A recipe with what the user said of single layers.</summary>
    private Recipe CompleteLayers(Recipe recipe) => recipe with
    {
        Fit = recipe.Fit with
        {
            FrozenLayers = FrozenLayers,
            LayerLearningRateFactors = LayerLearningRateFactors,
            LearningRateDecayPerLayer = LearningRateDecayPerLayer,
        },
    };

    private void CheckTransfer(OptionRules rules)
    {
        rules.Require(
            !FrozenLayers.IsDefault && FrozenLayers.All(pattern => !string.IsNullOrEmpty(pattern)), nameof(FrozenLayers),
            "names or patterns of layers", FrozenLayers.IsDefault ? null : FrozenLayers);
        rules.Require(
            !LayerLearningRateFactors.IsDefault && LayerLearningRateFactors.All(IsUsable), nameof(LayerLearningRateFactors),
            "patterns of layers with factors that are finite and at least 0",
            LayerLearningRateFactors.IsDefault ? null : LayerLearningRateFactors);
        rules.Require(
            LearningRateDecayPerLayer is > 0 and <= 1, nameof(LearningRateDecayPerLayer), "above 0 and at most 1",
            LearningRateDecayPerLayer);
        if (BaseModel is not { } model)
            return;
        rules.Require(!model.IsEnsemble, nameof(BaseModel), "a single network", $"an ensemble of {model.Members.Count}");
        rules.Require(
            model.IsEnsemble || TransferRecipe.HasFeatures(model.Network), nameof(BaseModel),
            "a convolutional network, which starts with ChannelNormalization and ends in a linear layer",
            $"{model.Training.Architecture}, which starts with {model.Network.Layers[0].Describe()} and ends in "
            + model.Network.Layers[^1].Describe());
        rules.Require(Layers is null, nameof(Layers), "null with a BaseModel, whose layers are taken", Layers?.Select(Describe));
        rules.Require(Preset == CnnPreset.Auto, nameof(Preset), "Auto with a BaseModel, whose layers are taken", Preset);
        rules.Require(WidthFactor == 1, nameof(WidthFactor), "1 with a BaseModel, whose layers are taken", WidthFactor);

        static bool IsUsable(LayerLearningRateFactor? entry) =>
            entry is not null && !string.IsNullOrEmpty(entry.Pattern) && double.IsFinite(entry.Factor) && entry.Factor >= 0;

        static string? Describe(LayerSpec? layer) => layer?.Describe();
    }
}
