namespace MLNetDeep.Comparisons.Peers;

/// <summary>What a prediction engine gives.</summary>
internal sealed class ScoreRow
{
    public float[] Score { get; set; } = [];
}
