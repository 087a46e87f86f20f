using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One contender of a comparison: a whole pipeline, from the columns of the data to its predictions.</summary>
/// <param name="Name">Its name in the result; unique within a comparison.</param>
/// <param name="Estimator">The pipeline. It is fitted anew on every fold.</param>
public sealed record Candidate(string Name, IEstimator<ITransformer> Estimator);
