namespace MLNetDeep.Training;

/// <summary>The rows a fit sees, already read and checked.</summary>
internal sealed class TrainingData
{
    /// <summary>Raw features, shape [rows, features]; NaN is a missing value, infinities have been refused.</summary>
    public required TensorTable Features { get; init; }

    /// <summary>Targets as the head wants them, shape [rows, targets].</summary>
    public required TensorTable Targets { get; init; }

    /// <summary>Row weights, shape [rows], finite and at least 0; null when all rows count alike.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Indices of the rows to learn from; at least one.</summary>
    public required int[] TrainRows { get; init; }

    /// <summary>Indices of the rows that choose the epoch; empty to run all epochs and keep the last.</summary>
    public required int[] ValidationRows { get; init; }

    /// <summary>What the network's first layer learned from the training rows; null when it has no such layer.</summary>
    public InputNormalization? Normalization { get; init; }
}
