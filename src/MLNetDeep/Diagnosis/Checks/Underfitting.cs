namespace MLNetDeep.Diagnosis.Checks;

/// <summary>The fit ended before it was done, or explains little even of its own rows.</summary>
internal sealed class Underfitting : ICheck
{
    /// <summary>The part of the fit that counts as its end.</summary>
    private const double EndShare = 0.2;

    /// <summary>
    /// Share of the gain over the best constant that came in the end of the fit; a schedule that falls to 0 leaves below
    /// 2%.
    /// </summary>
    private const double EndGain = 0.05;

    /// <summary>A network that takes less than this off the constant's loss on its own training rows has hardly learned them.</summary>
    private const double LeastTrainingGain = 0.05;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        if (Unfinished(evidence) is { } unfinished)
        {
            yield return unfinished;
            yield break;
        }
        var (best, baseline) = (evidence.History.Best, evidence.Baseline.TrainingLoss);
        var gain = 1 - best.TrainingLoss / baseline;
        var decisiveGain = 1 - evidence.DecisiveLosses[best.Epoch - 1] / evidence.DecisiveBaseline;
        // Nothing learned at all is FlatLoss's finding.
        if (gain >= LeastTrainingGain || decisiveGain >= LeastTrainingGain || decisiveGain < 0.01)
            yield break;
        yield return new Finding(
            "underfitting",
            FindingSeverity.Note,
            $"The network explains little even of the rows it learned from: its training loss is {Words.Number(best.TrainingLoss)}, "
            + $"that of the best constant {Words.Number(baseline)}.",
            "Either the features say little about the label, or the network is held back: try less dropout and weight decay, more "
            + "units, or another learning rate.");
    }

    private static Finding? Unfinished(FitEvidence evidence)
    {
        var epochs = evidence.History.Epochs;
        var losses = evidence.DecisiveLosses;
        if (evidence.History.StopReason == TrainingStopReason.NoImprovement || epochs.Count < 2)
            return null;
        var tail = Math.Max(1, (int)(EndShare * epochs.Count));
        var gain = losses[^(tail + 1)] - losses[^1];
        var stillBest = evidence.History.BestEpoch > epochs.Count - Math.Max(1, tail / 2);
        var isFalling = epochs[^1].TrainingLoss < epochs[^(tail + 1)].TrainingLoss;
        var isGaining = losses[^1] < evidence.DecisiveBaseline && gain >= EndGain * (evidence.DecisiveBaseline - losses[^1]);
        if (!stillBest || !isFalling || !isGaining)
            return null;
        return new Finding(
            "underfitting",
            FindingSeverity.Note,
            $"The fit ended while the {evidence.DecisiveName} loss was still falling: from {Words.Number(losses[^(tail + 1)])} to "
            + $"{Words.Number(losses[^1])} in the last {Words.Count(tail, "epoch")} of {epochs.Count}.",
            $"Allow more epochs (MaximumEpochCount), or raise the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}).");
    }
}
