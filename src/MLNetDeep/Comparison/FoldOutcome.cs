namespace MLNetDeep.Comparison;

/// <summary>One candidate on one fold.</summary>
/// <param name="Fold">The fold's number, from 1; folds of the same number hold the same rows for every candidate.</param>
/// <param name="Values">The task's metrics on the fold's test rows, in the order of <see cref="ComparisonResult.Metrics"/>.</param>
/// <param name="FitTime">Time to fit the whole pipeline on the fold's training rows.</param>
/// <param name="RowsPerSecond">Test rows the whole pipeline predicts in a second; 0 for the baseline, which predicts nothing.</param>
public sealed record FoldOutcome(int Fold, IReadOnlyList<double> Values, TimeSpan FitTime, double RowsPerSecond)
{
    /// <summary>Which repetition of the whole split the fold belongs to, from 1.</summary>
    public int Repetition { get; init; } = 1;

    /// <summary>Rows learnt from.</summary>
    public int TrainRowCount { get; init; }

    /// <summary>Rows measured on.</summary>
    public int TestRowCount { get; init; }

    /// <summary>
    /// Memory while the pipeline was fitted; null for the baseline and when <see cref="ComparisonOptions.MeasureMemory"/> is off.
    /// </summary>
    public FitMemory? Memory { get; init; }

    /// <summary>What was predicted for the test rows; null when <see cref="ComparisonOptions.KeepPredictions"/> is off.</summary>
    public FoldScores? Scores { get; init; }
}
