using System.Globalization;

namespace MLNetDeep.Diagnosis.Checks;

/// <summary>A feature column that alone tells the label: most often it was filled in after the fact, or is the label itself.</summary>
internal sealed class LeakageSuspects : ICheck
{
    /// <summary>How good one column has to be: AUC, accuracy or R². Honest columns that reach this leave nothing to learn.</summary>
    private const double Threshold = 0.98;

    /// <summary>Where the middle one of all columns is better, the task is easy and good columns are nothing odd.</summary>
    private const double LargestMiddle = 0.9;

    /// <summary>Fewer rows to measure on make 0.98 a matter of chance.</summary>
    private const int LeastRows = 50;

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        if (SingleColumnPredictor.For(evidence) is not { } predictor || predictor.MeasuredRows < LeastRows || evidence.Columns.Count < 2)
            yield break;
        var scores = evidence.Columns.Select(predictor.Score).ToArray();
        var middle = scores.Order().ElementAt((scores.Length - 1) / 2);
        var suspects = scores.Zip(evidence.Columns).Where(pair => pair.First >= Threshold)
            .OrderByDescending(pair => pair.First).ToArray();
        if (suspects.Length == 0 || middle > LargestMiddle)
            yield break;
        var one = suspects.Length == 1;
        yield return new Finding(
            "leakage-suspects",
            FindingSeverity.Warning,
            $"{Words.List([.. suspects.Select(pair => $"{pair.Second.Name} ({predictor.MetricName} {Shown(pair.First)})")])} "
            + $"{(one ? "alone tells" : "each tell")} the label almost perfectly in {Words.Count(predictor.MeasuredRows)} held-out rows; "
            + $"the middle one of {Words.Count(scores.Length)} columns reaches {Shown(middle)}.",
            $"Check that {(one ? "it is" : "they are")} known before the label is; what is filled in afterwards must be left out.");
    }

    private static string Shown(double score) => score >= 0.9995 ? "1.000" : score.ToString("F3", CultureInfo.InvariantCulture);
}
