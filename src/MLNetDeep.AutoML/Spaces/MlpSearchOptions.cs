using System.Collections.Immutable;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of a multilayer perceptron: the preset, then the shape and dropout of that preset, and what all share. The first
/// point is the trainer as it is.
/// </summary>
/// <remarks>
/// The ranges are those of the papers' own searches, cut down for a CPU: RealMLP's of arXiv:2407.04491 and pytabkit's tabarena-new, TabM's
/// of arXiv:2410.24210, those of networks and ResNets of arXiv:2106.11959.
/// </remarks>
/// <example>
/// <code>
/// var space = new ConditionalSpace&lt;MlpSearchOptions&gt;();
/// space.Remove(nameof(MlpSearchOptions.EpochFactor));
/// var candidate = ml.Auto().Mlp(DeepTask.Regression, space: space);
/// </code>
/// </example>
public sealed partial record MlpSearchOptions : DeepSearchOptions
{
    /// <summary>The recipe.</summary>
    /// <value>
    /// Default <c>Auto</c>: preset and layers are those of the options that the sweep starts from. Else one of TabM, RealMlp, Plain and
    /// ResNet, with a shape of its own.
    /// </value>
    [Choice(["Auto", nameof(MlpPreset.TabM), nameof(MlpPreset.RealMlp), nameof(MlpPreset.Plain), nameof(MlpPreset.ResNet)], "Auto")]
    public string Preset { get; init; } = "Auto";

    /// <summary>The trainer's options at this point.</summary>
    /// <param name="basis">What is not swept: columns, seed, loss, callbacks; <see langword="null"/> for defaults.</param>
    /// <returns>At the default point the basis itself.</returns>
    /// <exception cref="ArgumentException">The preset is none of those named.</exception>
    public MlpOptions ToOptions(MlpOptions? basis = null)
    {
        MlpOptions options = Apply(basis ?? new MlpOptions());
        return Preset switch
        {
            "Auto" => options,
            nameof(MlpPreset.TabM) => WithTabM(options),
            nameof(MlpPreset.RealMlp) => WithRealMlp(options),
            nameof(MlpPreset.Plain) => WithPlain(options),
            nameof(MlpPreset.ResNet) => WithResNet(options),
            _ => throw new ArgumentException(
                $"{nameof(MlpSearchOptions)}.{nameof(Preset)} must be Auto, TabM, RealMlp, Plain or ResNet, but was '{Preset}'."),
        };
    }

    private static ImmutableArray<int> Alike(int count, int size) => [.. Enumerable.Repeat(size, count)];
}
