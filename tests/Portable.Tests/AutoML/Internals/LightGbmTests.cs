using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace Portable.Tests.AutoML.Internals;

public sealed class LightGbmTests
{
    [Fact]
    public void LightGbm_is_refused_by_name()
    {
        var auto = new MLContext(1).Auto();
        Func<SweepablePipeline>[] catalogs = [() => auto.BinaryClassification(), () => auto.MultiClassification(), () => auto.Regression()];
        foreach (var candidates in catalogs)
            Assert.Equal(
                "The portable packages have no LightGBM: give useLgbm: false, or use the official ones.",
                Assert.Throws<NotSupportedException>(candidates).Message);
    }
}
