namespace MLNetDeep.Comparison;

/// <summary>A measure of how good predictions are, by ML.NET's evaluators.</summary>
/// <param name="Name">Its name, such as "AUC".</param>
/// <param name="HigherIsBetter">False for errors and losses.</param>
public sealed record Metric(string Name, bool HigherIsBetter);
