namespace MLNetDeep.Training;

/// <summary>What a checkpoint holds beside the arrays.</summary>
internal sealed record CheckpointState
{
    /// <summary>What the fit was started with: see <see cref="FitFingerprint"/>.</summary>
    public required IReadOnlyDictionary<string, string> Fingerprint { get; init; }

    /// <summary>The seed in fact used.</summary>
    public required int Seed { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps the optimiser counts.</summary>
    public required long OptimizerStepCount { get; init; }

    /// <summary>How many times numbers were added to the averaged weights.</summary>
    public required long AverageCount { get; init; }

    /// <summary>The epoch under way: its number, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Batches of it that are done.</summary>
    public required int BatchCount { get; init; }

    /// <summary>Sum of loss times weight over them.</summary>
    public required double LossSum { get; init; }

    /// <summary>Sum of their weights.</summary>
    public required double WeightSum { get; init; }

    /// <summary>Step size of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What callbacks have recorded in it.</summary>
    public required IReadOnlyDictionary<string, EpochValues.Entry> Values { get; init; }

    /// <summary>The epochs done.</summary>
    public required IReadOnlyList<EpochReport> Reports { get; init; }

    /// <summary>What schedules follow.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>Number of the best epoch; 0 for none.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Its validation metric.</summary>
    public required double BestValue { get; init; }

    /// <summary>Parameters that are not trained at present.</summary>
    public required IReadOnlyList<string> Frozen { get; init; }

    /// <summary>What callbacks multiply the step size by.</summary>
    public required double LearningRateFactor { get; init; }

    /// <summary>Time spent training.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What observers asked to be kept, in their order.</summary>
    public required IReadOnlyList<ObserverState> Observers { get; init; }
}

/// <summary>What one observer asked to be kept.</summary>
/// <param name="Callback">The type of the callback that started it.</param>
/// <param name="State">Its text.</param>
internal sealed record ObserverState(string Callback, string State);
