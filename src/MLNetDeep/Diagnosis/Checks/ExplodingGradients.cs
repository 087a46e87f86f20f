namespace MLNetDeep.Diagnosis.Checks;

/// <summary>A step by the plain gradient would have blown the weights up.</summary>
internal sealed class ExplodingGradients : ICheck
{
    /// <summary>Gradient relative to the weights; fits that do well begin and end below 10.</summary>
    private const double Threshold = 1_000;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var found = evidence.Layers.Where(layer => layer.Gradients is { } gradients && Worst(gradients) >= Threshold)
            .MaxBy(layer => Worst(layer.Gradients!));
        if (found is not { Gradients: { } gradients })
            yield break;
        yield return new Finding(
            "exploding-gradients",
            FindingSeverity.Warning,
            $"The gradient of {found.Name} is {Words.Number(Worst(gradients))} times as long as its weights "
            + $"{(gradients.Last >= Threshold ? "at the end" : "at the beginning")} of the fit.",
            $"Lower the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}), clip the gradients "
            + $"(GradientClipNorm), add batch "
            + "normalisation or take fewer layers.");
    }

    private static double Worst(LayerGradients gradients) => gradients.Last >= Threshold ? gradients.Last : gradients.First;
}
