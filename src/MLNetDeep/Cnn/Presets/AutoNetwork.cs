using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The default, by the size of the input and the number of rows: measured on Fashion-MNIST, digits and GunPoint.</summary>
internal static class AutoNetwork
{
    /// <summary>Below it a pixel is too large a part of the image to move it by one.</summary>
    private const int SmallestMovedImage = 6;

    public static CnnPlan Plan(CnnOptions options, Grid input, DataSummary data)
    {
        FitSettings fit = Fit(options, data);
        if (input.IsSignal)
            return new CnnPlan(SignalLayers(options, input, data.RowCount), CnnNetworks.Output(), fit);
        int side = Math.Min(input.Height, input.Width);
        // Longer trainings gain by more movement, shorter ones lose.
        int moves = side < SmallestMovedImage ? 0 : side >= 16 && data.RowCount <= 10_000 ? 2 : 1;
        fit = CnnFits.WithMoves(fit, input, data, moves);
        // Small scores that learn slowly keep the largest features from deciding alone (David Page's cifar10-fast).
        LinearSpec output = CnnNetworks.Output() with { ProductFactor = 1.0 / 8, BiasLearningRateFactor = 1.0 / 64 };
        return new CnnPlan(ImageLayers(options, input), output, fit)
        {
            TestTimeAugmentation = new TestTimeAugmentation { Shift = data.ClassCount > 0 ? Math.Min(moves, 1) : 0 },
        };
    }

    private static FitSettings Fit(CnnOptions options, DataSummary data)
    {
        int rows = data.RowCount;
        int batch = options.BatchSize > 0 ? options.BatchSize : rows switch { <= 500 => 16, <= 10_000 => 64, _ => 128 };
        int epochs = rows switch { <= 500 => 50, <= 2000 => 30, <= 10_000 => 15, <= 100_000 => 12, _ => Math.Max(3, 1_200_000 / rows) };
        return CnnFits.Momentum with
        {
            MaximumEpochCount = CnnFits.AtLeast(epochs, rows, batch),
            BatchSize = batch,
            LearningRate = batch < 32 ? 0.05 : 0.1,
            LearningRateSchedule = new TriangularSchedule(),
            L2Penalty = 5e-4,
            LabelSmoothing = data.ClassCount > 0 ? 0.1 : 0,
            // The squared error has no largest slope, unlike the cross-entropy.
            GradientClipNorm = data.ClassCount > 0 ? 0 : 1,
            WeightAveraging = new ExponentialMovingAverage { Decay = 0.95 },
        };
    }

    /// <summary>
    /// A small relative of cifar10-fast's ResNet-9 and of airbench: pools directly behind their convolutions, where they spare normalising
    /// and rectifying three quarters of the pixels, and the largest of each channel at the end.
    /// </summary>
    private static List<LayerSpec> ImageLayers(CnnOptions options, Grid input)
    {
        int size = Math.Min(input.Height, input.Width);
        var layers = new List<LayerSpec>();
        for (; size >= CnnNetworks.LargeImage; size = (size + 1) / 2)
            layers.AddRange(Unit(options, 24, 3, stride: 2));
        AddPooled(layers, options, 24, ref size, above: 16);
        AddPooled(layers, options, 64, ref size, above: 7);
        layers.Add(ParallelSpec.Residual([.. Unit(options, 64)]));
        AddPooled(layers, options, 128, ref size, above: 3);
        layers.Add(ParallelSpec.Residual([.. Unit(options, 128), .. Unit(options, 128)]));
        layers.Add(new GlobalPoolSpec(GlobalPool.Max));
        return layers;
    }

    /// <summary>A convolution, with a pool where the map is larger than so many pixels.</summary>
    private static void AddPooled(List<LayerSpec> layers, CnnOptions options, int channels, ref int size, int above)
    {
        layers.AddRange(Unit(options, channels, pool: size > above));
        size = size > above ? size / 2 : size;
    }

    /// <summary>
    /// A fully convolutional network (Wang, Yan and Oates, arXiv:1611.06455), of a quarter of its width where rows are few; pools shorten
    /// signals far longer than its windows see.
    /// </summary>
    private static List<LayerSpec> SignalLayers(CnnOptions options, Grid input, int rows)
    {
        int width = rows switch { < 2000 => 32, < 20_000 => 64, _ => 128 };
        int halvings = 0;
        for (int length = input.Width; length > 512; length /= 2)
            halvings++;
        List<LayerSpec> layers = [.. Unit(options, width, 7)];
        AddShortening(layers, (halvings + 1) / 2);
        layers.AddRange(Unit(options, 2 * width, 5));
        AddShortening(layers, halvings / 2);
        layers.AddRange(Unit(options, width, 3));
        layers.Add(new GlobalPoolSpec());
        return layers;
    }

    private static void AddShortening(List<LayerSpec> layers, int halvings)
    {
        if (halvings > 0)
            layers.Add(new MaxPoolSpec(1 << halvings));
    }

    private static IEnumerable<LayerSpec> Unit(CnnOptions options, int channels, int kernel = 3, int stride = 1, bool pool = false)
    {
        yield return new ConvSpec(CnnNetworks.Scale(options, channels), kernel)
        {
            Stride = stride,
            Padding = kernel / 2,
            Bias = false,
            Initialization = WeightInitialization.FanInUniform,
        };
        if (pool)
            yield return new MaxPoolSpec(2);
        yield return new BatchNormSpec();
        yield return new ActivationSpec(Activation.Relu);
    }
}
