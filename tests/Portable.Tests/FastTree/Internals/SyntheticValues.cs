using Microsoft.ML.Trainers.FastTree.Binning;

namespace Portable.Tests.FastTree;

/// <summary>The synthetic rows as the booster takes them.</summary>
internal static class SyntheticValues
{
    public static FeatureValues Of(IEnumerable<int> rows)
    {
        var values = new FeatureValues(Synthetic.FeatureCount);
        foreach (var row in rows)
            values.Add(Synthetic.Features(row), []);
        return values;
    }
}
