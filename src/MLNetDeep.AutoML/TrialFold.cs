namespace MLNetDeep.AutoML;

/// <summary>What one fold of a trial gave.</summary>
public sealed record TrialFold
{
    /// <summary>The fold, from 0; folds of the same number hold the same rows in every trial.</summary>
    public required int Fold { get; init; }

    /// <summary>The task's metrics on the fold's test rows, in the order of the study's metrics.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Time to fit the whole pipeline.</summary>
    public TimeSpan FitTime { get; init; }

    /// <summary>Mean time to predict one row, the whole pipeline, many rows at a time.</summary>
    public TimeSpan PredictTimePerRow { get; init; }

    /// <summary>Size of the saved model in bytes.</summary>
    public long ModelByteCount { get; init; }

    /// <summary>The most memory of the process while the fold was fitted, in bytes; 0 when it was not measured.</summary>
    public long PeakByteCount { get; init; }

    /// <summary>Epochs trained; null when nothing deep was.</summary>
    public int? EpochCount { get; init; }

    /// <summary>The epoch whose weights were kept, from 1; null when nothing deep was trained.</summary>
    public int? BestEpoch { get; init; }
}
