namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>Keeps a linear recurrence from running away, by the roots of its characteristic polynomial.</summary>
internal static class Recurrence
{
    /// <summary>Pulls roots from outside the unit circle onto it, or onto the circle of the one exponential trend; slow oscillations longer
    /// than the window, which it has never seen, become trends. False where the coefficients cannot be put together again.</summary>
    public static bool TryStabilize(float[] alpha, double maxTrend)
    {
        if (alpha.Length == 1)
        {
            alpha[0] = Math.Clamp(alpha[0], -1, 1);
            return true;
        }
        // The conjugates stay out of this, so that what becomes of a root becomes of its conjugate.
        var half = FindRoots([.. alpha.Select(a => -(double)a), 1]).Where(z => z.Imaginary > -1e-7)
            .Select(z => z.Imaginary < 1e-7 ? z.Real : z).ToArray();
        var trends = half.Where(z => z.Imaginary == 0 && z.Real >= 0.9).Select(z => z.Real).ToArray();
        var growth = trends.Append(1).Max();
        // Two exponential trends make a polynomial one.
        var isMerged = !half.Any(IsSlow) && maxTrend > 1 && growth > 1 && trends.Length > 1;
        var isPolynomial = isMerged || half.Any(IsSlow);
        var limit = Math.Min(isPolynomial ? 1 : growth, maxTrend);
        var limited = Array.ConvertAll(half, Limit);
        Complex[] roots = [.. limited, .. limited.Where((_, i) => half[i].Imaginary != 0).Select(Complex.Conjugate)];
        if (roots.Length != alpha.Length || !roots.All(Complex.IsFinite))
            return false;
        var coefficients = Expand(roots);
        for (var i = 0; i < alpha.Length; i++)
            alpha[i] = (float)-coefficients[i];
        return true;

        bool IsSlow(Complex z) => z.Imaginary != 0 && z.Magnitude >= 1 && 2 * Math.PI / z.Phase > alpha.Length + 1;

        Complex Limit(Complex z)
        {
            if (IsSlow(z))
                z = z.Real;
            else if (isPolynomial && z.Imaginary == 0 && z.Magnitude > 1)
                z *= 0.99 / z.Magnitude;
            else if (isMerged && z.Imaginary == 0 && z.Real >= 0.9)
                z = 1;
            var most = z.Imaginary != 0 && z.Real < 0 ? Math.Min(limit, (limit + 1) / 2) : limit;
            return z.Magnitude < limit ? z : z * (most / z.Magnitude);
        }
    }

    /// <summary>The roots of a real polynomial with leading coefficient 1, by the method of Aberth and Ehrlich.</summary>
    private static Complex[] FindRoots(double[] c)
    {
        var degree = c.Length - 1;
        // A little off the symmetry of the real axis, in which the iteration would be caught.
        Complex[] roots = [.. Enumerable.Range(0, degree)
            .Select(i => Complex.FromPolarCoordinates(0.95, (2 * Math.PI * i / degree) + 0.4))];
        for (var (round, isMoving) = (0, true); isMoving && round < 100; round++)
        {
            isMoving = false;
            for (var i = 0; i < degree; i++)
            {
                // Outside the unit circle the reversed polynomial at 1/z, which cannot overflow.
                var (z, isOutside) = (roots[i], roots[i].Magnitude > 1);
                var at = isOutside ? 1 / z : z;
                Complex value = 0, slope = 0;
                for (var k = 0; k <= degree; k++)
                    (slope, value) = ((slope * at) + value, (value * at) + c[isOutside ? k : degree - k]);
                var ratio = isOutside ? ((degree / z) - (slope / value * at * at)) : slope / value;
                for (var j = 0; j < degree; j++)
                    if (j != i && roots[j] != z)
                        ratio -= 1 / (z - roots[j]);
                // Not finite where the value is nought: the root is found.
                if (!Complex.IsFinite(ratio))
                    continue;
                roots[i] -= 1 / ratio;
                isMoving |= (1 / ratio).Magnitude > 1e-14 * z.Magnitude;
            }
        }
        return roots;
    }

    /// <summary>The coefficients of the polynomial with these roots, the leading one, which is 1, last.</summary>
    private static double[] Expand(Complex[] roots)
    {
        // Neighbours on the circle stand far apart in the order, by multiples of the golden section, so that no partial product grows.
        var ordered = roots.OrderBy(z => z.Phase).Index().OrderBy(p => p.Index * 0.6180339887498949 % 1).Select(p => p.Item);
        var product = new Complex[roots.Length + 1];
        product[0] = 1;
        foreach (var (degree, root) in ordered.Index())
            for (var k = degree + 1; k >= 0; k--)
                product[k] = (k > 0 ? product[k - 1] : 0) - (root * product[k]);
        return Array.ConvertAll(product, z => z.Real);
    }
}
