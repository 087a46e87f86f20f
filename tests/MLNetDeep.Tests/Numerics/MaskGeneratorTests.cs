using MLNetDeep.Networks.Modules;

namespace MLNetDeep.Tests.Numerics;

public sealed class MaskGeneratorTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public void KeepsTheShareAskedForAndScalesIt(double keep)
    {
        float[] mask = new float[1 << 20];
        New(1).Fill(mask, keep);
        Assert.All(mask.Distinct(), value => Assert.Contains(value, new[] { 0f, (float)(1 / keep) }));
        double share = mask.Count(value => value > 0) / (double)mask.Length;
        double deviation = Math.Sqrt(keep * (1 - keep) / mask.Length);
        Assert.InRange(share, keep - 5 * deviation, keep + 5 * deviation);
    }

    [Fact]
    public void DrawsAreIndependentOfTheirNeighbours()
    {
        float[] mask = new float[1 << 20];
        New(2).Fill(mask, 0.5);
        foreach (int lag in new[] { 1, 2, 4, 8, 16, 64, 1024 })
        {
            double both = 0;
            for (int i = 0; i + lag < mask.Length; i++)
                both += mask[i] * mask[i + lag]; // 4 when both are kept, a quarter of the pairs
            Assert.InRange(both / (mask.Length - lag), 1 - 0.01, 1 + 0.01);
        }
    }

    [Fact]
    public void SameStateGivesTheSameMasks()
    {
        (float[] first, float[] second, float[] other) = (new float[800], new float[800], new float[800]);
        New(3).Fill(first, 0.7);
        New(3).Fill(second, 0.7);
        New(4).Fill(other, 0.7);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    private static MaskGenerator New(ulong seed)
    {
        var masks = new MaskGenerator();
        masks.Restart(seed);
        return masks;
    }
}
