namespace MLNetDeep.Comparison;

/// <summary>
/// The test of Diebold and Mariano (1995) of whether two forecasters lose alike, with the small-sample correction of Harvey, Leybourne
/// and Newbold (1997).
/// </summary>
internal static class DieboldMariano
{
    private const double IntervalTail = 0.05;

    /// <summary>Tests the mean of loss differences that depend on each other up to a number of lags.</summary>
    /// <param name="differences">d: the losses' differences, in the order of time; at least one.</param>
    /// <param name="lags">h − 1: how many neighbours a difference overlaps with; 0 when none.</param>
    /// <returns>The mean, half the width of its 95 % interval, and the two-sided p-value; NaN where one difference tells nothing.</returns>
    public static (double Mean, double HalfWidth, double PValue) Test(IReadOnlyList<double> differences, int lags)
    {
        var n = differences.Count;
        var mean = differences.Average();
        if (n < 2 || double.IsNaN(mean))
            return (mean, double.NaN, double.NaN);
        lags = Math.Min(lags, n - 1);
        // The variance of the mean: (γ0 + 2 Σ γk) / n. It can come out negative; then, as in R's forecast package, lags are left out.
        var variance = Covariance(differences, mean, 0);
        var whole = variance + (2 * Enumerable.Range(1, lags).Sum(lag => Covariance(differences, mean, lag)));
        if (whole > 0)
            variance = whole;
        else
            lags = 0;
        if (variance <= 0)
            return (mean, 0, mean == 0 ? 1 : 0);
        var horizon = lags + 1.0;
        var correction = Math.Sqrt((n + 1 - (2 * horizon) + (horizon * (horizon - 1) / n)) / n);
        var error = Math.Sqrt(variance / n) / correction;
        return correction > 0
            ? (mean, Statistics.StudentQuantile(IntervalTail, n - 1) * error, Statistics.StudentTwoSided(mean / error, n - 1))
            : (mean, double.NaN, double.NaN);
    }

    private static double Covariance(IReadOnlyList<double> values, double mean, int lag)
    {
        var sum = 0.0;
        for (var i = lag; i < values.Count; i++)
            sum += (values[i] - mean) * (values[i - lag] - mean);
        return sum / values.Count;
    }
}
