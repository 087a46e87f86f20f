namespace MLNetDeep.Diagnosis.Checks;

/// <summary>The loss that chooses the epoch jumps about instead of falling.</summary>
internal sealed class LearningRateTooHigh : ICheck
{
    /// <summary>The typical jump between epochs, as a share of all that the fit gained; a quiet fit moves by 1 to 5%.</summary>
    private const double LargestJump = 0.25;

    /// <summary>Share of the epochs after which the loss turns; one that rises on and on is overfitting or diverging.</summary>
    private const double TurnShare = 0.4;

    /// <summary>Fewer epochs show no pattern. The first quarter, in which the loss should move, is not counted.</summary>
    private const int LeastEpochs = 8;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        var losses = evidence.DecisiveLosses;
        var gain = evidence.DecisiveBaseline - losses.Min();
        if (losses.Length < LeastEpochs || gain <= 0)
            yield break;
        var late = losses[(losses.Length / 4)..];
        double[] moves = [.. late.Skip(1).Zip(late, (next, previous) => next - previous)];
        var jump = moves.Select(Math.Abs).Order().ElementAt(moves.Length / 2);
        var turns = moves.Skip(1).Zip(moves, (next, previous) => next * previous < 0).Count(turned => turned);
        if (jump < LargestJump * gain || turns < TurnShare * moves.Length)
            yield break;
        yield return new Finding(
            "learning-rate-too-high",
            FindingSeverity.Warning,
            $"The {evidence.DecisiveName} loss jumps: typically by {Words.Number(jump)} from epoch to epoch, which is "
            + $"{Words.Percent(jump / gain)} of all that the fit gained.",
            $"Lower the learning rate (it was {Words.Number(evidence.Settings.LearningRate)}) by a factor of 3 to 10, "
            + "or take larger batches; with few validation rows, hold out more.");
    }
}
