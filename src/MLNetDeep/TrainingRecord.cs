using System.Text.Json;

namespace MLNetDeep;

/// <summary>How a model came to be; the content of <c>training.json</c> in the saved model.</summary>
/// <param name="Architecture">The name of the architecture, for instance <c>Mlp</c>.</param>
/// <param name="Options">The trainer's options.</param>
/// <param name="Seed">The seed in fact used: the options' one, or the one drawn.</param>
/// <param name="Versions">The versions of the assemblies that trained it, by name.</param>
/// <param name="Data">The data it was trained on.</param>
/// <param name="History">The course of the fit, epoch by epoch.</param>
public sealed record TrainingRecord(
    string Architecture,
    JsonElement Options,
    int Seed,
    IReadOnlyDictionary<string, string> Versions,
    TrainingDataShape Data,
    TrainingHistory History)
{
    /// <summary>What the examination after the fit found, the gravest first.</summary>
    /// <value>Empty when nothing was found, when <see cref="DeepTrainerOptions.Diagnose"/> was off, or in models of older versions.</value>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
