namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>Keeps a linear recurrence from running away, by the roots of its characteristic polynomial.</summary>
internal static class Recurrence
{
    private const double Tiny = 1e-9;

    /// <summary>
    /// Pulls roots from outside the unit circle onto it, or onto the circle of the one exponential trend; slow oscillations longer than the
    /// window, which it has never seen, become trends. False where the coefficients cannot be put together again.
    /// </summary>
    public static bool TryStabilize(float[] alpha, double maxTrend)
    {
        if (alpha.Length == 1)
        {
            alpha[0] = Math.Clamp(alpha[0], -1, 1);
            return true;
        }
        var roots = FindRoots([.. alpha.Select(a => -(double)a), 1]);
        var trends = Where(z => z.Magnitude > 1 && (IsPositive(z) || Math.Abs(Math.Abs(z.Phase) - Math.PI) <= Tiny));
        var slow = Where(z => z.Phase != 0 && z.Magnitude >= 1 && 2 * Math.PI / Math.Abs(z.Phase) > alpha.Length + 1);
        var seasons = Where(z => z.Phase != 0 && z.Magnitude > 1).Except(slow).OrderBy(i => roots[i].Phase).ToArray();
        foreach (var i in slow)
            roots[i] = roots[i].Real;
        var isPolynomial = slow.Length > 0;
        if (maxTrend > 1 && isPolynomial)
            MergeSeasons();
        else if (maxTrend > 1)
        {
            // Two exponential trends make a polynomial one.
            var first = Array.FindIndex(roots, z => z.Magnitude > 1 && IsPositive(z));
            var second = Array.FindIndex(roots, z => z.Magnitude >= 0.9 && IsPositive(z));
            if (second == first)
                second = Array.FindIndex(roots, first + 1, z => z.Magnitude >= 0.9 && IsPositive(z));
            isPolynomial = first >= 0 && second >= 0;
            if (isPolynomial)
                roots[first] = roots[second] = 1;
        }
        var limit = Math.Min(1, maxTrend);
        if (isPolynomial)
            foreach (var i in trends)
                roots[i] = Complex.FromPolarCoordinates(0.99, roots[i].Phase);
        else
            limit = Math.Min(roots.Where(z => z.Magnitude > 1 && IsPositive(z)).Select(z => z.Magnitude).DefaultIfEmpty(1).Max(), maxTrend);
        for (var i = 0; i < roots.Length; i++)
        {
            var phase = roots[i].Phase;
            var isFast = Math.Abs(phase) > Math.PI / 2 && Math.Abs(phase) < Math.PI - Tiny;
            var size = roots[i].Magnitude < limit ? roots[i].Magnitude : isFast ? Math.Min(limit, (limit + 1) / 2) : limit;
            if (Math.Abs(phase) <= Tiny || Math.Abs(phase) >= Math.PI - Tiny)
                roots[i] = Math.Abs(phase) <= Tiny ? size : -size;
            else if (size != roots[i].Magnitude)
                roots[i] = Complex.FromPolarCoordinates(size, phase);
        }
        var pairs = roots.Where(z => z.Imaginary != 0).GroupBy(z => z).ToDictionary(g => g.Key, g => g.Count());
        if (roots.Any(z => !Complex.IsFinite(z)) || pairs.Any(p => pairs.GetValueOrDefault(Complex.Conjugate(p.Key)) != p.Value))
            return false;
        var coefficients = Expand(roots);
        for (var i = 0; i < alpha.Length; i++)
            alpha[i] = (float)-coefficients[i];
        return true;

        bool IsPositive(Complex z) => Math.Abs(z.Phase) <= Tiny;

        int[] Where(Func<Complex, bool> condition) => [.. Enumerable.Range(0, roots.Length).Where(i => condition(roots[i]))];

        // Growing seasons of nearly one period become one. The last group is left out, as officially: where that tears a pair, all fails.
        void MergeSeasons()
        {
            var phases = Array.ConvertAll(seasons, i => roots[i].Phase);
            for (var (start, i) = (0, 1); i < seasons.Length; i++)
            {
                if (phases[i - 1] < 0 == phases[i] < 0 && phases[i] - phases[i - 1] <= 0.05)
                    continue;
                if (i - start > 1)
                {
                    var mean = Complex.FromPolarCoordinates(seasons[start..i].Average(s => roots[s].Magnitude), phases[start..i].Average());
                    foreach (var season in seasons[start..i])
                        roots[season] = mean;
                }
                start = i;
            }
        }
    }

    /// <summary>The roots of a real polynomial with leading coefficient 1, by the method of Aberth and Ehrlich.</summary>
    private static Complex[] FindRoots(double[] c)
    {
        var degree = c.Length - 1;
        var roots = new Complex[degree];
        // A little off the symmetry of the real axis, in which the iteration would be caught.
        for (var i = 0; i < degree; i++)
            roots[i] = Complex.FromPolarCoordinates(0.95, (2 * Math.PI * i / degree) + 0.4);
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
        // Rounding leaves pairs not quite conjugate; a root that is nearest to its own conjugate is real.
        var open = roots.ToList();
        var paired = new List<Complex>();
        while (open.Count > 0)
        {
            var root = open[^1];
            var mate = open.MinBy(other => (other - Complex.Conjugate(root)).Magnitude);
            var mean = (root + Complex.Conjugate(mate)) / 2;
            open.RemoveAt(open.Count - 1);
            paired.AddRange(open.Remove(mate) ? [mean, Complex.Conjugate(mean)] : [mean]);
        }
        return [.. paired];
    }

    /// <summary>The coefficients below the leading one of the polynomial with these roots.</summary>
    private static double[] Expand(Complex[] roots)
    {
        // Neighbours on the circle stand far apart in the order, by multiples of the golden section, so that no partial product grows.
        var ordered = roots.OrderBy(z => z.Phase).Index().OrderBy(p => p.Index * 0.6180339887498949 % 1).Select(p => p.Item);
        var product = new Complex[roots.Length + 1];
        product[0] = 1;
        foreach (var (degree, root) in ordered.Index())
            for (var k = degree + 1; k >= 0; k--)
                product[k] = (k > 0 ? product[k - 1] : 0) - (root * product[k]);
        return Array.ConvertAll(product, z => z.Real)[..^1];
    }
}
