namespace MLNetDeep;

/// <summary>How good predicted sequences of keys are.</summary>
/// <param name="TokenAccuracy">Of all keys in the labels, the share that is predicted at the same place.</param>
/// <param name="SequenceAccuracy">The share of rows whose predictions are the label, key by key and no longer.</param>
/// <param name="TokenCount">Keys in the labels.</param>
public sealed record SequenceToSequenceMetrics(double TokenAccuracy, double SequenceAccuracy, long TokenCount);
