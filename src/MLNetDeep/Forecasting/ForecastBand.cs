namespace MLNetDeep.Forecasting;

/// <summary>What the bounds of each step and target are moved outwards by, in scaled units; below 0 where they were wide.</summary>
/// <param name="Lower">For the lower bounds. Shape [horizon, targets], as the other.</param>
/// <param name="Upper">For the upper bounds.</param>
internal sealed record ForecastBand(float[] Lower, float[] Upper)
{
    /// <summary>Windows that it was made from; 0 for bounds that do not move on with the rows.</summary>
    public int WindowCount { get; init; }

    /// <summary>Bounds as they are.</summary>
    public static ForecastBand None(int count) => new(new float[count], new float[count]);

    /// <summary>Bounds between these and others.</summary>
    /// <param name="other">The others.</param>
    /// <param name="share">How much these count, from 0 to 1.</param>
    public ForecastBand Mix(ForecastBand other, double share)
    {
        float[] Between(float[] a, float[] b) => [.. a.Zip(b, (one, two) => (float)((share * one) + ((1 - share) * two)))];
        return new(Between(Lower, other.Lower), Between(Upper, other.Upper)) { WindowCount = WindowCount };
    }

    /// <summary>Whether a file's band makes sense.</summary>
    public bool IsUsable(int count) =>
        WindowCount >= 0 && Lower.Length == count && Upper.Length == count
        && Array.TrueForAll(Lower, float.IsFinite) && Array.TrueForAll(Upper, float.IsFinite);
}
