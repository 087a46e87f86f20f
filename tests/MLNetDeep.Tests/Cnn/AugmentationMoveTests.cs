using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Numerics;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Cnn;

/// <summary>Where pixels go, against PyTorch and by hand.</summary>
public sealed class AugmentationMoveTests
{
    private static readonly float[] Numbers = [.. Enumerable.Range(1, 12).Select(i => (float)i)]; // 3 x 4
    private static readonly Grid Small = Grid.Of([3, 4, 1]);

    [Fact]
    public void MovesEqualPyTorchs()
    {
        var count = 0;
        foreach (JsonElement test in GoldenFile.Read("augmentation_golden.json").EnumerateArray())
        {
            Grid grid = Grid.Of([.. test.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);
            EdgeMode edges = Enum.Parse<EdgeMode>(test.GetProperty("edges").GetString()!, ignoreCase: true);
            bool isUpsideDown = test.GetProperty("upsideDown").GetBoolean();
            bool isMirrored = test.GetProperty("mirrored").GetBoolean();
            float[] row = GoldenFile.Numbers(test.GetProperty("input"));
            double dy = test.GetProperty("dy").GetDouble();
            double dx = test.GetProperty("dx").GetDouble();
            if (test.GetProperty("kind").GetString() == "move")
            {
                float[] source = [.. row];
                var move = new GridMove(grid.Height, grid.Width);
                move.Set(isUpsideDown, isMirrored, (int)dy, (int)dx, edges);
                move.Run(source, row, grid.Channels);
            }
            else
            {
                double angle = test.GetProperty("degrees").GetDouble() * Math.PI / 180;
                double size = test.GetProperty("size").GetDouble();
                new AffineMove(grid, edges).Run(row, AffineMap.Of(grid, angle, size, dy, dx, isUpsideDown, isMirrored));
            }

            float[] expected = GoldenFile.Numbers(test.GetProperty("output"));
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - row[i]) < 2e-5, $"case {count} at {i}: {expected[i]} and {row[i]}");
            count++;
        }

        Assert.Equal(24, count);
    }

    [Theory]
    [InlineData(EdgeMode.Zeros, 1, 1, new float[] { 6, 7, 8, 0, 10, 11, 12, 0, 0, 0, 0, 0 })]
    [InlineData(EdgeMode.Replicate, -1, 0, new float[] { 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(EdgeMode.Reflect, 0, -2, new float[] { 3, 2, 1, 2, 7, 6, 5, 6, 11, 10, 9, 10 })]
    [InlineData(EdgeMode.Reflect, 2, 0, new float[] { 9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4 })]
    [InlineData(EdgeMode.Zeros, 0, 4, new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void WindowMovesRightAndDown(EdgeMode edges, int dy, int dx, float[] expected)
    {
        float[] moved = new float[12];
        var move = new GridMove(3, 4);
        move.Set(false, false, dy, dx, edges);
        move.Run(Numbers, moved, 1);
        Assert.Equal(expected, moved);
    }

    [Theory]
    [InlineData(FlipKind.Alternating, FlipKind.None, new float[] { 4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9 })]
    [InlineData(FlipKind.None, FlipKind.Alternating, new float[] { 9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4 })]
    public void FlipsMirror(FlipKind horizontal, FlipKind vertical, float[] expected)
    {
        var changer = new ImageAugmentation { HorizontalFlip = horizontal, VerticalFlip = vertical }.Open(Small);
        float[] row = [.. Numbers];
        changer.Change(row, new RandomNumbers(1), new RowVisit(0, 1));
        Assert.Equal(expected, row);
        changer.Change(row, new RandomNumbers(1), new RowVisit(0, 2));
        Assert.Equal(expected, row); // not in the second epoch
    }

    [Fact]
    public void QuarterTurnIsExact()
    {
        float[] row = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Grid square = Grid.Of([3, 3, 1]);
        new AffineMove(square, EdgeMode.Zeros).Run(row, AffineMap.Of(square, Math.PI / 2, 1, 0, 0, false, false));
        Assert.Equal([3f, 6, 9, 2, 5, 8, 1, 4, 7], row.Select(value => MathF.Round(value, 4))); // counterclockwise
    }

    [Fact]
    public void LargerImagesShowLess()
    {
        float[] row = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        Grid grid = Grid.Of([4, 5, 1]);
        float before = row.Sum();
        new AffineMove(grid, EdgeMode.Zeros).Run(row, AffineMap.Of(grid, 0, 1.5, 0, 0, false, false));
        Assert.True(row.Sum() > before);
    }

    /// <summary>A move that turns and resizes by nothing is the move of whole pixels.</summary>
    [Fact]
    public void ResamplingByWholePixelsIsTheMove()
    {
        var random = new Random(2);
        foreach (EdgeMode edges in Enum.GetValues<EdgeMode>())
            for (int i = 0; i < 40; i++)
            {
                Grid grid = Grid.Of([random.Next(1, 7), random.Next(1, 9), random.Next(1, 4)]);
                float[] source = [.. Enumerable.Range(0, grid.PixelCount * grid.Channels).Select(_ => random.NextSingle())];
                (int dy, int dx) = (random.Next(-6, 7), random.Next(-8, 9));
                (bool upside, bool mirrored) = (random.Next(2) == 0, random.Next(2) == 0);
                float[] moved = new float[source.Length];
                var move = new GridMove(grid.Height, grid.Width);
                move.Set(upside, mirrored, dy, dx, edges);
                move.Run(source, moved, grid.Channels);
                new AffineMove(grid, edges).Run(source, AffineMap.Of(grid, 0, 1, dy, dx, upside, mirrored));
                for (int k = 0; k < moved.Length; k++)
                    Assert.Equal(moved[k], source[k], 1e-4);
            }
    }
}
