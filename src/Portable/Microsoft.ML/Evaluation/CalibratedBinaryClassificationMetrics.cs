namespace Microsoft.ML.Data;

public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    public double LogLoss { get; }

    public double LogLossReduction { get; }

    public double Entropy { get; }

    internal CalibratedBinaryClassificationMetrics(BinaryCounts counts, double auc, double auprc, ConfusionMatrix confusionMatrix)
        : base(counts, auc, auprc, confusionMatrix)
    {
        LogLoss = counts.LogLoss;
        LogLossReduction = counts.LogLossReduction;
        Entropy = counts.Entropy;
    }
}
