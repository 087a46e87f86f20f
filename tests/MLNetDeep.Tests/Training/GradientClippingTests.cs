using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData(0, 0, 5, 1, 3, 4)]
    [InlineData(1, 0, 5, 0.2, 3, 4)]
    [InlineData(9, 0, 5, 1, 3, 4)]
    [InlineData(0, 3.5, 5, 1, 3, 3.5)]
    [InlineData(2.5, 3, 5, 0.589255509, 3, 3)] // values first, then the length of what is left: 2.5 / (3 sqrt 2)
    public void ValuesAreCutFirstThenTheLength(double norm, double value, double length, double scale, float first, float second)
    {
        float[] gradients = [3, 4];
        GradientLength result = new GradientClipping(norm, value).Apply(gradients);
        Assert.Equal(length, result.Norm, 1e-6);
        Assert.Equal(scale, result.Scale, 1e-6);
        Assert.Equal([first, second], gradients);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AGradientThatIsNotFiniteIsSaidToBeAndNotHidden(float bad)
    {
        float[] gradients = [1, bad];
        Assert.False(double.IsFinite(new GradientClipping(1, 1).Apply(gradients).Norm));
        Assert.Equal([1, bad], gradients);
    }

    [Fact]
    public void NoGradientIsNoDivisionByZero() => Assert.Equal(1, new GradientClipping(1, 1).Apply(new float[3]).Scale);
}
