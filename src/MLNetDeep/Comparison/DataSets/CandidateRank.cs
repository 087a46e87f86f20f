namespace MLNetDeep.Comparison;

/// <summary>A candidate among others over several data sets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AverageRank">Mean of its ranks, 1 being the best; candidates that are equal on a data set share the mean of theirs.</param>
/// <param name="Scores">What it reached on each data set, in their order.</param>
public sealed record CandidateRank(string Name, double AverageRank, IReadOnlyList<double> Scores);
