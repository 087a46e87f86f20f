using System.Collections.ObjectModel;

namespace MLNetDeep;

/// <summary>What one pass over the training rows achieved; told to the progress handler, kept in <see cref="TrainingHistory"/>.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="EpochCount">The most epochs this fit may run.</param>
/// <param name="TrainingLoss">Mean loss over the training rows, measured while the weights were moving (dropout on).</param>
/// <param name="ValidationLoss">Mean loss over all validation rows after the epoch; NaN when no rows are held out.</param>
/// <param name="LearningRate">Step size of the epoch's last step.</param>
/// <param name="Elapsed">Time since the fit began.</param>
/// <param name="IsBest">Whether these are the best weights so far.</param>
public sealed record EpochReport(
    int Epoch, int EpochCount, double TrainingLoss, double ValidationLoss, double LearningRate, TimeSpan Elapsed, bool IsBest)
{
    /// <summary>The task's metrics on the validation rows after the epoch, by name; empty when no rows are held out.</summary>
    /// <value>The first is the loss. In the units of the network's outputs: a regression target counts in standard deviations.</value>
    public IReadOnlyDictionary<string, double> ValidationMetrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>What callbacks recorded in the epoch, by name.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Equal when all numbers are.</summary>
    /// <param name="other">The report to compare with.</param>
    /// <returns>Whether both say the same.</returns>
    public bool Equals(EpochReport? other) =>
        other is not null && Epoch == other.Epoch && EpochCount == other.EpochCount && TrainingLoss.Equals(other.TrainingLoss)
        && ValidationLoss.Equals(other.ValidationLoss) && LearningRate.Equals(other.LearningRate) && Elapsed == other.Elapsed
        && IsBest == other.IsBest && AreSame(ValidationMetrics, other.ValidationMetrics) && AreSame(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, EpochCount, TrainingLoss, ValidationLoss, Elapsed);

    private static bool AreSame(IReadOnlyDictionary<string, double> one, IReadOnlyDictionary<string, double> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out double value) && value.Equals(pair.Value));
}
