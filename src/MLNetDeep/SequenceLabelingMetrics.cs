namespace MLNetDeep;

/// <summary>How good predictions of a class for each step of a sequence are. Steps without a label do not count.</summary>
/// <param name="Accuracy">The share of steps that are right, of all rows together.</param>
/// <param name="MacroF1">The mean F1 of the classes that occur among labels or predictions, from 0 to 1.</param>
/// <param name="SequenceAccuracy">The share of rows that are right in every step; rows without a label do not count.</param>
/// <param name="LogLoss">The mean of −log(probability of the true class) over the steps predicted, in nats.</param>
/// <param name="StepCount">Steps with a label.</param>
/// <param name="PerClass">The metrics of each class, in the order of the label's keys.</param>
public sealed record SequenceLabelingMetrics(
    double Accuracy,
    double MacroF1,
    double SequenceAccuracy,
    double LogLoss,
    long StepCount,
    IReadOnlyList<StepClassMetrics> PerClass);

/// <summary>How well one class is found among the steps of sequences.</summary>
/// <param name="Name">The key's value, or its number from 1.</param>
/// <param name="Precision">Of the steps predicted so, the share that is so; 0 when there are none.</param>
/// <param name="Recall">Of the steps that are so, the share predicted so; 0 when there are none.</param>
/// <param name="F1">Their harmonic mean; 0 when nothing is found.</param>
/// <param name="Count">Steps that are so.</param>
public sealed record StepClassMetrics(string Name, double Precision, double Recall, double F1, long Count);
