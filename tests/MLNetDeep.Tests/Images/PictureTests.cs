using MLNetDeep.Images;
using MLNetDeep.Images.Pictures;

namespace MLNetDeep.Tests.Images;

/// <summary>Pictures of models: heat maps, grids, confusion matrices and the letters on them.</summary>
public sealed class PictureTests
{
    private static readonly float[] Map = [0, 1, 2, 4, 3, 8];

    // Every fifteenth of matplotlib's 256 entries.
    [Theory]
    [InlineData(ColorMap.Viridis, "440154481769472A7A433D843D4E8A355E8D2E6D8E297B8E23898E1F978B21A5" +
        "852EB37C46C06F65CB5E89D548B0DD2FD8E219FDE725")]
    [InlineData(ColorMap.Inferno, "0000040A07221E0C45380962510E6C69166E801F6C982766B0315BC63D4DD94D" +
        "3DE9612BF47918FA9407FCB014F8CD37F2EA69FCFFA4")]
    [InlineData(ColorMap.Grey, "0000000F0F0F1E1E1E2D2D2D3C3C3C4B4B4B5A5A5A6969697878788787879696" +
        "96A5A5A5B4B4B4C3C3C3D2D2D2E1E1E1F0F0F0FFFFFF")]
    public void ColoursAreThePublishedOnes(ColorMap map, string expected)
    {
        var colors = Convert.FromHexString(expected);
        Span<byte> color = stackalloc byte[3];
        for (var i = 0; i < colors.Length; i++)
        {
            ColorScale.Of(map).Color(i / 3 * 15 / 255f, color);
            Assert.InRange(color[i % 3] - colors[i], -2, 2);
        }
    }

    [Fact]
    public void BetweenPlacesHeatIsPyTorchsBilinear()
    {
        // torch.nn.functional.interpolate(size=(4, 6), mode="bilinear", align_corners=False)
        byte[] expected = [0, 8, 24, 40, 56, 64, 32, 36, 44, 64, 96, 112,
            96, 92, 84, 112, 175, 207, 128, 120, 104, 135, 215, 255];
        var picture = HeatMap.Draw(Map, 2, 3, new HeatMapOptions { ColorMap = ColorMap.Grey, Zoom = 2 });
        Assert.Equal((6, 4, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(expected, picture.WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void TheRangeCanBeGiven()
    {
        var options = new HeatMapOptions { ColorMap = ColorMap.Grey, Zoom = 1, Minimum = 1, Maximum = 3 };
        Assert.Equal([0, 0, 128, 255, 255, 255], HeatMap.Draw(Map, 2, 3, options).WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void ColdPlacesShowThePictureAndHotOnesTheColour()
    {
        var picture = new Image(2, 1, 1, [100, 200]);
        var options = new HeatMapOptions { ColorMap = ColorMap.Grey, Opacity = 0.5, Zoom = 1 };
        Assert.Equal([100, 100, 100, 228, 228, 228], HeatMap.Overlay(picture, [0, 1], 1, 2, options).Pixels.ToArray());
        Assert.Equal([100, 100, 100, 200, 200, 200], HeatMap.Overlay(picture, [0, 0], 1, 2, options).Pixels.ToArray());
        var enlarged = HeatMap.Overlay(picture, [0, 1], 1, 2);
        Assert.Equal((448, 224), (enlarged.Width, enlarged.Height));
    }

    [Fact]
    public void AGridPutsPicturesSideBySide()
    {
        Image[] pictures = [new(1, 1, 1, [1]), new(1, 1, 1, [2]), new(1, 1, 1, [3])];
        var grid = ImageGrid.Draw(pictures, new ImageGridOptions { Gap = 1, Background = 9 });
        Assert.Equal((5, 5, 1), (grid.Width, grid.Height, grid.Channels));
        Assert.Equal([9, 9, 9, 9, 9, 9, 1, 9, 2, 9, 9, 9, 9, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9, 9, 9], grid.Pixels.ToArray());
        var row = ImageGrid.Draw([.. pictures, new(1, 1, 3, [4, 5, 6])], new ImageGridOptions { Gap = 0, ColumnCount = 4, Zoom = 2 });
        Assert.Equal((8, 2, 3), (row.Width, row.Height, row.Channels));
        Assert.Equal([4, 5, 6], row.Pixels[^3..].ToArray());
    }

    [Fact]
    public void FiltersHaveTheirOwnScalesAroundMiddleGrey()
    {
        var options = new ImageGridOptions { Gap = 0, ColumnCount = 2 };
        var grey = ImageGrid.DrawFilters([0, 2, -1, -4], 2, 1, 1, 2, options);
        Assert.Equal([128, 255, 96, 1], grey.Pixels.ToArray());
        var color = ImageGrid.DrawFilters([1, -1, 0, 0, 0, 0], 1, 3, 1, 2, options);
        Assert.Equal([255, 128, 128, 1, 128, 128], color.Pixels.ToArray());
        // Two outputs of two inputs: a row for each output.
        var four = ImageGrid.DrawFilters([1, 0, 0, -1], 2, 2, 1, 1, new ImageGridOptions { Gap = 0 });
        Assert.Equal((2, 2), (four.Width, four.Height));
        Assert.Equal([255, 128, 128, 1], four.Pixels.ToArray());
    }

    [Fact]
    public void LettersAreReadable()
    {
        var canvas = Canvas.Create(17, 8, 3, 255);
        Lettering.Write(canvas, 0, 0, "Ag7", 1, 0);
        string[] expected =
        [
            ".###........#####", "#...#...........#", "#...#..####....#.", "#...#.#...#...#..",
            "#####.#...#..#...", "#...#..####..#...", "#...#.....#..#...", ".......###.......",
        ];
        Assert.Equal(expected, Show(canvas.ToImage()));
        var upright = Canvas.Create(8, 5, 3, 255);
        Lettering.Write(upright, 0, 0, "L", 1, 0, isUpright: true);
        Assert.Equal(["......#.", "......#.", "......#.", "......#.", "#######."], Show(upright.ToImage()));

        static IEnumerable<string> Show(Image image) => image.WithChannels(1).Pixels.ToArray().Chunk(image.Width)
            .Select(row => string.Concat(row.Select(shade => shade == 0 ? '#' : '.')));
    }

    [Fact]
    public void AFieldOfAConfusionMatrixIsAsDarkAsItsShareOfTheRow()
    {
        var picture = ConfusionMatrixPicture.Draw([[50, 0], [25, 25]], ["no", "yes"]);
        Assert.Equal([18, 58, 117], Field(0, 0));
        Assert.Equal([255, 255, 255], Field(0, 1));
        Assert.Equal([67, 122, 182], Field(1, 0));
        Assert.Equal([67, 122, 182], Field(1, 1));
        // White digits on dark fields, grey zeros.
        Assert.True(Colors(picture).ContainsKey((190, 190, 190)));
        Assert.True(Colors(picture).ContainsKey((30, 30, 30)));

        // Two pixels a dot: fields of 36 pixels, from 86 to the right of "yes" and from 44 below the title.
        byte[] Field(int row, int column) => picture.Pixel(86 + (36 * column) + 1, 44 + (36 * row) + 1).ToArray();
    }

    [Fact]
    public void ManyClassesAreShownWithoutWords()
    {
        var counts = Enumerable.Range(0, 300).Select(i => Enumerable.Range(0, 300).Select(j => i == j ? 1.0 : 0).ToArray()).ToArray();
        var picture = ConfusionMatrixPicture.Draw(counts);
        Assert.InRange(picture.Width, 600, 700);
        Assert.Equal(300 * 4, Colors(picture)[(18, 58, 117)]);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        Refused("HeatMap.Map must have 2 x 2 numbers, at least one, but had 3. (Parameter 'map')", () => HeatMap.Draw([1, 2, 3], 2, 2));
        Refused("HeatMap.Map must have finite numbers, but had NaN in row 1, column 0. (Parameter 'map')",
            () => HeatMap.Draw([1, 2, float.NaN, 4], 2, 2));
        Refused("HeatMapOptions.Opacity must be from 0 to 1, but was 2. HeatMapOptions.Maximum must be finite and above Minimum, but was " +
            "1. HeatMapOptions.Zoom must be at least 1, but was 0.",
            () => HeatMap.Draw([1], 1, 1, new HeatMapOptions { Opacity = 2, Minimum = 1, Maximum = 1, Zoom = 0 }));
        Refused("ImageGrid.Pictures must be at least one, but were none. (Parameter 'pictures')", () => ImageGrid.Draw([]));
        Refused("ImageGridOptions.ColumnCount must be at least 1, but was 0. ImageGridOptions.Gap must be from 0 to 1024, but was -1.",
            () => ImageGrid.Draw([new Image(1, 1, 1, [0])], new ImageGridOptions { ColumnCount = 0, Gap = -1 }));
        Refused("ImageGrid.Weights must have 2 x 1 x 3 x 3 numbers, at least one, but had 9. (Parameter 'weights')",
            () => ImageGrid.DrawFilters(new float[9], 2, 1, 3, 3));
        Refused("ImageGrid.Weights must be finite, but some were not. (Parameter 'weights')",
            () => ImageGrid.DrawFilters([float.NaN], 1, 1, 1, 1));
        Refused("ConfusionMatrixPicture.Counts must have as many columns as rows, at least one, but had 2 rows of 1, 2 columns. " +
            "(Parameter 'counts')", () => ConfusionMatrixPicture.Draw([[1, 2], [3]]));
        Refused("ConfusionMatrixPicture.Counts must be finite and at least 0, but some were not. (Parameter 'counts')",
            () => ConfusionMatrixPicture.Draw([[-1]]));
        Refused("ConfusionMatrixPicture.ClassNames must be 1, one a class, but were 2. (Parameter 'names')",
            () => ConfusionMatrixPicture.Draw([[1]], ["a", "b"]));

        static void Refused(string message, Func<Image> draw) => Assert.Equal(message, Assert.Throws<ArgumentException>(draw).Message);
    }

    private static Dictionary<(byte, byte, byte), int> Colors(Image picture) => picture.Pixels.ToArray().Chunk(3)
        .CountBy(pixel => (pixel[0], pixel[1], pixel[2])).ToDictionary();
}
