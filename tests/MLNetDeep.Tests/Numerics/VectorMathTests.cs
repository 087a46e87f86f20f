using System.Numerics;
using MLNetDeep.Scoring;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Vector functions against .NET's in double precision.</summary>
public sealed class VectorMathTests
{
    [Fact]
    public void ExpIsRightToTheLastPlaces()
    {
        foreach (var x in Numbers(-86, 88.7f))
            Assert.Equal(1, VectorMath.Exp(new Vector<float>(x))[0] / Math.Exp(x), 2.4e-7);
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(1e30f, float.PositiveInfinity)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(0f, 1f)]
    [InlineData(-100f, 3.8e-44f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    public void ExpEndsWell(float x, float expected) => Assert.Equal(expected, VectorMath.Exp(new Vector<float>(x))[0]);

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [InlineData(100_000)]
    [InlineData(1e9f)] // beyond what is reduced here
    public void SineAndCosineAreWithin2e7(float largest)
    {
        foreach (var x in Numbers(-largest, largest))
        {
            Assert.Equal(Math.Sin(x), VectorMath.Sin(new Vector<float>(x))[0], 2e-7);
            Assert.Equal(Math.Cos(x), VectorMath.Cos(new Vector<float>(x))[0], 2e-7);
        }
    }

    [Fact]
    public void ANeighbourBeyondTheReductionChangesNothing()
    {
        var numbers = new float[Vector<float>.Count];
        numbers[0] = 1.25f;
        var alone = VectorMath.Cos(new Vector<float>(numbers))[0];
        numbers[1] = 1e9f;
        var beside = VectorMath.Cos(new Vector<float>(numbers));
        Assert.Equal(alone, beside[0]);
        Assert.Equal(Math.Cos(1e9f), beside[1], 2e-7);
        Assert.Equal(float.NaN, VectorMath.Sin(new Vector<float>(float.PositiveInfinity))[0]);
        Assert.Equal(float.NaN, VectorMath.Cos(new Vector<float>(float.NaN))[0]);
    }

    private static IEnumerable<float> Numbers(float from, float to)
    {
        var random = new Random(3);
        return Enumerable.Range(0, 20_000).Select(_ => from + ((float)random.NextDouble() * (to - from)));
    }
}
