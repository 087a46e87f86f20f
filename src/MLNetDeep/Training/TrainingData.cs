using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The rows a fit sees, already read and checked.</summary>
internal sealed class TrainingData
{
    /// <summary>Raw features, shape [rows, features]; NaN is a missing value, infinities have been refused.</summary>
    public required RawRows Features { get; init; }

    /// <summary>Targets as the head wants them, shape [rows, targets].</summary>
    public required TensorTable Targets { get; init; }

    /// <summary>Row weights, shape [rows], finite and at least 0; null when all rows count alike.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Indices of the rows to learn from; at least one.</summary>
    public required int[] TrainRows { get; init; }

    /// <summary>Indices of the rows that choose the epoch; empty to run all epochs and keep the last.</summary>
    public required int[] ValidationRows { get; init; }

    /// <summary>Rows by which epochs are measured without any say in the fit: the validation rows of this; null for none.</summary>
    public TrainingData? Monitored { get; init; }

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
    public InputEncoding? Encoding { get; init; }

    /// <summary>Shape of an encoded row.</summary>
    public IReadOnlyList<int> EncodedShape => Encoding?.OutputShape ?? [Features.Width];

    /// <summary>Encodes some rows, in the order given.</summary>
    private TensorTable Encode(int[] rows)
    {
        RawRows chosen = Features.Select(rows);
        return Encoding?.Apply(chosen) ?? chosen.ToFloats();
    }

    /// <summary>Encodes some rows, in the order given.</summary>
    /// <returns>Shape [rows, <see cref="EncodedShape"/>].</returns>
    public torch.Tensor ToTensor(int[] rows) =>
        torch.tensor(Encode(rows).Values.ToArray()).view([rows.Length, .. EncodedShape.Select(size => (long)size)]);

    /// <summary>Numbers beyond which encoded rows are not kept beside the raw ones, but made anew for every batch.</summary>
    internal long MostEncoded { get; init; } = 1 << 24; // 64 MB, and as much again while they are divided

    /// <summary>Encodes all rows in memory; null when they are encoded batch by batch.</summary>
    public TensorTable? EncodeAll() => Encoding is null ? Features.ToFloats()
        : Encoding.IsLazy || (long)Features.RowCount * Encoding.OutputWidth > MostEncoded ? null
        : Encoding.Apply(Features);

    /// <summary>The batches to learn from.</summary>
    /// <param name="encoded">What <see cref="EncodeAll"/> gave.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before.</param>
    /// <param name="dropLast">Whether rows that do not fill a last batch are left out.</param>
    /// <param name="orderCount">Orders of the rows that a batch draws from side by side; a stream has one.</param>
    public Batcher OpenTraining(TensorTable? encoded, int batchSize, bool joinLoneRow, bool dropLast, int orderCount) => Stream is null
        ? new TableBatcher(Blocks(encoded), Targets, Weights, TrainRows, batchSize, joinLoneRow)
        {
            DropsLast = dropLast,
            OrderCount = orderCount,
        }
        : new StreamBatcher(Stream, isValidation: false, Encoding, EncodeTargets, batchSize, joinLoneRow) { DropsLast = dropLast };

    /// <summary>The batches that choose the epoch; null when there are none.</summary>
    /// <param name="encoded">What <see cref="EncodeAll"/> gave.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    public Batcher? OpenValidation(TensorTable? encoded, int batchSize) => ValidationRowCount == 0 ? null : Stream is null
        ? new TableBatcher(Blocks(encoded), Targets, Weights, ValidationRows, batchSize, joinLoneRow: false)
        : new StreamBatcher(Stream, isValidation: true, Encoding, EncodeTargets, batchSize, joinLoneRow: false);

    private Func<int[], FeatureBlock> Blocks(TensorTable? encoded) => encoded is null
        ? rows => new RawBlock(Features, rows, Encoding!)
        : rows => new EncodedBlock(encoded, rows);
}
