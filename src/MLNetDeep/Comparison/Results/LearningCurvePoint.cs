namespace MLNetDeep.Comparison;

/// <summary>What a candidate reaches when it learns from a part of each fold's training rows.</summary>
/// <param name="Fraction">The part, above 0 and at most 1. Smaller parts lie within larger ones.</param>
/// <param name="Folds">What each fold of the first repetition gave, on all of its test rows.</param>
public sealed record LearningCurvePoint(double Fraction, IReadOnlyList<FoldOutcome> Folds)
{
    /// <summary>Rows learnt from, on the average of the folds.</summary>
    public double TrainRowCount => Folds.Average(fold => fold.TrainRowCount);

    /// <summary>Mean seconds to fit.</summary>
    public double FitSeconds => Folds.Average(fold => fold.FitTime.TotalSeconds);

    /// <summary>Mean of a metric over the folds.</summary>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    public double Mean(int metric) => Folds.Average(fold => fold.Values[metric]);
}
