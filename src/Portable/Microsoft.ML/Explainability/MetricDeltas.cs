using System.Collections.Immutable;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How far one evaluation is from another, metric by metric.</summary>
internal static class MetricDeltas
{
    public static RegressionMetrics Regression(RegressionMetrics a, RegressionMetrics b) => new(
        l1: a.MeanAbsoluteError - b.MeanAbsoluteError,
        l2: a.MeanSquaredError - b.MeanSquaredError,
        rms: a.RootMeanSquaredError - b.RootMeanSquaredError,
        lossFunction: a.LossFunction - b.LossFunction,
        rSquared: a.RSquared - b.RSquared);

    public static BinaryClassificationMetrics Binary(BinaryClassificationMetrics a, BinaryClassificationMetrics b) => new(
        auc: a.AreaUnderRocCurve - b.AreaUnderRocCurve,
        accuracy: a.Accuracy - b.Accuracy,
        positivePrecision: a.PositivePrecision - b.PositivePrecision,
        positiveRecall: a.PositiveRecall - b.PositiveRecall,
        negativePrecision: a.NegativePrecision - b.NegativePrecision,
        negativeRecall: a.NegativeRecall - b.NegativeRecall,
        f1Score: a.F1Score - b.F1Score,
        auprc: a.AreaUnderPrecisionRecallCurve - b.AreaUnderPrecisionRecallCurve);

    public static MulticlassClassificationMetrics Multiclass(MulticlassClassificationMetrics a, MulticlassClassificationMetrics b)
    {
        Contracts.Check(a.TopKPredictionCount == b.TopKPredictionCount,
            "TopK to compare must be the same length.");
        return new MulticlassClassificationMetrics(
            accuracyMicro: a.MicroAccuracy - b.MicroAccuracy,
            accuracyMacro: a.MacroAccuracy - b.MacroAccuracy,
            logLoss: a.LogLoss - b.LogLoss,
            logLossReduction: a.LogLossReduction - b.LogLossReduction,
            topKPredictionCount: a.TopKPredictionCount,
            topKAccuracies: a.TopKAccuracyForAllK?.Zip(b.TopKAccuracyForAllK!, (x, y) => x - y).ToImmutableArray(),
            perClassLogLoss: a.PerClassLogLoss.Zip(b.PerClassLogLoss, (x, y) => x - y).ToImmutableArray());
    }
}
