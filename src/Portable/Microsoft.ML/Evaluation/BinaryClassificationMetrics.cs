namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    public double AreaUnderRocCurve { get; }

    public double Accuracy { get; }

    public double PositivePrecision { get; }

    public double PositiveRecall { get; }

    public double NegativePrecision { get; }

    public double NegativeRecall { get; }

    public double F1Score { get; }

    public double AreaUnderPrecisionRecallCurve { get; }

    public ConfusionMatrix ConfusionMatrix { get; }

    // Differences between two evaluations have no confusion matrix of their own, hence the null.
    internal BinaryClassificationMetrics(double auc, double accuracy, double positivePrecision, double positiveRecall,
        double negativePrecision, double negativeRecall, double f1Score, double auprc, ConfusionMatrix? confusionMatrix = null)
    {
        AreaUnderRocCurve = auc;
        Accuracy = accuracy;
        PositivePrecision = positivePrecision;
        PositiveRecall = positiveRecall;
        NegativePrecision = negativePrecision;
        NegativeRecall = negativeRecall;
        F1Score = f1Score;
        AreaUnderPrecisionRecallCurve = auprc;
        ConfusionMatrix = confusionMatrix!;
    }

    private protected BinaryClassificationMetrics(BinaryCounts counts, double auc, double auprc, ConfusionMatrix confusionMatrix)
        : this(auc, counts.Accuracy, counts.PositivePrecision, counts.PositiveRecall, counts.NegativePrecision,
            counts.NegativeRecall, counts.F1Score, auprc, confusionMatrix)
    {
    }
}
