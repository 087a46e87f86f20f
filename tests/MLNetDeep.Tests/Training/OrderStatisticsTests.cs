using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Single order statistics are those of the sorted numbers, bit for bit.</summary>
public sealed class OrderStatisticsTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(17, 2)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(5003, 100_000)]
    public void AreThoseOfTheSortedNumbers(int count, int different)
    {
        var random = new RandomNumbers(5);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => random.Below(different) / 3f)];
        Check(values);
        Check([.. values.Order()]);
        Check([.. values.OrderDescending()]);
        Check([.. values.Order().Where((_, i) => i % 2 == 0), .. values.OrderDescending().Where((_, i) => i % 2 == 0)]); // an organ pipe
    }

    private static void Check(float[] values)
    {
        float[] sorted = [.. values.Order()];
        foreach (double share in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            float[] own = [.. values];
            Assert.Equal(InputNormalization.Quantile(sorted, share), OrderStatistics.Quantile(own, share));
            Assert.Equal(sorted, own.Order());
        }
    }
}
