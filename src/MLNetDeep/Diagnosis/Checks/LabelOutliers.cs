namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Quantities to predict among which a few rows outweigh all others in a squared error.</summary>
internal sealed class LabelOutliers : ICheck
{
    /// <summary>Skewness above which a logarithm is worth a try: that of an exponential distribution is 2, of most prices 1 to 4.</summary>
    private const double Skew = 3;

    /// <summary>Distance from the mean in standard deviations; a normal distribution never gets there.</summary>
    private const double Far = 10;

    private const int LeastRows = 50;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        if (evidence.ClassNames is not null || evidence.Sample.TrainingRows.Length < LeastRows)
            yield break;
        for (var target = 0; target < evidence.Labels.Width; target++)
        {
            var values = evidence.LabelsOf(evidence.Sample.TrainingRows, target);
            if (Distribution.Of(values) is not { Deviation: > 0 } distribution || values.All(value => value is 0 or 1))
                continue;
            var farthest = values.MaxBy(value => Math.Abs(value - distribution.Mean));
            var distance = Math.Abs(farthest - distribution.Mean) / distribution.Deviation;
            var which = evidence.Labels.Width == 1 ? "The label" : $"Target {target}";
            if (distribution.Skewness >= Skew && values.Min() >= 0)
            {
                yield return new Finding(
                    "label-skew",
                    FindingSeverity.Note,
                    $"{which} has a long tail: mean {Words.Number(distribution.Mean)}, largest value {Words.Number(values.Max())} "
                    + $"(skewness {distribution.Skewness:F1}); the squared error is mostly that of the tail.",
                    "Learn the logarithm of the label and take the exponential of the score, or take a loss that outliers move less.");
            }
            else if (distance >= Far)
            {
                yield return new Finding(
                    "label-outliers",
                    FindingSeverity.Note,
                    $"{which} has outliers: {Words.Number(farthest)} is {distance:F0} standard deviations from the mean, "
                    + $"{Words.Number(distribution.Mean)}.",
                    "Check whether such values are right; errors in them weigh more than all else in a squared error.");
            }
        }
    }

    private sealed record Distribution(double Mean, double Deviation, double Skewness)
    {
        public static Distribution Of(float[] values)
        {
            var mean = values.Average(value => (double)value);
            var variance = values.Average(value => Math.Pow(value - mean, 2));
            var third = values.Average(value => Math.Pow(value - mean, 3));
            return new Distribution(mean, Math.Sqrt(variance), variance > 0 ? third / Math.Pow(variance, 1.5) : 0);
        }
    }
}
