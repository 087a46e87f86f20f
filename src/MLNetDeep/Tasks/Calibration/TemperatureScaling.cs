namespace MLNetDeep.Tasks;

/// <summary>Finds the number that logits are divided by for the least log-loss (arXiv:1706.04599), in double.</summary>
/// <remarks>The log-loss is convex in 1 / temperature, so that its slope there has one zero, which halving an interval finds.</remarks>
internal static class TemperatureScaling
{
    private const double Largest = 100; // and its reciprocal the least; logits that part all rows would want 0
    private const int HalvingCount = 40;

    private delegate (double Loss, double Slope) Measure(double inverseTemperature);

    /// <summary>For labels that are true or false.</summary>
    /// <param name="logits">Shape [rows, labels].</param>
    /// <param name="labels">1 or 0, shape [rows, labels].</param>
    /// <param name="weights">How much each row counts.</param>
    public static double FitLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var (z, y, w) = (logits.ToArray(), labels.ToArray(), weights.ToArray(logits.Length));
        return Fit(inverse =>
        {
            double loss = 0, slope = 0;
            for (var index = 0; index < z.Length; index++)
            {
                var scaled = inverse * z[index];
                loss += w[index] * (BinaryMeasures.Softplus(scaled) - (y[index] * scaled));
                slope += w[index] * ((1 / (1 + Math.Exp(-scaled))) - y[index]) * z[index];
            }
            return (loss, slope);
        });
    }

    /// <summary>For classes that exclude each other.</summary>
    /// <param name="logits">Shape [rows, classes].</param>
    /// <param name="labels">Class indices, shape [rows].</param>
    /// <param name="weights">How much each row counts.</param>
    public static double FitClasses(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var (z, y, w) = (logits.ToArray(), labels.ToArray(), weights.ToArray(labels.Length));
        return Fit(inverse =>
        {
            double loss = 0, slope = 0;
            var classCount = z.Length / y.Length;
            for (var row = 0; row < y.Length; row++)
            {
                var (rowLoss, rowSlope) = MeasureRow(z.AsSpan(row * classCount, classCount), (int)y[row], inverse);
                loss += w[row] * rowLoss;
                slope += w[row] * rowSlope;
            }
            return (loss, slope);
        });
    }

    /// <summary>A temperature that a model file gives.</summary>
    /// <exception cref="FormatException">It is not finite and above 0.</exception>
    public static double Checked(double temperature) => double.IsFinite(temperature) && temperature > 0
        ? temperature
        : throw new FormatException(FormattableString.Invariant($"the temperature is {temperature}"));

    private static (double Loss, double Slope) MeasureRow(ReadOnlySpan<float> logits, int label, double inverse)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0, weighted = 0;
        foreach (var logit in logits)
        {
            var power = Math.Exp(inverse * (logit - largest));
            sum += power;
            weighted += power * (logit - largest);
        }
        var own = logits[label] - largest;
        return (Math.Log(sum) - (inverse * own), (weighted / sum) - own);
    }

    private static double Fit(Measure measure)
    {
        double low = -Math.Log(Largest), high = Math.Log(Largest);
        for (var step = 0; step < HalvingCount; step++)
        {
            var middle = (low + high) / 2;
            if (measure(Math.Exp(middle)).Slope < 0)
                low = middle;
            else
                high = middle;
        }
        var inverse = Math.Exp((low + high) / 2);
        return measure(inverse).Loss < measure(1).Loss ? 1 / inverse : 1;
    }
}
