namespace MLNetDeep.Comparison;

/// <summary>One candidate over all folds.</summary>
public sealed class CandidateOutcome
{
    internal CandidateOutcome(string name, bool isBaseline, long modelByteCount, IReadOnlyList<FoldOutcome> folds)
    {
        Name = name;
        IsBaseline = isBaseline;
        ModelByteCount = modelByteCount;
        Folds = folds;
    }

    /// <summary>The candidate's name.</summary>
    public string Name { get; }

    /// <summary>True for the constant prediction that every candidate has to beat.</summary>
    public bool IsBaseline { get; }

    /// <summary>Size of the saved model zip in bytes, of the first fold's model; 0 for the baseline.</summary>
    public long ModelByteCount { get; }

    /// <summary>What each fold gave, in order.</summary>
    public IReadOnlyList<FoldOutcome> Folds { get; }

    /// <summary>Mean seconds to fit.</summary>
    public double FitSeconds => Folds.Average(f => f.FitTime.TotalSeconds);

    /// <summary>Mean rows predicted in a second.</summary>
    public double RowsPerSecond => Folds.Average(f => f.RowsPerSecond);

    /// <summary>Mean of a metric over the folds.</summary>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    public double Mean(int metric) => Folds.Average(f => f.Values[metric]);

    /// <summary>Sample standard deviation of a metric over the folds.</summary>
    /// <param name="metric">Position of the metric in <see cref="ComparisonResult.Metrics"/>.</param>
    public double StandardDeviation(int metric) => Statistics.StandardDeviation([.. Folds.Select(f => f.Values[metric])]);
}
