using Microsoft.ML;
using Portable.Tests.Official;

namespace Portable.Tests.Transforms;

public sealed partial class OfficialTransformTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Promised_schema_is_delivered(string name)
    {
        if (name is "convert-int" or "missing-column" or "wrong-type")
            return;
        var data = View.Churn(Ml);
        var (column, estimator) = Transforms[name];
        var promised = estimator().GetOutputSchema(SchemaShape.Create(data.Schema)).Single(c => c.Name == column);
        var delivered = SchemaShape.Create(estimator().Fit(data).Transform(data).Schema).Single(c => c.Name == column);
        Assert.Equal((delivered.Kind, delivered.ItemType, delivered.IsKey), (promised.Kind, promised.ItemType, promised.IsKey));
        Assert.Equal(delivered.Annotations.Select(a => a.Name).Order(), promised.Annotations.Select(a => a.Name).Order());
    }
}
