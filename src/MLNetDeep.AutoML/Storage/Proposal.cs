namespace MLNetDeep.AutoML;

/// <summary>A setting to try.</summary>
/// <param name="ParameterJson">The setting, as the JSON of a <c>Parameter</c>.</param>
/// <param name="Origin">Who proposed it.</param>
internal sealed record Proposal(string ParameterJson, string Origin);
