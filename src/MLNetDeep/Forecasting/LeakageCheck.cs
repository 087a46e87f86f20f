using System.Globalization;

namespace MLNetDeep.Forecasting;

/// <summary>Refuses covariates that hold the answer.</summary>
internal static class LeakageCheck
{
    private const double Same = 0.9999;
    private const int FewestPairs = 8;

    /// <summary>Looks at all future covariates.</summary>
    /// <exception cref="InvalidOperationException">A covariate is a target, shifted or not, or goes with it too well.</exception>
    public static void Check(IReadOnlyList<SeriesSteps> all, ForecastColumns columns, int horizon)
    {
        for (var covariate = 0; covariate < columns.Future.Count; covariate++)
        {
            for (var target = 0; target < columns.Targets.Count; target++)
                Check(new Pair(all, columns, covariate, target), columns.Future[covariate], columns.Targets[target], horizon);
        }
    }

    private static void Check(Pair pair, string covariate, string target, int horizon)
    {
        // What is a horizon old, or older, is known in time.
        for (var shift = -(horizon - 1); shift <= horizon; shift++)
        {
            if (!pair.AreEqual(shift))
                continue;
            var when = shift == 0 ? "at the same step"
                : FormattableString.Invariant(
                    $"{Math.Abs(shift)} {(Math.Abs(shift) == 1 ? "step" : "steps")} {(shift > 0 ? "later" : "before")}");
            throw new InvalidOperationException(
                $"Future covariate '{covariate}' must be known before target '{target}', but equals it {when}: the future leaks into it.");
        }
        var correlation = pair.Correlation();
        if (Math.Abs(correlation) > Same)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Future covariate '{covariate}' must be known before target '{target}', but its correlation with it at the same step "
                + $"is {correlation:F5}: the future leaks into it."));
        }
    }

    /// <summary>A covariate beside a target.</summary>
    private sealed class Pair(IReadOnlyList<SeriesSteps> all, ForecastColumns columns, int covariate, int target)
    {
        /// <summary>Whether the covariate is what the target is some steps later.</summary>
        public bool AreEqual(int shift)
        {
            var pairs = 0;
            float? first = null;
            var differ = false;
            foreach (var series in all)
            {
                for (var step = Math.Max(0, -shift); step < series.Count - Math.Max(0, shift); step++)
                {
                    var (known, truth) = (Covariate(series, step), Target(series, step + shift));
                    if (float.IsNaN(known) || float.IsNaN(truth))
                        continue;
                    if (known != truth)
                        return false;
                    pairs++;
                    first ??= known;
                    differ |= known != first;
                }
            }
            return pairs >= FewestPairs && differ; // constants are equal to anything that does not move
        }

        public double Correlation()
        {
            double count = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
            foreach (var series in all)
            {
                for (var step = 0; step < series.Count; step++)
                {
                    double known = Covariate(series, step), truth = Target(series, step);
                    if (double.IsNaN(known) || double.IsNaN(truth))
                        continue;
                    count++;
                    var (dx, dy) = (known - x, truth - y);
                    x += dx / count;
                    y += dy / count;
                    xx += dx * (known - x);
                    yy += dy * (truth - y);
                    xy += dx * (truth - y);
                }
            }
            return count < FewestPairs || xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
        }

        private float Covariate(SeriesSteps series, int step) => series.Future[(step * columns.Future.Count) + covariate];

        private float Target(SeriesSteps series, int step) => series.Observed[(step * columns.ObservedWidth) + target];
    }
}
