namespace MLNetDeep.Comparison;

/// <summary>The little statistics a comparison needs.</summary>
internal static class Statistics
{
    // Lanczos's approximation with g = 7 and nine terms: relative error below 1e-14 for positive arguments.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Sample standard deviation; 0 for a single value.</summary>
    public static double StandardDeviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    /// <summary>The quantile of sorted values, straight between neighbours, as NumPy's default.</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>Pearson's correlation; 0 when either does not vary.</summary>
    public static double Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }

    /// <summary>
    /// Half the width of the interval of a mean over folds, the variance corrected as in <see cref="CorrectedPairedPValue"/>; NaN with one
    /// fold.
    /// </summary>
    public static double CorrectedHalfWidth(IReadOnlyList<double> values, double testShare, double confidence) => values.Count < 2
        ? double.NaN
        : StudentQuantile(1 - confidence, values.Count - 1) * StandardDeviation(values) * Math.Sqrt((1.0 / values.Count) + testShare);

    /// <summary>
    /// Two-sided p-value of the corrected resampled t-test (Nadeau and Bengio, "Inference for the generalization error",
    /// Machine Learning 52, 2003): the variance of the mean is (1/k + test rows / training rows) times that of the differences.
    /// </summary>
    public static double CorrectedPairedPValue(IReadOnlyList<double> differences, double testShare)
    {
        var k = differences.Count;
        var mean = differences.Average();
        var deviation = StandardDeviation(differences);
        if (k == 1)
            return 1;
        if (deviation == 0)
            return mean == 0 ? 1 : 0;
        var t = mean / (deviation * Math.Sqrt((1.0 / k) + testShare));
        return StudentTwoSided(t, k - 1);
    }

    /// <summary>Probability that Student's t with these degrees of freedom is at least |t| away from 0.</summary>
    public static double StudentTwoSided(double t, double degreesOfFreedom) =>
        IncompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));

    /// <summary>The value that |t| exceeds with this probability, for Student's t with these degrees of freedom.</summary>
    public static double StudentQuantile(double twoSided, double degreesOfFreedom)
    {
        var (low, high) = (0.0, 1.0);
        while (StudentTwoSided(high, degreesOfFreedom) > twoSided && high < 1e12)
            high *= 2;
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = StudentTwoSided(middle, degreesOfFreedom) > twoSided ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    // Regularised incomplete beta function by its continued fraction, which converges fast below the mean; above it by symmetry.
    internal static double IncompleteBeta(double a, double b, double x)
    {
        if (x is <= 0 or >= 1)
            return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - IncompleteBeta(b, a, 1 - x);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var fraction = d;
        for (var m = 1; m <= 200; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            fraction *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            fraction *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-14)
                break;
        }
        return front * fraction;
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;

    internal static double LogGamma(double x)
    {
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + i);
        var t = x + Lanczos.Length - 1.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
