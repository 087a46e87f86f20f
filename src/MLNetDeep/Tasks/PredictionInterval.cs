namespace MLNetDeep.Tasks;

/// <summary>An interval around each score that covers the truth as often as asked.</summary>
/// <param name="Coverage">The share of new rows that lie inside.</param>
/// <param name="Margins">
/// For each target, what the bounds are moved outwards by, in the label's unit; below 0 where quantiles were wide.
/// </param>
internal sealed record PredictionInterval(double Coverage, float[] Margins)
{
    /// <summary>Whether there is a finite margin for each target.</summary>
    public bool IsUsable(int targetCount) => Margins.Length == targetCount && Array.TrueForAll(Margins, float.IsFinite);
}
