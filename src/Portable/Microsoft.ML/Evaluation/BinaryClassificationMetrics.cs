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

    internal BinaryClassificationMetrics(BinaryCounts counts, RankingCurves curves, ConfusionMatrix confusionMatrix)
    {
        AreaUnderRocCurve = curves.AreaUnderRocCurve();
        Accuracy = counts.Accuracy;
        PositivePrecision = counts.PositivePrecision;
        PositiveRecall = counts.PositiveRecall;
        NegativePrecision = counts.NegativePrecision;
        NegativeRecall = counts.NegativeRecall;
        F1Score = counts.F1Score;
        AreaUnderPrecisionRecallCurve = curves.AreaUnderPrecisionRecallCurve();
        ConfusionMatrix = confusionMatrix;
    }
}
