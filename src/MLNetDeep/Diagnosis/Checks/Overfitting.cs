namespace MLNetDeep.Diagnosis.Checks;

/// <summary>What the network learned holds for the training rows only.</summary>
internal sealed class Overfitting : ICheck
{
    /// <summary>Share of the gain over the best constant that does not carry over to validation rows, by the weights kept.</summary>
    private const double LostGain = 0.4;

    /// <summary>
    /// Share of the validation gain that later epochs lost again. A few percent are the rule where early stopping works as it should.
    /// </summary>
    private const double LaterLoss = 0.25;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var (best, last) = (evidence.History.Best, evidence.History.Epochs[^1]);
        if (double.IsNaN(best.ValidationLoss))
            yield break;
        var baseline = evidence.Baseline;
        // On the scale of each part's constant: 0 for the constant, 1 for no loss at all.
        var trainingGain = 1 - best.TrainingLoss / baseline.TrainingLoss;
        var validationGain = 1 - best.ValidationLoss / baseline.ValidationLoss;
        if (trainingGain <= 0 || validationGain <= 0)
            yield break;
        var lost = 1 - validationGain / trainingGain;
        var later = (last.ValidationLoss - best.ValidationLoss) / (baseline.ValidationLoss - best.ValidationLoss);
        if (lost >= LostGain)
        {
            yield return new Finding(
                "overfitting",
                FindingSeverity.Warning,
                $"{Words.Percent(lost)} of what the network learned does not carry over: in epoch {best.Epoch}, the best, it is at "
                + $"{Words.Number(best.TrainingLoss)} on training rows and {Words.Number(best.ValidationLoss)} on validation rows "
                + $"(the best constant: {Words.Number(baseline.ValidationLoss)}).",
                "More rows help most; else a smaller network, more dropout or weight decay, and without columns that tell nothing.");
        }
        else if (evidence.History.ValidationMetric is null && later >= LaterLoss && last.TrainingLoss < best.TrainingLoss)
        {
            yield return new Finding(
                "overfitting",
                FindingSeverity.Note,
                $"After epoch {best.Epoch}, the best, the validation loss rose from {Words.Number(best.ValidationLoss)} to "
                + $"{Words.Number(last.ValidationLoss)} while the training loss fell from {Words.Number(best.TrainingLoss)} to "
                + $"{Words.Number(last.TrainingLoss)}.",
                "A lower learning rate, more dropout or weight decay, or a smaller network may find a better epoch later.");
        }
    }
}
