namespace MLNetDeep.Diagnosis.Checks;

/// <summary>The network is no better than one number for all rows.</summary>
internal sealed class FlatLoss : ICheck
{
    /// <summary>Of the loss that the best constant leaves, what a network that learned anything takes away.</summary>
    private const double LeastGain = 0.01;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var (loss, baseline) = (evidence.DecisiveLosses.Min(), evidence.DecisiveBaseline);
        if (loss < baseline * (1 - LeastGain) || !(baseline > 0))
            yield break;
        yield return new Finding(
            "flat-loss",
            FindingSeverity.Problem,
            $"The network is no better than the same answer for every row: its lowest {evidence.DecisiveName} loss is "
            + $"{Words.Number(loss)}, that of the best constant {Words.Number(baseline)}.",
            "Check that label and features come from the same rows; if they do, try another learning rate (it was "
            + $"{Words.Number(evidence.Settings.LearningRate)}), more epochs, or features that say more.");
    }
}
