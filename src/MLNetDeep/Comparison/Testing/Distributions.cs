namespace MLNetDeep.Comparison;

/// <summary>The probabilities that tests of several candidates need.</summary>
internal static class Distributions
{
    // Simpson's rule over a normal density: beyond nine deviations there is nothing, and steps this short are exact to 1e-12.
    private const double Reach = 9;
    private const int StepCount = 3_000;

    /// <summary>Probability that a standard normal number lies below.</summary>
    public static double NormalBelow(double z) => z < 0 ? UpperHalf(-z) : 1 - UpperHalf(z);

    /// <summary>Probability that Fisher's F with these degrees of freedom is at least this large.</summary>
    public static double FisherAbove(double f, double numerator, double denominator) => double.IsPositiveInfinity(f) ? 0
        : f <= 0 ? 1 : Statistics.IncompleteBeta(denominator / 2, numerator / 2, denominator / (denominator + (numerator * f)));

    /// <summary>Probability that χ² with these degrees of freedom is at least this large.</summary>
    public static double ChiSquareAbove(double value, double degreesOfFreedom) =>
        value <= 0 ? 1 : UpperGamma(degreesOfFreedom / 2, value / 2);

    /// <summary>Probability that the range of this many standard normal numbers is at least this large.</summary>
    public static double NormalRangeAbove(double range, int count)
    {
        if (range <= 0)
            return 1;
        // k ∫ φ(z) (Φ(z) − Φ(z − q))^(k − 1) dz, z being the largest.
        var step = 2 * Reach / StepCount;
        var sum = 0.0;
        for (var i = 0; i <= StepCount; i++)
        {
            var z = -Reach + (i * step);
            var weight = i is 0 or StepCount ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.Exp(-z * z / 2) * Math.Pow(Math.Max(0, NormalBelow(z) - NormalBelow(z - range)), count - 1);
        }
        return Math.Clamp(1 - (count * sum * step / 3 / Math.Sqrt(2 * Math.PI)), 0, 1);
    }

    /// <summary>The range that this many standard normal numbers exceed with this probability.</summary>
    public static double NormalRangeQuantile(double above, int count)
    {
        var (low, high) = (0.0, 20.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = NormalRangeAbove(middle, count) > above ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static double UpperHalf(double z) => z > 38 ? 0 : UpperGamma(0.5, z * z / 2) / 2;

    /// <summary>The regularised upper incomplete gamma function: a series where it is near 1, a continued fraction elsewhere.</summary>
    private static double UpperGamma(double a, double x)
    {
        if (x <= 0)
            return 1;
        var front = Math.Exp((a * Math.Log(x)) - x - Statistics.LogGamma(a));
        if (x < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < 500 && term > sum * 1e-16; n++)
            {
                term *= x / (a + n);
                sum += term;
            }
            return 1 - (front * sum);
        }
        // Lentz's method.
        var b = x + 1 - a;
        var (c, d) = (1e300, 1 / b);
        var fraction = d;
        for (var n = 1; n < 500; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / ((numerator * d) + b);
            c = b + (numerator / c);
            fraction *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-15)
                break;
        }
        return front * fraction;
    }
}
