namespace MLNetDeep.AutoML;

/// <summary>The score of a trial after one epoch, on rows that it does not learn from.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Value">The ranking metric, in its own direction; NaN when it could not be measured.</param>
public sealed record EpochValue(int Fold, int Epoch, double Value);
