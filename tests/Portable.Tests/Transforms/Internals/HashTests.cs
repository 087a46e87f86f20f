using Microsoft.ML;
using Microsoft.ML.Transforms;
using Portable.Tests.Official;

namespace Portable.Tests.Transforms;

public sealed partial class TransformTests
{
    [Fact]
    public void Ordered_hashes_of_a_vector_differ_by_slot_and_combined_ones_are_one_key()
    {
        var same = _ml.Data.LoadFromEnumerable([new Row { Words = ["x", "x"] }]);
        IDataView Hash(HashingEstimator.ColumnOptions options) => Map(new HashingEstimator(new MLContext(1), [options]), same);
        var plain = View.Head(Hash(new("H", "Words")), "H")[0].Split('|');
        Assert.Equal(plain[0], plain[1]);
        var ordered = View.Head(Hash(new("H", "Words", UseOrderedHashing: true)), "H")[0].Split('|');
        Assert.NotEqual(ordered[0], ordered[1]);
        Assert.Equal("Key<UInt32, 0-255>", Hash(new("H", "Words", 8, Combine: true)).Schema["H"].Type.ToString());
    }
}
