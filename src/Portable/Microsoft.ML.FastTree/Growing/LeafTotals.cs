namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>What the rows of a leaf sum up to.</summary>
/// <param name="Targets">Sum of the targets, each already multiplied by its example weight.</param>
/// <param name="Weights">Sum of the example weights; the count without them.</param>
internal readonly record struct LeafTotals(int Count, double Targets, double Weights);
