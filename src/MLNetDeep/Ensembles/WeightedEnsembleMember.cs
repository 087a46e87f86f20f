using Microsoft.ML;

namespace MLNetDeep;

/// <summary>A member of a weighted ensemble that got a weight above 0.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its share of the prediction; the shares of all members add up to 1.</param>
/// <param name="OutOfFoldMetric">What it reaches alone on the rows that it did not learn from, in the metric of the selection.</param>
/// <param name="Models">The model that learned from all rows, or one of each fold, which share the weight.</param>
public sealed record WeightedEnsembleMember(string Name, double Weight, double OutOfFoldMetric, IReadOnlyList<ITransformer> Models);
