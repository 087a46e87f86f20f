using MLNetDeep.Networks;

namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Nothing to learn by reaches the first layer.</summary>
internal sealed class VanishingGradients : ICheck
{
    /// <summary>
    /// Gradient of the first layer relative to its weights, as a share of the largest such in the network. Fits that do well lie above
    /// a hundredth; each sigmoid layer takes a factor of at least 4 (Glorot and Bengio 2010).
    /// </summary>
    private const double Threshold = 1e-4;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        LayerEvidence[] layers = [.. evidence.Layers.Where(layer => layer.Gradients is { } found && double.IsFinite(found.Last))];
        // A step function has no slope; networks of such learn by other rules.
        if (layers.Length < 2 || evidence.Layers.Any(layer => layer.Layer is ActivationSpec { Function: Activation.Step }))
            yield break;
        var first = layers[0];
        var strongest = layers.MaxBy(layer => layer.Gradients!.Last)!;
        var share = first.Gradients!.Last / strongest.Gradients!.Last;
        if (!(share < Threshold))
            yield break;
        yield return new Finding(
            "vanishing-gradients",
            FindingSeverity.Warning,
            $"The gradient of {first.Name} is {(share == 0 ? "0" : $"{Words.Number(share)} of that of {strongest.Name}")}, relative to the "
            + "weights of each: the first layers learn nothing.",
            "Take fewer layers, batch normalisation between them, or an activation without limits (Relu, Silu).");
    }
}
