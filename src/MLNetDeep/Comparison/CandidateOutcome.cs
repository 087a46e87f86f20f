namespace MLNetDeep.Comparison;

/// <summary>One candidate over all folds.</summary>
public sealed class CandidateOutcome
{
    /// <param name="name">The candidate's name.</param>
    /// <param name="folds">What each fold gave.</param>
    internal CandidateOutcome(string name, IReadOnlyList<FoldOutcome> folds)
    {
        Name = name;
        Folds = folds;
    }

    /// <summary>The candidate's name.</summary>
    public string Name { get; }

    /// <summary>True for the constant prediction that every candidate has to beat.</summary>
    public bool IsBaseline { get; internal init; }

    /// <summary>Whether it counts as a deep model: as <see cref="Candidate.IsDeep"/> says, or by what was fitted.</summary>
    public bool IsDeep { get; internal init; }

    /// <summary>Size of the saved model zip in bytes, of the first fold's model; 0 for the baseline.</summary>
    public long ModelByteCount { get; internal init; }

    /// <summary>What each fold gave, in order.</summary>
    public IReadOnlyList<FoldOutcome> Folds { get; }

    /// <summary>
    /// Whether the probabilities come true, over the out-of-fold rows of all repetitions; null for a regression and for a classifier that
    /// gives no probabilities.
    /// </summary>
    public CalibrationSummary? Calibration { get; internal init; }

    /// <summary>What a regression missed by, over the out-of-fold rows of all repetitions; null for a classifier.</summary>
    public ResidualSummary? Residuals { get; internal init; }

    /// <summary>
    /// What was reached with parts of the training rows, the smallest first and all of them last; empty unless
    /// <see cref="ComparisonOptions.LearningCurveFractions"/> asks for it.
    /// </summary>
    public IReadOnlyList<LearningCurvePoint> LearningCurve { get; internal init; } = [];

    /// <summary>Mean seconds to fit.</summary>
    public double FitSeconds => Folds.Average(f => f.FitTime.TotalSeconds);

    /// <summary>Mean rows predicted in a second.</summary>
    public double RowsPerSecond => Folds.Average(f => f.RowsPerSecond);

    /// <summary>
    /// Memory while it was fitted, the most of any fold; null for the baseline and when <see cref="ComparisonOptions.MeasureMemory"/> is
    /// off.
    /// </summary>
    public FitMemory? Memory
    {
        get
        {
            var memories = Folds.Select(f => f.Memory).OfType<FitMemory>().ToArray();
            return memories.Length == 0 ? null : new FitMemory(
                memories.Max(m => m.PeakByteCount), memories.Max(m => m.GrowthByteCount), memories.Max(m => m.AllocatedByteCount));
        }
    }

    /// <summary>Mean of a metric over the folds.</summary>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    public double Mean(int metric) => Folds.Average(f => f.Values[metric]);

    /// <summary>Sample standard deviation of a metric over the folds.</summary>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    public double StandardDeviation(int metric) => Statistics.StandardDeviation([.. Folds.Select(f => f.Values[metric])]);

    /// <summary>
    /// What was predicted for the test rows of all folds, one after another; null when <see cref="ComparisonOptions.KeepPredictions"/> is
    /// off.
    /// </summary>
    /// <param name="repetition">Which repetition of the split, from 1; null for all. In one, each row was predicted once at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such repetition.</exception>
    public FoldScores? OutOfFoldScores(int? repetition = null)
    {
        var folds = Folds.Where(f => repetition is null || f.Repetition == repetition).ToArray();
        if (folds.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(repetition), $"The comparison has no repetition {repetition}.");
        return folds[0].Scores is null ? null : FoldScores.Join([.. folds.Select(f => f.Scores!)]);
    }
}
