namespace Microsoft.ML.Calibrators;

/// <summary>One scored row that a calibrator learns from.</summary>
internal readonly record struct CalibrationExample(float Score, bool Positive, float Weight)
{
    /// <summary>By score, without those of weight 0. The official calibrators learn from a sample of a million, here all count.</summary>
    public static CalibrationExample[] Sort(IEnumerable<CalibrationExample> examples)
    {
        var sorted = examples.Where(e => e.Weight != 0).ToArray();
        Array.Sort(sorted, (a, b) => a.Score.CompareTo(b.Score)); // not stable, and so the sums of ties are officially
        return sorted;
    }
}

/// <summary>Fits P(y=1|s) = 1/(1+exp(slope*s+offset)) by maximum likelihood with a damped Newton method (Platt, Probabilistic Outputs for
/// Support Vector Machines and Comparisons to Regularized Likelihood Methods, 1999, its pseudo-code), with his softened targets, which keep
/// separable data from an infinite slope. Single precision stands where ML.NET has it.</summary>
internal static class PlattFit
{
    public static PlattCalibrator Run(IEnumerable<CalibrationExample> all)
    {
        var examples = CalibrationExample.Sort(all);
        if (examples.Length == 0)
            return new PlattCalibrator(0, 0);
        var positives = examples.Where(e => e.Positive).Sum(e => (double)e.Weight);
        var negatives = examples.Where(e => !e.Positive).Sum(e => (double)e.Weight);
        var targets = Array.ConvertAll(examples, e => e.Positive ? (positives + 1) / (positives + 2) : 1 / (negatives + 2));
        var probabilities = new float[examples.Length];
        Array.Fill(probabilities, (float)((positives + 1) / (positives + negatives + 2)));
        double slope = 0, offset = Math.Log((negatives + 1) / (positives + 1)), damping = 1e-3, lastLoss = double.MaxValue / 2;
        for (int iteration = 0, still = 0; iteration < 100 && still < 3; iteration++)
        {
            // The Hessian [a c; c b] and the gradient (d, e) of the loss by slope and offset, both negated.
            double a = 0, b = 0, c = 0, d = 0, e = 0;
            for (var i = 0; i < examples.Length; i++)
            {
                var (score, _, weight) = examples[i];
                var p = probabilities[i];
                double curvature = p * (1 - p) * weight;
                var error = (p - targets[i]) * weight;
                a += score * score * curvature;
                b += curvature;
                c += score * curvature;
                d += score * error;
                e += error;
            }
            if (Math.Abs(d) < 1e-9 && Math.Abs(e) < 1e-9)
                break;
            // One Newton step, damped until the loss does not grow.
            var (lastSlope, lastOffset, loss) = (slope, offset, double.PositiveInfinity);
            for (var grown = true; grown;)
            {
                var determinant = (a + damping) * (b + damping) - c * c;
                if (determinant != 0)
                {
                    slope = lastSlope + ((b + damping) * d - c * e) / determinant;
                    offset = lastOffset + ((a + damping) * e - c * d) / determinant;
                    loss = Loss();
                    grown = !(loss < lastLoss * (1 + 1e-7));
                }
                damping *= grown ? 10 : 0.1;
                grown &= determinant == 0 || damping < 1e6;
            }
            var (change, scale) = (loss - lastLoss, 0.5 * (loss + lastLoss + 1));
            still = change > -1e-3 * scale && change < 1e-7 * scale ? still + 1 : 0;
            lastLoss = loss;
        }
        return new PlattCalibrator(slope, offset);

        double Loss()
        {
            const double LogOfZero = -200;
            double loss = 0;
            for (var i = 0; i < examples.Length; i++)
            {
                var p = probabilities[i] = PlattCalibrator.Probability(examples[i].Score, slope, offset);
                var log = p > 0 ? Math.Log(p) : LogOfZero;
                var logOfRest = p < 1 ? Math.Log(1 - p) : LogOfZero;
                loss -= (targets[i] * log + (1 - targets[i]) * logOfRest) * examples[i].Weight;
            }
            return loss;
        }
    }
}
