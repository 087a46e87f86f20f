namespace MLNetDeep.Diagnosis.Statistics;

/// <summary>
/// The two-sample test of Kolmogorov and Smirnov; a missing value counts as the lowest. With many equal values its p-value is on the
/// safe side.
/// </summary>
/// <param name="Distance">The largest difference between the shares of both samples below any value.</param>
/// <param name="PValue">Chance of such a distance between samples of one distribution; 1 when a sample is too small to tell.</param>
/// <param name="FirstMean">Mean of the first sample's values; NaN when all are missing.</param>
/// <param name="SecondMean">Mean of the second sample's values; NaN when all are missing.</param>
/// <param name="FirstMissing">Share of missing values in the first sample.</param>
/// <param name="SecondMissing">Share of missing values in the second sample.</param>
internal sealed record TwoSamples(
    double Distance, double PValue, double FirstMean, double SecondMean, double FirstMissing, double SecondMissing)
{
    /// <summary>Samples below this are too small for the limiting distribution.</summary>
    private const int LeastRows = 30;

    /// <summary>A difference in missing values that is worth telling.</summary>
    private const double MissingDifference = 0.05;

    /// <summary>The value whose share the means are; null for means of quantities.</summary>
    public string? What { get; init; }

    /// <summary>Tests how often something holds.</summary>
    public static TwoSamples OfFlags(float[] first, float[] second, Func<float, bool> holds)
    {
        return Test(Flags(first), Flags(second));

        float[] Flags(float[] values) => [.. values.Select(value => holds(value) ? 1f : 0f)];
    }

    public static TwoSamples Test(float[] first, float[] second)
    {
        float[] a = ColumnEvidence.Sort(first), b = ColumnEvidence.Sort(second);
        if (Math.Min(first.Length, second.Length) < LeastRows)
            return new TwoSamples(0, 1, 0, 0, 0, 0);
        int i = first.Length - a.Length, j = second.Length - b.Length;
        double firstMissing = (double)i / first.Length, secondMissing = (double)j / second.Length;
        var distance = Math.Abs(firstMissing - secondMissing);
        int x = 0, y = 0;
        while (x < a.Length && y < b.Length)
        {
            var value = Math.Min(a[x], b[y]);
            while (x < a.Length && a[x] == value)
                x++;
            while (y < b.Length && b[y] == value)
                y++;
            distance = Math.Max(distance, Math.Abs((double)(i + x) / first.Length - (double)(j + y) / second.Length));
        }
        return new TwoSamples(distance, PValueOf(distance, first.Length, second.Length), Mean(a), Mean(b), firstMissing, secondMissing);
    }

    /// <summary>Both samples in a few words.</summary>
    public string Describe() => What is not null
        ? $"{What} in {Words.Percent(FirstMean)} of training, {Words.Percent(SecondMean)} of validation rows"
        : Math.Abs(FirstMissing - SecondMissing) >= MissingDifference
        ? $"missing in {Words.Percent(FirstMissing)} of training, {Words.Percent(SecondMissing)} of validation rows"
        : $"mean {Words.Number(FirstMean)} in training, {Words.Number(SecondMean)} in validation rows";

    /// <summary>Kolmogorov's limit with Stephens' correction for small samples (Numerical Recipes, 14.3).</summary>
    private static double PValueOf(double distance, double first, double second)
    {
        var root = Math.Sqrt(first * second / (first + second));
        var lambda = (root + 0.12 + 0.11 / root) * distance;
        double sum = 0;
        for (var k = 1; k <= 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2 * k * k * lambda * lambda);
        // The series does not settle near 0, where the chance is 1.
        return lambda < 0.3 ? 1 : Math.Clamp(sum, 0, 1);
    }

    private static double Mean(float[] values) => values.Length == 0 ? double.NaN : values.Average(value => (double)value);
}
