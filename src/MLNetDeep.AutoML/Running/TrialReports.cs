using Microsoft.ML.AutoML;

namespace MLNetDeep.AutoML;

/// <summary>Trials in the words of ML.NET's AutoML.</summary>
internal static class TrialReports
{
    public static TrialSettings Settings(Trial trial) => new()
    {
        TrialId = trial.Number,
        Parameter = TrialParameters.Read(trial.ParameterJson),
        StartedAtUtc = trial.StartedAt?.UtcDateTime ?? default,
        EndedAtUtc = trial.EndedAt?.UtcDateTime,
    };

    /// <param name="trial">The trial.</param>
    /// <param name="loss">What to make small.</param>
    /// <param name="losses">All objectives, as things to make small.</param>
    public static StudyTrialResult Result(Trial trial, double loss, IReadOnlyList<double> losses) => new()
    {
        Trial = trial,
        TrialSettings = Settings(trial),
        Metric = trial.Score ?? double.NaN,
        Loss = loss,
        Losses = losses,
        DurationInMilliseconds = trial.StartedAt is { } start && trial.EndedAt is { } end ? (end - start).TotalMilliseconds : 0,
        PeakMemoryInMegaByte = trial.Folds.Count > 0 ? trial.Folds.Max(fold => fold.PeakByteCount) / (double)(1 << 20) : null,
    };
}
