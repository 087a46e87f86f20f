namespace MLNetDeep;

/// <summary>What was observed of one series at one step.</summary>
/// <param name="Values">A value for each of the forecaster's input columns; NaN for a missing one.</param>
public sealed record ForecastObservation(params IReadOnlyList<float> Values)
{
    /// <summary>The time of the step.</summary>
    /// <value>
    /// Default <see langword="null"/>: the step after the last one. For a forecaster with a time column only; in UTC where
    /// <see cref="ForecastTransformer.CountsInUtc"/> says so. Steps that are left out are missing ones.
    /// </value>
    public DateTime? Time { get; init; }

    /// <summary>The series.</summary>
    /// <value>Default <see langword="null"/>, for a forecaster without a series column; otherwise needed.</value>
    public string? Series { get; init; }

    /// <summary>A value for each past covariate; NaN for a missing one.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<float> PastCovariates { get; init; } = [];

    /// <summary>A value for each future covariate at this step; NaN for a missing one.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<float> FutureCovariates { get; init; } = [];

    /// <summary>A key for each static column, counted from 1; looked at where a series is new.</summary>
    /// <value>Default none, which is that of missing keys.</value>
    public IReadOnlyList<uint> StaticKeys { get; init; } = [];
}
