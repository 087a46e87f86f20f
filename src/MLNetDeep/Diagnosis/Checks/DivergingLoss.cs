namespace MLNetDeep.Diagnosis.Checks;

/// <summary>The training loss went up for good.</summary>
internal sealed class DivergingLoss : ICheck
{
    /// <summary>How much higher than its lowest the training loss ends; dropout and small batches move it by a few percent.</summary>
    private const double Rise = 1.5;

    /// <summary>The same, as a share of the best constant's loss: near 0 a loss doubles without meaning.</summary>
    private const double RiseOfBaseline = 0.1;

    /// <summary>Epochs whose mean is the end: one high epoch is an accident.</summary>
    private const int EndEpochs = 3;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var epochs = evidence.History.Epochs;
        if (epochs.Count <= EndEpochs)
            yield break;
        var lowest = epochs.MinBy(epoch => epoch.TrainingLoss)!;
        var end = epochs.TakeLast(EndEpochs).Average(epoch => epoch.TrainingLoss);
        if (end < Rise * lowest.TrainingLoss || end - lowest.TrainingLoss < RiseOfBaseline * evidence.Baseline.TrainingLoss)
            yield break;
        yield return new Finding(
            "diverging-loss",
            FindingSeverity.Warning,
            $"The training loss rose again: from {Words.Number(lowest.TrainingLoss)} in epoch {lowest.Epoch} "
            + $"to {Words.Number(end)} in the last {EndEpochs} epochs.",
            $"Lower the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}), "
            + "let it fall over the fit (LearningRateSchedule), or clip the gradients harder (GradientClipNorm).");
    }
}
