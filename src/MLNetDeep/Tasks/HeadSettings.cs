using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>What the user asked of a head; the options say what each means.</summary>
internal sealed record HeadSettings
{
    public static readonly HeadSettings Default = new();

    /// <summary>The loss; null for the task's own.</summary>
    public LossFunction? Loss { get; init; }

    public Calibration Calibration { get; init; }

    public double? IntervalCoverage { get; init; }

    public double? PredictionSetCoverage { get; init; }

    public bool ClampPredictions { get; init; } = true;

    /// <summary>Whether a regression learns each target in deviations from its training mean, instead of in the label's unit.</summary>
    public bool ScalesTargets { get; init; } = true;

    /// <summary>The first option that asks for validation rows, with its value; null when none does.</summary>
    public (string Member, string Value)? NeedsValidationRows => this switch
    {
        { Calibration: not Calibration.None } => (nameof(DeepTrainerOptions.Calibration), Calibration.ToString()),
        { IntervalCoverage: { } share } => (nameof(DeepTrainerOptions.IntervalCoverage), FormattableString.Invariant($"{share}")),
        { PredictionSetCoverage: { } share } => (nameof(DeepTrainerOptions.PredictionSetCoverage), FormattableString.Invariant($"{share}")),
        _ => null,
    };
}
