using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Options of a network that the user describes layer by layer.</summary>
/// <example>
/// <code>
/// var trainer = ml.Regression.Trainers.Network(new NetworkOptions
/// {
///     Layers = [new LinearSpec(64), ParallelSpec.Residual(new ActivationSpec(Activation.Relu), new LinearSpec(64))],
/// });
/// </code>
/// </example>
public sealed record NetworkOptions : DeepTrainerOptions
{
    /// <summary>The layers, from the encoded features to the output layer, which comes after them.</summary>
    /// <value>
    /// Default empty, which makes a linear model. The first layer sees rows of shape [features], scaled and without missing values;
    /// categories are one-hot, unless <see cref="DeepTrainerOptions.OneHotLimit"/> leaves large ones as numbers, one column each at the
    /// end, for a <see cref="CategoryEmbeddingSpec"/>. The last layer may put out rows of shape [features] or, for an ensemble trained as
    /// one network, [members, features].
    /// </value>
    public ImmutableArray<LayerSpec> Layers { get; init; } = [];

    /// <summary>Whether a linear layer with as many outputs as the task needs follows the layers; in an ensemble, one for each
    /// member.</summary>
    /// <value>Default <see langword="true"/>. Otherwise <see cref="Layers"/> must end in that width themselves.</value>
    public bool AddOutputLayer { get; init; } = true;

    internal override string Architecture => "Network";

    internal override Recipe ChooseRecipe(DataSummary data) => new()
    {
        Fit = new FitSettings
        {
            MaximumEpochCount = 32,
            LearningRate = 1e-3,
            LearningRateSchedule = new CosineSchedule(),
            WeightDecay = 0.01, // PyTorch's default of AdamW
            GradientClipNorm = 1,
            ValidationFraction = 0.2,
            Patience = 10,
            OneHotLimit = int.MaxValue, // who embeds categories says so
        },
        BuildNetwork = Recipe.ForTables(Build),
    };

    private protected override void Check(OptionRules rules)
    {
        var isList = !Layers.IsDefault && Layers.All(layer => layer is not null);
        rules.Require(isList, nameof(Layers), "a list of layers", Layers.IsDefault ? null : Layers.Select(layer => layer?.Describe()));
        if (isList)
        {
            rules.Require(Layers.All(layer => !layer.MustBeFirst), nameof(Layers),
                "without input normalisation, which the trainer puts before them", Layers.Select(layer => layer.Describe()));
        }
    }

    private NetworkSpec Build(NetworkInput input, int outputWidth)
    {
        var layers = new List<LayerSpec>([input.Encoding, .. Layers]);
        if (AddOutputLayer)
        {
            var isEnsemble = new NetworkSpec([input.RawWidth], layers).IsEnsemble;
            layers.Add(isEnsemble ? new MemberLinearSpec(outputWidth) : new LinearSpec(outputWidth, true, WeightInitialization.Glorot));
        }

        var network = new NetworkSpec([input.RawWidth], layers);
        if (network.OutputShape.Count > 2 || network.OutputShape[^1] != outputWidth)
        {
            throw new ArgumentException(
                $"NetworkOptions.Layers must end in rows of shape [{outputWidth}] or [members, {outputWidth}], as the task needs, "
                + $"but was {NetworkSpec.Format(network.OutputShape)}. Add new LinearSpec({outputWidth}) or set AddOutputLayer.");
        }

        return network;
    }
}
