using Microsoft.ML;

namespace Portable.Tests.Transforms;

public sealed partial class TransformTests
{
    [Fact]
    public void Concatenation_of_different_types_is_not_promised()
    {
        var estimator = _ml.Transforms.Concatenate("F", "Number", "Name");
        Assert.Equal(
            "Concatenated columns should have the same type. Column 'Name' has type of String, but expected column type is Single.",
            Assert.Throws<InvalidOperationException>(() => estimator.GetOutputSchema(SchemaShape.Create(_data.Schema))).Message);
    }
}
