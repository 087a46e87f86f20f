using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The course of one fit, epoch by epoch.</summary>
/// <param name="Epochs">One report an epoch, in order; never empty.</param>
/// <param name="BestEpoch">Number (from 1) of the epoch whose weights the model carries.</param>
/// <param name="StopReason">Why the fit ended.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochReport> Epochs, int BestEpoch, TrainingStopReason StopReason)
{
    /// <summary>What the callback said that ended the fit; null when none did.</summary>
    public string? StopMessage { get; init; }

    /// <summary>The metric that chose the best epoch; null for the validation loss.</summary>
    public string? ValidationMetric { get; init; }

    /// <summary>How many epochs the model was then trained afresh on all rows; 0 when it carries the best epoch's own weights.</summary>
    public int RefitEpochCount { get; init; }

    /// <summary>What ran the network forwards and backwards.</summary>
    /// <value><see cref="TrainingEngine.Libtorch"/> or <see cref="TrainingEngine.Managed"/>; <see langword="null"/> in models of older
    /// versions, which all are libtorch's.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingEngine? Engine { get; init; }

    /// <summary>Whether the fit ended before its last epoch because nothing improved any more.</summary>
    public bool StoppedEarly => StopReason == TrainingStopReason.NoImprovement;

    /// <summary>The report of the epoch whose weights the model carries.</summary>
    public EpochReport Best => Epochs[BestEpoch - 1];

    /// <summary>Equal when every epoch is.</summary>
    /// <param name="other">The history to compare with.</param>
    /// <returns>Whether both tell the same course.</returns>
    public bool Equals(TrainingHistory? other) =>
        other is not null && BestEpoch == other.BestEpoch && StopReason == other.StopReason && StopMessage == other.StopMessage
        && ValidationMetric == other.ValidationMetric && RefitEpochCount == other.RefitEpochCount
        && Engine == other.Engine && Epochs.SequenceEqual(other.Epochs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epochs.Count, BestEpoch, StopReason);
}
