namespace MLNetDeep.Comparison;

/// <summary>Rows that were given nearly the same probability: a point of a reliability diagram.</summary>
/// <param name="LowerBound">The lowest probability of the bin.</param>
/// <param name="UpperBound">The highest probability of the bin.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="MeanProbability">Mean of the probabilities given.</param>
/// <param name="Frequency">The share of rows where the event came: of the positive class, or of the predicted class being right.</param>
public sealed record ReliabilityBin(double LowerBound, double UpperBound, int Count, double MeanProbability, double Frequency);
