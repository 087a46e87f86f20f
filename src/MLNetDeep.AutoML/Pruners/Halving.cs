namespace MLNetDeep.AutoML;

/// <summary>The rungs of successive halving, and who goes on at one.</summary>
internal static class Halving
{
    /// <summary>Whether an amount of work is <paramref name="first"/> times a power of <paramref name="factor"/>.</summary>
    /// <param name="work">Epochs or folds done.</param>
    /// <param name="first">The work of the first rung.</param>
    /// <param name="factor">How much later each rung is.</param>
    /// <param name="skipped">Rungs left out at the start.</param>
    public static bool IsRung(int work, int first, int factor, int skipped)
    {
        long rung = first;
        for (int i = 0; rung < work || i < skipped; i++)
        {
            rung *= factor;
            if (rung > int.MaxValue)
                return false;
        }

        return rung == work;
    }

    /// <summary>
    /// Why a trial does not go on; null when it does. While there are fewer trials at the rung than the factor, only the best goes on: a
    /// pruned trial does not come back, so a promise cannot wait for others.
    /// </summary>
    public static string? FindReason(PruningPoint point, Trial trial, IEnumerable<Trial> others, int factor)
    {
        if (point.Find(trial) is not { } loss)
            return null;
        double[] there = [.. others.Select(point.Find).OfType<double>()];
        int kept = Math.Max(1, (there.Length + 1) / factor);
        double needed = there.Append(loss).Order().ElementAt(kept - 1);
        return loss > needed ? point.Explain(loss, there, needed) : null;
    }
}
