namespace MLNetDeep.AutoML;

/// <summary>How much of the differences between scores one option explains, or two together beyond what each does alone.</summary>
/// <param name="Name">The option's name, nested keys joined by dots.</param>
/// <param name="Share">The share of the variance over the whole space, from 0 to 1.</param>
/// <param name="With">The second option of a pair; null for an option alone.</param>
public sealed record ParameterImportance(string Name, double Share, string? With = null);
