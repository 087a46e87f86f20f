namespace MLNetDeep.AutoML;

/// <summary>
/// The standard normal distribution, to about 1e-14, its tails too (West, "Better approximations to cumulative normal functions", 2005).
/// </summary>
internal static class NormalDistribution
{
    private static readonly double[] Above =
    [
        3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
    ];

    private static readonly double[] Below =
    [
        8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
        440.413735824752,
    ];

    // Rational approximation of the quantile to 1.15e-9 (Acklam, 2003), which a step of Halley's rule makes exact.
    private static readonly double[] CentreAbove =
    [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
        2.506628277459239e+00,
    ];

    private static readonly double[] CentreBelow =
    [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1,
    ];

    private static readonly double[] TailAbove =
    [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00,
        2.938163982698783e+00,
    ];

    private static readonly double[] TailBelow =
    [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
    ];

    /// <summary>The probability of a number below <paramref name="x"/>.</summary>
    public static double Cumulative(double x)
    {
        double size = Math.Abs(x);
        double density = Math.Exp(-size * size / 2);
        double tail = size < 7.07106781186547
            ? density * Polynomial(Above, size) / Polynomial(Below, size)
            : density / Fraction(size) / Math.Sqrt(2 * Math.PI);
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>The probability of a number in an interval, exact in both tails.</summary>
    public static double Mass(double from, double to) =>
        from > 0 ? Cumulative(-from) - Cumulative(-to) : Cumulative(to) - Cumulative(from);

    /// <summary>The number below which lies this probability.</summary>
    public static double Quantile(double probability)
    {
        if (probability is <= 0 or >= 1)
            return probability <= 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (probability > 0.5)
            return -Quantile(1 - probability);
        double x;
        if (probability < 0.02425)
        {
            double q = Math.Sqrt(-2 * Math.Log(probability));
            x = Polynomial(TailAbove, q) / Polynomial(TailBelow, q);
        }
        else
        {
            double q = probability - 0.5;
            x = q * Polynomial(CentreAbove, q * q) / Polynomial(CentreBelow, q * q);
        }

        double error = (Cumulative(x) - probability) * Math.Sqrt(2 * Math.PI) * Math.Exp(x * x / 2);
        return double.IsFinite(error) ? x - error / (1 + x * error / 2) : x;
    }

    /// <summary>Mills's ratio from the far end of its continued fraction, which converges fast where it is used.</summary>
    private static double Fraction(double size)
    {
        double value = size;
        for (int k = 60; k >= 1; k--)
            value = size + k / value;
        return value;
    }

    private static double Polynomial(double[] factors, double x)
    {
        double sum = 0;
        foreach (double factor in factors)
            sum = sum * x + factor;
        return sum;
    }
}
