namespace MLNetDeep.Training;

/// <summary>Who watches a fit, who may end it, and where it goes on from.</summary>
internal sealed record FitHooks
{
    /// <summary>Told of each epoch.</summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Asked before every step; an <see cref="OperationCanceledException"/> ends the fit.</summary>
    public Action CheckAlive { get; init; } = static () => { };

    /// <summary>What a cancelled fit does.</summary>
    public CancellationBehavior OnCancellation { get; init; }

    /// <summary>How long the fit may train; null for as long as it takes.</summary>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>What watches epochs and batches.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>The checkpoint to go on from, if it exists; null to start anew.</summary>
    public string? ResumeFrom { get; init; }

    /// <summary>The training whose best epoch is how far this one goes, on all rows; null for a training of its own.</summary>
    public TrainingHistory? RefitOf { get; init; }

    /// <summary>The epoch after which the fit ends while schedules are as long as ever; null for the last one.</summary>
    public int? LastEpoch { get; init; }

    /// <summary>Told of each epoch, and of the metrics on the monitored rows, by name; what it throws ends the fit.</summary>
    public Action<EpochReport, IReadOnlyDictionary<string, double>>? OnEpoch { get; init; }

    /// <summary>Whether this is the second training, on all rows.</summary>
    public bool IsRefit => RefitOf is not null;
}
