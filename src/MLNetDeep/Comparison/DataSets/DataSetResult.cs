namespace MLNetDeep.Comparison;

/// <summary>A comparison on one of several data sets.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Result">The comparison.</param>
public sealed record DataSetResult(string Name, ComparisonResult Result);
