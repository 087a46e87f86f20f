namespace MLNetDeep.AutoML;

/// <summary>One setting of a study's search space and what came of it. A snapshot: it does not change.</summary>
public sealed record Trial
{
    /// <summary>Its number in the study, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>How far it has come.</summary>
    public required TrialState State { get; init; }

    /// <summary>The setting, as the JSON of a <c>Microsoft.ML.SearchSpace.Parameter</c> of the study's space.</summary>
    public required string ParameterJson { get; init; }

    /// <summary>Who proposed it: the tuner's name, "portfolio" or "enqueued".</summary>
    public required string Origin { get; init; }

    /// <summary>How often it was begun; above 1 when an earlier worker died in the middle.</summary>
    public int Attempt { get; init; }

    /// <summary>Who fits or fitted it; null while it waits.</summary>
    public string? Worker { get; init; }

    /// <summary>When its last attempt began, UTC; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Mean over the folds of the ranking metric, in its own direction; of a pruned trial its last value; null when there is none.</summary>
    public double? Score { get; init; }

    /// <summary>The study's objectives, in their own directions, the score first; empty until the trial is completed.</summary>
    public IReadOnlyList<double> Objectives { get; init; } = [];

    /// <summary>Why it was pruned or failed; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The folds that are done, in order.</summary>
    public IReadOnlyList<TrialFold> Folds { get; init; } = [];

    /// <summary>The score after each epoch, in the order told; empty when nothing deep was trained.</summary>
    public IReadOnlyList<EpochValue> Epochs { get; init; } = [];

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsFinished => State is TrialState.Completed or TrialState.Pruned or TrialState.Failed;
}
