namespace Microsoft.ML.Data;

public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    public double LogLoss { get; }
    public double LogLossReduction { get; }
    public double Entropy { get; }

    internal CalibratedBinaryClassificationMetrics(BinaryCounts counts, RankingCurves curves, ConfusionMatrix confusionMatrix)
        : base(counts, curves, confusionMatrix)
    {
        LogLoss = counts.LogLoss;
        LogLossReduction = counts.LogLossReduction;
        Entropy = counts.Entropy;
    }
}
