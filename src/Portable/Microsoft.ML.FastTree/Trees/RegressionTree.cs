using System.Collections.Immutable;

namespace Microsoft.ML.Trainers.FastTree;

public sealed class RegressionTree : RegressionTreeBase
{
    /// <summary>The arrays are taken over, not copied.</summary>
    internal RegressionTree(int[] left, int[] right, int[] features, float[] thresholds, double[] leaves, double[] gains)
        : base(Own(left), Own(right), Own(features), Own(thresholds), Own(leaves), Own(gains))
    {
    }

    private static ImmutableArray<T> Own<T>(T[] array) => ImmutableCollectionsMarshal.AsImmutableArray(array);
}
