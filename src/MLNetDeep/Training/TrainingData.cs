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

    /// <summary>
    /// All rows, when they are too many to hold; null when they are held. <see cref="Features"/>, <see cref="Targets"/> and
    /// <see cref="TrainRows"/> are then a sample of the training rows, and there are no <see cref="ValidationRows"/>.
    /// </summary>
    public StreamedRows? Stream { get; init; }

    /// <summary>Encodes streamed targets; those in tables are encoded already.</summary>
    public TargetEncoder EncodeTargets { get; init; } = _ => { };

    /// <summary>Rows to learn from.</summary>
    public int TrainRowCount => Stream?.TrainRowCount ?? TrainRows.Length;

    /// <summary>Rows that choose the epoch.</summary>
    public int ValidationRowCount => Stream?.ValidationRowCount ?? ValidationRows.Length;

    /// <summary>What the network's first layer learned from the training rows; null when it has no such layer.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>The batches to learn from.</summary>
    /// <param name="encoded">All features in memory, encoded.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before.</param>
    /// <param name="dropLast">Whether rows that do not fill a last batch are left out.</param>
    /// <param name="orderCount">Orders of the rows that a batch draws from side by side; a stream has one.</param>
    public Batcher OpenTraining(TensorTable encoded, int batchSize, bool joinLoneRow, bool dropLast, int orderCount) => Stream is null
        ? new TableBatcher(encoded, Targets, Weights, TrainRows, batchSize, joinLoneRow) { DropsLast = dropLast, OrderCount = orderCount }
        : new StreamBatcher(Stream, isValidation: false, Normalization, EncodeTargets, batchSize, joinLoneRow) { DropsLast = dropLast };

    /// <summary>The batches that choose the epoch; null when there are none.</summary>
    /// <param name="encoded">All features in memory, encoded.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    public Batcher? OpenValidation(TensorTable encoded, int batchSize) => ValidationRowCount == 0 ? null : Stream is null
        ? new TableBatcher(encoded, Targets, Weights, ValidationRows, batchSize, joinLoneRow: false)
        : new StreamBatcher(Stream, isValidation: true, Normalization, EncodeTargets, batchSize, joinLoneRow: false);
}
