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
    int Epoch, int EpochCount, double TrainingLoss, double ValidationLoss, double LearningRate, TimeSpan Elapsed, bool IsBest);
