using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>How raw rows of numbers and categories become what the network sees.</summary>
public sealed class InputEncodingTests
{
    private const float Missing = float.NaN;

    // Columns: a number with a gap, a 0/1 number, a category of 2, one of 3, one of 4; 0 is a missing category.
    private static readonly TensorTable Rows = new(5, 5,
    [
        1, 0, 1, 3, 4,
        Missing, 1, 2, 0, 1,
        3, 0, 2, 3, 0,
        4, 1, 0, 1, 2,
        5, 1, 2, 3, 3,
    ]);

    private static readonly int[] ValueCounts = [2, 3, 4];

    private static readonly int[] All = [0, 1, 2, 3, 4];

    [Fact]
    public void ColumnsStandInTheDocumentedOrder()
    {
        InputNormalization learned = Fit(NumericScaling.None);
        Assert.Equal(
            [CategoryEncoding.Binary, CategoryEncoding.OneHot, CategoryEncoding.Index],
            learned.Input.Encoding.Categories.Select(category => category.Encoding));
        TensorTable encoded = learned.Apply(Rows);
        Assert.Equal([1, 0, 0, -1, 0, 0, 1, 4], encoded.Row(0).ToArray());
        Assert.Equal([3.5f, 1, 1, 1, 0, 0, 0, 1], encoded.Row(1).ToArray()); // the median, and an indicator
        Assert.Equal([3, 0, 0, 1, 0, 0, 1, 0], encoded.Row(2).ToArray());
        Assert.Equal([4, 1, 0, 0, 1, 0, 0, 2], encoded.Row(3).ToArray());
    }

    [Fact]
    public void TheNetworkIsToldWhatTheColumnsAre()
    {
        NetworkInput input = Fit(NumericScaling.None).Input;
        Assert.Equal(5, input.RawWidth);
        Assert.Equal(8, input.Width);
        Assert.Equal(2, input.FeatureCount);
        Assert.Equal(7, input.NumericCount);
        Assert.Equal([4], input.EmbeddedValueCounts);
        Assert.Equal([false, true, true, true, true, true, true], input.IsBinary);
        Assert.Equal([0, 1, 0, 2, 3, 3, 3, 4], input.Sources);
    }

    /// <summary>RealMLP scales and clips the columns of small categories like numbers.</summary>
    [Fact]
    public void SmallCategoriesAreScaledLikeNumbers()
    {
        TensorTable encoded = Fit(NumericScaling.RobustSmoothClip).Apply(Rows);
        // Binary -1, 1, 1, 0, 1: median 1, quartiles 0 and 1. Its columns: 0 0 0 1 0, 0 0 0 0 0, 1 0 1 0 1.
        AssertNear([Clip(-2), Clip(0), 0, Clip(0)], encoded.Row(0)[3..7]);
        AssertNear([Clip(0), Clip(0), 0, Clip(-1)], encoded.Row(1)[3..7]);
        AssertNear([Clip(-1), Clip(2), 0, Clip(-1)], encoded.Row(3)[3..7]);
        Assert.Equal(2, encoded.Row(3)[7]);
    }

    [Fact]
    public void StandardizeTakesMeanAndDeviation()
    {
        TensorTable encoded = Fit(NumericScaling.Standardize).Apply(Rows);
        double deviation = Math.Sqrt((2.25 * 2.25 + 0.25 * 0.25 + 0.75 * 0.75 + 1.75 * 1.75) / 4); // of 1, 3, 4, 5: mean 3.25
        AssertNear([-2.25 / deviation], encoded.Row(0)[..1]);
        AssertNear([0.25 / deviation], encoded.Row(1)[..1]); // the median, 3.5
    }

    [Fact]
    public void QuantilesMakeTheMedianZero()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 2000).Select(_ => (float)Math.Exp(random.NextDouble() * 5)), Missing, 7, 7];
        var table = new TensorTable(values.Length, 1, values);
        InputNormalization learned = InputNormalization.Fit(
            table, [.. Enumerable.Range(0, values.Length)], [], new FitSettings { NumericScaling = NumericScaling.Quantile });
        float[] encoded = [.. Enumerable.Range(0, values.Length).Select(row => learned.Apply(table).Row(row)[0])];
        Assert.Equal(66, learned.Input.Encoding.QuantileCount); // 2003 rows / 30
        Assert.Equal(0, encoded[2000]);
        Assert.Equal(0, encoded.Take(2000).Average(), 0.02);
        Assert.Equal(1, Math.Sqrt(encoded.Take(2000).Average(value => value * value)), 0.05);
        Assert.Equal(Enumerable.Range(0, 2000).OrderBy(i => values[i]).Select(i => encoded[i]), encoded.Take(2000).Order());
    }

    [Theory]
    [InlineData(NumericScaling.RobustSmoothClip)]
    [InlineData(NumericScaling.Quantile)]
    [InlineData(NumericScaling.Standardize)]
    public void AConstantColumnBecomesZero(NumericScaling scaling)
    {
        var table = new TensorTable(3, 2, [5, 1, 5, 2, 5, 3]);
        InputNormalization learned = InputNormalization.Fit(table, [0, 1, 2], [], new FitSettings { NumericScaling = scaling });
        Assert.Equal(0, learned.Apply(new TensorTable(1, 2, [17, 2])).Row(0)[0]);
    }

    [Theory]
    [InlineData(NumericScaling.RobustSmoothClip)]
    [InlineData(NumericScaling.Quantile)]
    [InlineData(NumericScaling.Standardize)]
    [InlineData(NumericScaling.None)]
    public void WhatIsNoValueOfACategoryIsMissingAndInfinitiesStayFinite(NumericScaling scaling)
    {
        InputNormalization learned = Fit(scaling);
        var strange = new TensorTable(2, 5,
            [float.PositiveInfinity, float.NegativeInfinity, 3, 4, 5, float.PositiveInfinity, float.NegativeInfinity, 0, 0, 0]);
        TensorTable encoded = learned.Apply(strange);
        Assert.Equal(encoded.Row(1).ToArray(), encoded.Row(0).ToArray());
        Assert.All(encoded.Row(0).ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ARowOfCategoriesAlone()
    {
        var table = new TensorTable(3, 1, [1, 12, 0]);
        InputNormalization learned = InputNormalization.Fit(table, [0, 1, 2], [12], new FitSettings());
        Assert.Equal([1, 12, 0], learned.Apply(table).Values.ToArray());
        Assert.Empty(new NetworkSpec([1], [learned.Spec]).Tensors);
    }

    private static InputNormalization Fit(NumericScaling scaling) =>
        InputNormalization.Fit(Rows, All, ValueCounts, new FitSettings { NumericScaling = scaling, OneHotLimit = 3 });

    private static double Clip(double z) => z / Math.Sqrt(1 + z * z / 9);

    private static void AssertNear(double[] expected, Span<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
