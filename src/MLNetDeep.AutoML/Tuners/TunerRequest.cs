using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>What a tuner is made for.</summary>
/// <param name="Space">The options to choose.</param>
/// <param name="Seed">Where its random numbers start.</param>
/// <param name="ObjectiveCount">How many losses it will be told of each completed trial, at least 1.</param>
public sealed record TunerRequest(SearchSpace Space, int Seed, int ObjectiveCount);
