namespace MLNetDeep.Tasks;

/// <summary>How well logits tell two classes apart. Labels are 1 and 0; a logit above 0 predicts 1.</summary>
internal static class BinaryMeasures
{
    /// <summary>The share of rows that are predicted right.</summary>
    public static double Accuracy(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var mean = new WeightedMean();
        for (var row = 0; row < logits.Length; row++)
            mean.Add(logits[row] > 0 == labels[row] > 0.5f ? 1 : 0, weights[row]);
        return mean.Value;
    }

    /// <summary>The harmonic mean of precision and recall of class 1; 0 when no such row is found, and when there is none.</summary>
    public static double F1(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var (found, errors) = CountFound(logits, labels, weights);
        return F1(found, errors);
    }

    /// <summary>F1 from what is found of class 1, and what is missed or wrongly taken for it.</summary>
    public static double F1(double found, double errors) => found == 0 ? 0 : 2 * found / ((2 * found) + errors);

    /// <summary>The rows of class 1 that are found, and those that are missed or wrongly taken for it.</summary>
    public static (double Found, double Errors) CountFound(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        double found = 0, errors = 0;
        for (var row = 0; row < logits.Length; row++)
        {
            var isPredicted = logits[row] > 0;
            if (isPredicted && labels[row] > 0.5f)
                found += weights[row];
            else if (isPredicted != labels[row] > 0.5f)
                errors += weights[row];
        }
        return (found, errors);
    }

    /// <summary>The mean of −log(probability of the true class), in nats.</summary>
    public static double LogLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var mean = new WeightedMean();
        for (var row = 0; row < logits.Length; row++)
            mean.Add(Softplus(logits[row]) - (labels[row] * (double)logits[row]), weights[row]);
        return mean.Value;
    }

    /// <summary>
    /// The probability that a row of class 1 has a larger logit than one of class 0; an equal one counts half. NaN when a class is missing.
    /// </summary>
    public static double AreaUnderRoc(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, RowWeights weights)
    {
        var sorted = logits.ToArray();
        var rows = new int[logits.Length];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = row;
        Array.Sort(sorted, rows);
        double negatives = 0, positives = 0, area = 0;
        for (var start = 0; start < rows.Length;)
        {
            double tiedNegatives = 0, tiedPositives = 0;
            var end = start;
            for (; end < rows.Length && sorted[end] == sorted[start]; end++)
            {
                if (labels[rows[end]] > 0.5f)
                    tiedPositives += weights[rows[end]];
                else
                    tiedNegatives += weights[rows[end]];
            }
            if (end == start)
                return double.NaN; // a logit that is not a number equals not even itself
            area += tiedPositives * (negatives + (tiedNegatives / 2));
            negatives += tiedNegatives;
            positives += tiedPositives;
            start = end;
        }
        return area / (negatives * positives);
    }

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
