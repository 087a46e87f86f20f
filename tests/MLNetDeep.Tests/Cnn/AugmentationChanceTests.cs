using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Cnn;

/// <summary>What is drawn, how often, and that the same is drawn again.</summary>
public sealed class AugmentationChanceTests
{
    private static readonly Grid Image = Grid.Of([5, 9, 1]);

    /// <summary>Of a marked pixel every place it comes to, and how often.</summary>
    [Fact]
    public void TranslationsAreEven()
    {
        RowChanger changer = new ImageAugmentation { Translate = 2, Edges = EdgeMode.Zeros }.Open(Image);
        var random = new RandomNumbers(3);
        int[] counts = new int[45];
        for (int i = 0; i < 10_000; i++)
        {
            float[] row = new float[45];
            row[2 * 9 + 4] = 1;
            changer.Change(row, random, default);
            counts[Array.IndexOf(row, 1f)]++;
        }

        for (int y = 0; y < 5; y++)
            for (int x = 0; x < 9; x++)
                Assert.InRange(counts[y * 9 + x], x is >= 2 and <= 6 ? 320 : 0, x is >= 2 and <= 6 ? 480 : 0);
    }

    [Theory]
    [InlineData(FlipKind.Random, FlipKind.None)]
    [InlineData(FlipKind.None, FlipKind.Random)]
    [InlineData(FlipKind.Alternating, FlipKind.None)] // of rows that nobody knows
    public void HalfOfTheImagesAreFlipped(FlipKind horizontal, FlipKind vertical)
    {
        RowChanger changer = new ImageAugmentation { HorizontalFlip = horizontal, VerticalFlip = vertical }.Open(Image);
        var random = new RandomNumbers(4);
        int flipped = 0;
        for (int i = 0; i < 10_000; i++)
        {
            float[] row = new float[45];
            row[0] = 1;
            changer.Change(row, random, default);
            flipped += row[0] == 0 ? 1 : 0;
        }

        Assert.InRange(flipped, 4_800, 5_200);
    }

    [Fact]
    public void AlternatingFlipsGoThroughAllSides()
    {
        FitRandom chance = new(8);
        var both = new ImageAugmentation { HorizontalFlip = FlipKind.Alternating, VerticalFlip = FlipKind.Alternating };
        RowChanger changer = both.Open(Image);
        RowChanger horizontal = new ImageAugmentation { HorizontalFlip = FlipKind.Alternating }.Open(Image);
        int[] first = new int[45];
        for (int rowNumber = 0; rowNumber < 400; rowNumber++)
        {
            ulong start = chance.Word(RandomUse.AlternatingFlip, rowNumber);
            int[] places = [.. Enumerable.Range(1, 8).Select(epoch => PlaceOf(changer, new RowVisit(start, epoch)))];
            Assert.Equal([0, 8, 36, 44], places[..4].Order());
            Assert.Equal(places[..4], places[4..]);
            int[] sides = [.. Enumerable.Range(1, 4).Select(epoch => PlaceOf(horizontal, new RowVisit(start, epoch)))];
            Assert.Equal([sides[0], 8 - sides[0], sides[0], 8 - sides[0]], sides);
            first[places[0]]++;
        }

        Assert.All(new[] { 0, 8, 36, 44 }, corner => Assert.InRange(first[corner], 65, 135));
    }

    private static int PlaceOf(RowChanger changer, RowVisit visit)
    {
        float[] row = new float[45];
        row[0] = 1;
        changer.Change(row, new RandomNumbers(1), visit);
        return Array.IndexOf(row, 1f);
    }

    /// <summary>Through the batches of a fit: every row is seen from one side, then from the other.</summary>
    [Fact]
    public void RowsAlternateInTheBatchesOfAFit()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] pixels = [.. Enumerable.Range(0, 60).SelectMany(i => new float[] { i, i + 0.5f })];
        var table = new TensorTable(60, 2, pixels);
        var first = new ChannelNormalizationSpec(InputShape.Image(1, 1, 2));
        int[] rows = [.. Enumerable.Range(0, 60)];
        ChannelNormalization encoding = ChannelNormalization.Fit(first, table, rows);
        var data = new TrainingData
        {
            Features = table,
            Targets = new TensorTable(60, 1, [.. rows.Select(i => (float)i)]),
            TrainRows = rows,
            ValidationRows = [],
            Encoding = encoding,
        };
        var settings = new FitSettings { Seed = 5, RowAugmentation = new ImageAugmentation { HorizontalFlip = FlipKind.Alternating } };
        var network = new NetworkSpec([2], [first, new FlattenSpec(), new LinearSpec(1)]);
        Augmentation augmentation = Augmentation.For(settings, network)!;
        Batcher batcher = data.OpenTraining(data.EncodeAll(), 16, false, false, 1);
        bool[][] flips = [.. Enumerable.Range(1, 4).Select(epoch => Epoch(epoch))];
        Assert.Equal(flips[0].Select(flip => !flip), flips[1]);
        Assert.Equal(flips[0], flips[2]);
        Assert.Equal(flips[1], flips[3]);
        Assert.InRange(flips[0].Count(flip => flip), 15, 45);

        bool[] Epoch(int epoch)
        {
            var random = new FitRandom(5);
            batcher.BeginEpoch(epoch, random);
            bool[] isFlipped = new bool[60];
            for (int i = 0; i < batcher.BatchCount; i++)
            {
                Batch batch = augmentation.Apply(batcher.Get(i), random.For(RandomUse.Augmentation, epoch * 10 + i)).Own;
                float[] values = batch.Features.data<float>().ToArray();
                float[] targets = batch.Targets.data<float>().ToArray();
                for (int row = 0; row < targets.Length; row++)
                    isFlipped[(int)targets[row]] = values[2 * row] > values[2 * row + 1];
            }

            return isFlipped;
        }
    }

    [Fact]
    public void CutoutIsASquareAnywhere()
    {
        RowChanger changer = new ImageAugmentation { Cutout = 4 }.Open(Grid.Of([10, 12, 2]));
        var random = new RandomNumbers(6);
        int[] counts = new int[120];
        for (int i = 0; i < 4_000; i++)
        {
            float[] row = new float[240];
            Array.Fill(row, 1);
            changer.Change(row, random, default);
            int[] cut = [.. Enumerable.Range(0, 120).Where(pixel => row[2 * pixel] == 0)];
            Assert.Equal(row.Where((_, k) => k % 2 == 0), row.Where((_, k) => k % 2 == 1));
            int height = cut.Max(pixel => pixel / 12) - cut.Min(pixel => pixel / 12) + 1;
            int width = cut.Max(pixel => pixel % 12) - cut.Min(pixel => pixel % 12) + 1;
            Assert.Equal(cut.Length, height * width);
            Assert.InRange(height, 2, 4); // the edge may cut off all but 2, since the centre is inside
            Assert.InRange(width, 2, 4);
            foreach (int pixel in cut)
                counts[pixel]++;
        }

        Assert.InRange(counts[5 * 12 + 6], 460, 610); // 16 of 120 places cover a pixel in the middle: 533
    }

    [Fact]
    public void BrightnessAndContrastAreLinear()
    {
        RowChanger changer = new ImageAugmentation { Brightness = 0.5, Contrast = 0.4 }.Open(Grid.Of([1, 4, 1]));
        var random = new RandomNumbers(7);
        var factors = new List<float>();
        var sums = new List<float>();
        for (int i = 0; i < 5_000; i++)
        {
            float[] row = [0, 1, 2, 5];
            changer.Change(row, random, default);
            float factor = row[1] - row[0];
            Assert.Equal(5 * factor, row[3] - row[0], 1e-5);
            factors.Add(factor);
            sums.Add(row.Sum() / 4 - 2); // the mean is 2
        }

        Assert.InRange(factors.Min(), 0.6f - 1e-5f, 0.605f);
        Assert.InRange(factors.Max(), 1.395f, 1.4f + 1e-5f);
        Assert.Equal(1, factors.Average(), 0.02);
        Assert.InRange(sums.Min(), -0.5f - 1e-5f, -0.49f);
        Assert.InRange(sums.Max(), 0.49f, 0.5f + 1e-5f);
    }

    [Fact]
    public void NoiseIsNormal()
    {
        float[] row = new float[100_001];
        NormalNoise.Add(row, 0.5, new RandomNumbers(8));
        double[] scaled = [.. row.Select(value => value / 0.5)];
        Assert.Equal(0, scaled.Average(), 0.015);
        Assert.Equal(1, scaled.Average(value => value * value), 0.02);
        Assert.Equal(3, scaled.Average(value => Math.Pow(value, 4)), 0.15);
        Assert.Equal(0.0455, scaled.Count(value => Math.Abs(value) > 2) / 100_001.0, 0.003);
        Assert.Equal(0, scaled.Zip(scaled.Skip(1), (a, b) => a * b).Average(), 0.015);
    }

    [Fact]
    public void RotationsAndSizesStayInTheirRange()
    {
        Grid grid = Grid.Of([21, 21, 1]);
        RowChanger changer = new ImageAugmentation { Rotation = 20, Scale = 0.2, Edges = EdgeMode.Zeros }.Open(grid);
        var random = new RandomNumbers(9);
        var angles = new List<double>();
        var lengths = new List<double>();
        for (int i = 0; i < 1_000; i++)
        {
            float[] row = new float[441];
            row[10 * 21 + 16] = 1; // 6 pixels right of the centre
            changer.Change(row, random, default);
            double mass = row.Sum();
            double x = row.Select((value, k) => value * (k % 21 - 10)).Sum() / mass;
            double y = row.Select((value, k) => value * (k / 21 - 10)).Sum() / mass;
            angles.Add(Math.Atan2(-y, x) * 180 / Math.PI);
            lengths.Add(Math.Sqrt(x * x + y * y) / 6);
        }

        Assert.InRange(angles.Min(), -23, -17); // the centre of one pixel's mass is not quite its place
        Assert.InRange(angles.Max(), 17, 23);
        Assert.Equal(0, angles.Average(), 2.0);
        Assert.InRange(lengths.Min(), 0.74, 0.86);
        Assert.InRange(lengths.Max(), 1.14, 1.26);
    }

    [Fact]
    public void SignalsAreShiftedScaledAndMasked()
    {
        Grid grid = Grid.Of([20, 2]);
        var random = new RandomNumbers(10);
        RowChanger shift = new SignalAugmentation { Shift = 3, Edges = EdgeMode.Zeros }.Open(grid);
        RowChanger mask = new SignalAugmentation { TimeMask = 5 }.Open(grid);
        RowChanger scale = new SignalAugmentation { Scale = 0.25 }.Open(grid);
        int[] shifts = new int[20];
        int[] masks = new int[6];
        var factors = new List<float>();
        for (int i = 0; i < 7_000; i++)
        {
            float[] row = new float[40];
            (row[20], row[21]) = (1, 2);
            shift.Change(row, random, default);
            int place = Array.IndexOf(row, 1f);
            Assert.Equal(2, row[place + 1]);
            shifts[place / 2]++;
            Array.Fill(row, 1);
            mask.Change(row, random, default);
            int[] zeros = [.. Enumerable.Range(0, 40).Where(k => row[k] == 0)];
            Assert.Equal(0, zeros.Length % 2);
            Assert.True(zeros.Length == 0 || zeros[^1] - zeros[0] == zeros.Length - 1);
            masks[zeros.Length / 2]++;
            Array.Fill(row, 2);
            scale.Change(row, random, default);
            Assert.Single(row.Distinct());
            factors.Add(row[0] / 2);
        }

        Assert.All(Enumerable.Range(0, 20), k => Assert.InRange(shifts[k], k is >= 7 and <= 13 ? 880 : 0, k is >= 7 and <= 13 ? 1_120 : 0));
        Assert.All(masks, count => Assert.InRange(count, 1_030, 1_300));
        Assert.InRange(factors.Min(), 0.75f, 0.76f);
        Assert.InRange(factors.Max(), 1.24f, 1.25f);
    }

    [Fact]
    public void CutMixReplacesABoxAndSharesByItsArea()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([6, 8, 2], [new FlattenSpec(), new LinearSpec(1)]);
        Augmentation augmentation = Augmentation.For(new FitSettings { CutMixAlpha = 1 }, network)!;
        var random = new RandomNumbers(11);
        var shares = new List<double>();
        for (int step = 0; step < 300; step++)
        {
            float[] x = [.. Enumerable.Range(0, 5 * 96).Select(i => (float)(i / 96))]; // every pixel says whose it is
            Batch batch = new(torch.tensor(x).view(5, 6, 8, 2), torch.tensor(new float[] { 0, 1, 2, 3, 4 }).view(5, 1), null, 5);
            AugmentedBatch cut = augmentation.Apply(batch, random);
            float[] partners = cut.Partners!.Value.Targets.data<float>().ToArray();
            Assert.Equal([0f, 1, 2, 3, 4], partners.Order());
            float[] features = cut.Own.Features.data<float>().ToArray();
            for (int row = 0; row < 5; row++)
            {
                float[] pixels = features[(row * 96)..(row * 96 + 96)];
                Assert.All(pixels, pixel => Assert.True(pixel == row || pixel == partners[row]));
                if (partners[row] == row)
                    continue;
                int[] box = [.. Enumerable.Range(0, 96).Where(k => pixels[k] != row)];
                Assert.Equal(1 - box.Length / 96.0, cut.Share, 1e-9);
                if (box.Length == 0)
                    continue;
                int height = box.Max(k => k / 16) - box.Min(k => k / 16) + 1;
                int width = box.Max(k => k / 2 % 8) - box.Min(k => k / 2 % 8) + 1;
                Assert.Equal(box.Length, 2 * height * width);
            }

            shares.Add(cut.Share);
        }

        Assert.InRange(shares.Average(), 0.55, 0.75); // above a half, since the edges cut off boxes
        Assert.True(shares.Min() < 0.4 && shares.Max() > 0.95);
    }

    [Fact]
    public void MixupMixesImagesAndTakesTurnsWithCutMix()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([2, 3, 1], [new FlattenSpec(), new LinearSpec(1)]);
        Augmentation mixup = Augmentation.For(new FitSettings { MixupAlpha = 1 }, network)!;
        Augmentation both = Augmentation.For(new FitSettings { MixupAlpha = 1, CutMixAlpha = 1 }, network)!;
        var random = new RandomNumbers(12);
        AugmentedBatch mixed = mixup.Apply(TwoImages(), random);
        Assert.Equal([2L, 2, 3, 1], mixed.Own.Features.shape);
        float[] values = mixed.Own.Features.data<float>().ToArray();
        float[] partners = mixed.Partners!.Value.Targets.data<float>().ToArray();
        for (int i = 0; i < 12; i++)
            Assert.Equal(mixed.Share * (i / 6) + (1 - mixed.Share) * partners[i / 6], values[i], 1e-6);
        int cuts = Enumerable.Range(0, 400).Count(_ =>
            both.Apply(TwoImages(), random).Own.Features.data<float>().ToArray().All(value => value is 0 or 1));
        Assert.InRange(cuts, 200, 350); // half of them, and those that mixed each image with itself

        static Batch TwoImages() => new(
            torch.tensor(new float[] { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1 }).view(2, 2, 3, 1),
            torch.tensor(new float[] { 0, 1 }).view(2, 1), null, 2);
    }

    [Fact]
    public void InputNoiseReachesEveryPixel()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([20, 30, 1], [new FlattenSpec(), new LinearSpec(1)]);
        Augmentation augmentation = Augmentation.For(new FitSettings { InputNoise = 0.3 }, network)!;
        Batch batch = new(torch.zeros(10, 600).view(10, 20, 30, 1), torch.zeros(10, 1), null, 10);
        float[] values = augmentation.Apply(batch, new RandomNumbers(13)).Own.Features.data<float>().ToArray();
        Assert.DoesNotContain(0f, values);
        Assert.Equal(0.3, Math.Sqrt(values.Average(value => (double)value * value)), 0.01);
    }

    [Fact]
    public void EqualChanceMakesEqualRows()
    {
        var augmentation = new ImageAugmentation
        {
            HorizontalFlip = FlipKind.Random,
            VerticalFlip = FlipKind.Alternating,
            Translate = 2,
            Rotation = 10,
            Scale = 0.1,
            Cutout = 2,
            Brightness = 0.1,
            Contrast = 0.1,
            Noise = 0.1,
        };
        float[][] rows = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            float[] row = [.. Enumerable.Range(0, 45).Select(i => (float)Math.Sin(i))];
            augmentation.Open(Image).Change(row, new RandomNumbers(seed), new RowVisit(3, 2));
            return row;
        })];
        Assert.Equal(rows[0], rows[1]);
        Assert.NotEqual(rows[0], rows[2]);
        var nothing = new FitSettings { RowAugmentation = new ImageAugmentation { Edges = EdgeMode.Zeros } };
        Assert.Null(Augmentation.For(nothing, new NetworkSpec([5, 9, 1], [new FlattenSpec()])));
    }
}
