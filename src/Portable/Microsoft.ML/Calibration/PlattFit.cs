namespace Microsoft.ML.Calibrators;

/// <summary>One scored row that a calibrator learns from.</summary>
internal readonly record struct CalibrationExample(float Score, bool Positive, float Weight);

/// <summary>
/// Fits P(y=1|s) = 1/(1+exp(slope*s+offset)) by maximum likelihood with a damped Newton method (Platt, Probabilistic Outputs
/// for Support Vector Machines and Comparisons to Regularized Likelihood Methods, 1999, its pseudo-code), with his softened
/// targets, which keep separable data from an infinite slope.
/// </summary>
internal sealed class PlattFit
{
    private const int MaximumIterations = 100;
    private const double SmallestDamping = 1e-3;
    private const double LargestDamping = 1e6;
    private const double LogOfZero = -200;

    private readonly CalibrationExample[] _examples;
    private readonly float[] _probabilities;
    private readonly double _positiveTarget;
    private readonly double _negativeTarget;
    private double _damping = SmallestDamping;

    private PlattFit(CalibrationExample[] examples)
    {
        _examples = examples;
        var positives = examples.Where(e => e.Positive).Sum(e => (double)e.Weight);
        var negatives = examples.Where(e => !e.Positive).Sum(e => (double)e.Weight);
        _positiveTarget = (positives + 1) / (positives + 2);
        _negativeTarget = 1 / (negatives + 2);
        Offset = Math.Log((negatives + 1) / (positives + 1));
        _probabilities = new float[examples.Length];
        Array.Fill(_probabilities, (float)((positives + 1) / (positives + negatives + 2)));
    }

    public double Slope { get; private set; }

    public double Offset { get; private set; }

    public static PlattFit Run(IEnumerable<CalibrationExample> examples)
    {
        var fit = new PlattFit([.. examples.Where(e => e.Weight != 0 && !float.IsNaN(e.Score)).OrderBy(e => e.Score)]);
        if (fit._examples.Length == 0)
            fit.Offset = 0;
        else
            fit.Iterate();
        return fit;
    }

    private void Iterate()
    {
        var lastLoss = double.MaxValue / 2;
        var still = 0;
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var (a, b, c, d, e) = Derivatives();
            if (Math.Abs(d) < 1e-9 && Math.Abs(e) < 1e-9)
                return;
            var loss = Step(a, b, c, d, e, lastLoss);
            var change = loss - lastLoss;
            var scale = 0.5 * (loss + lastLoss + 1);
            still = change > -1e-3 * scale && change < 1e-7 * scale ? still + 1 : 0;
            if (still == 3)
                return;
            lastLoss = loss;
        }
    }

    /// <summary>The Hessian [a c; c b] and the gradient (d, e) of the loss by slope and offset, both negated.</summary>
    private (double A, double B, double C, double D, double E) Derivatives()
    {
        double a = 0, b = 0, c = 0, d = 0, e = 0;
        for (var i = 0; i < _examples.Length; i++)
        {
            var (score, positive, weight) = _examples[i];
            double p = _probabilities[i];
            var curvature = p * (1 - p) * weight;
            var error = (p - Target(positive)) * weight;
            a += (double)score * score * curvature;
            b += curvature;
            c += score * curvature;
            d += score * error;
            e += error;
        }
        return (a, b, c, d, e);
    }

    /// <summary>Takes one Newton step, damped until the loss does not grow, and returns the new loss.</summary>
    private double Step(double a, double b, double c, double d, double e, double lastLoss)
    {
        var (slope, offset) = (Slope, Offset);
        while (true)
        {
            var determinant = (a + _damping) * (b + _damping) - c * c;
            if (determinant == 0)
            {
                _damping *= 10;
                continue;
            }
            Slope = slope + ((b + _damping) * d - c * e) / determinant;
            Offset = offset + ((a + _damping) * e - c * d) / determinant;
            var loss = Loss();
            if (loss < lastLoss * (1 + 1e-7))
            {
                _damping *= 0.1;
                return loss;
            }
            _damping *= 10;
            if (_damping >= LargestDamping)
                return loss;
        }
    }

    private double Loss()
    {
        double loss = 0;
        for (var i = 0; i < _examples.Length; i++)
        {
            var (score, positive, weight) = _examples[i];
            var p = _probabilities[i] = PlattCalibrator.Probability(score, Slope, Offset);
            var target = Target(positive);
            var log = p > 0 ? Math.Log(p) : LogOfZero;
            var logOfRest = p < 1 ? Math.Log(1 - p) : LogOfZero;
            loss -= (target * log + (1 - target) * logOfRest) * weight;
        }
        return loss;
    }

    private double Target(bool positive) => positive ? _positiveTarget : _negativeTarget;
}
