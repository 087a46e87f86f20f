namespace Microsoft.ML.Trainers.FastTree.Growing;

/// <summary>The best split of a leaf by one feature.</summary>
/// <param name="Feature">Position among the splittable features.</param>
/// <param name="Bin">Rows in this bin of the feature, or in one below, go left.</param>
/// <param name="Gain">By how much the sum of squared errors falls; minus infinity if no split is allowed.</param>
internal readonly record struct SplitCandidate(int Feature, int Bin, double Gain, double LeftMean, double RightMean)
{
    public static readonly SplitCandidate None = new(-1, 0, double.NegativeInfinity, 0, 0);
}
