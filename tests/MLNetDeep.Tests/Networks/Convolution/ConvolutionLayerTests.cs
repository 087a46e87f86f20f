using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Networks.Convolution;

/// <summary>Shapes, messages and counts of the layers of images and signals; the numerics have tests of their own.</summary>
public sealed class ConvolutionLayerTests
{
    private const string Flat = "takes rows of shape [features], but its input has shape [6, 5, 4].";
    private const string Members =
        "takes rows of shape [members, features], as EnsembleViewSpec makes them, but its input has shape [6, 5, 4].";
    private const string Images =
        "takes images of shape [height, width, channels] or signals of shape [length, channels], but its input has shape [5].";

    public static TheoryData<string, LayerSpec> DoNotFitAnImage => new()
    {
        {
            "(Conv 4, kernel 7x3): its window of 7 x 3 is larger than its input of shape [6, 5, 4] with padding 0.",
            new ConvSpec(4, (7, 3))
        },
        {
            "(Conv 4, kernel 3, dilation 3): its window of 7 x 7 is larger than its input of shape [6, 5, 4] with padding 0.",
            new ConvSpec(4, 3) { Dilation = 3 }
        },
        { "(Conv 4, kernel 0): ConvSpec.Kernel must be at least 1, but was 0.", new ConvSpec(4, 0) },
        {
            "(Conv 4, kernel 3): ConvSpec.Padding must be at most 1048576, but was 2147483647.",
            new ConvSpec(4, 3) { Padding = int.MaxValue }
        },
        {
            "(Conv 4, kernel 3, 3 groups): ConvSpec.Groups must be a divisor of 4 input and 4 output channels, but was 3.",
            new ConvSpec(4, 3) { Groups = 3 }
        },
        { "(MaxPool 2): MaxPoolSpec.Padding must be at most half the window of 2, but was 2.", new MaxPoolSpec(2) { Padding = 2 } },
        { "(AvgPool 8): its window of 8 x 8 is larger than its input of shape [6, 5, 4] with padding 0.", new AvgPoolSpec(8) },
        { "(AvgPool 2, stride 0): AvgPoolSpec.Stride must be at least 1, but was 0.", new AvgPoolSpec(2) { Stride = 0 } },
        { "(AdaptiveAveragePool to 0): AdaptivePoolSpec.OutputSize must be at least 1, but was 0.", new AdaptivePoolSpec(0) },
        { "(Adaptive9Pool to 2): AdaptivePoolSpec.Pool must be one of the pools, but was 9.", new AdaptivePoolSpec(2, (GlobalPool)9) },
        {
            "(ConvTranspose 2, kernel 3): ConvTransposeSpec.Padding must be numbers or same, but was full.",
            new ConvTransposeSpec(2, 3) { Padding = Padding.Full }
        },
        {
            "(ConvTranspose 2, kernel 3, stride 2): ConvTransposeSpec.OutputPadding must be below stride or dilation, 2, but was 2.",
            new ConvTransposeSpec(2, 3) { Stride = 2, OutputPadding = 2 }
        },
        {
            "(ConvTranspose 2, kernel 1): its padding 3 leaves nothing of what a window of 1 makes of its input of shape [6, 5, 4].",
            new ConvTransposeSpec(2, 1) { Padding = 3 }
        },
        {
            "(ConvTranspose 6, kernel 3, 4 groups): ConvTransposeSpec.Groups must be a divisor of 4 input and 6 output channels, but was 4.",
            new ConvTransposeSpec(6, 3) { Groups = 4 }
        },
        { "(GroupNorm 3): GroupNormSpec.Groups must be a divisor of 4 channels, but was 3.", new GroupNormSpec(3) },
        { "(GroupNorm 2): GroupNormSpec.Epsilon must be finite and above 0, but was 0.", new GroupNormSpec(2, 0) },
        { "(SqueezeExcite 0): SqueezeExciteSpec.Reduction must be at least 1, but was 0.", new SqueezeExciteSpec(0) },
        {
            "(SpatialDropout 1): SpatialDropoutSpec.Probability must be at least 0 and below 1, but was 1.",
            new SpatialDropoutSpec(1)
        },
        {
            "(ConvTranspose 2, kernel 3): ConvTransposeSpec.Initialization must be one that needs no data, but was UnitOutput.",
            new ConvTransposeSpec(2, 3) { Initialization = WeightInitialization.UnitOutput }
        },
        { "(LocalResponseNorm 0): LocalResponseNormSpec.Size must be at least 1, but was 0.", new LocalResponseNormSpec(0) },
        {
            "(LocalResponseNorm 5): LocalResponseNormSpec.K must be finite and above 0, but was 0.", new LocalResponseNormSpec { K = 0 }
        },
        { "(MemberLinear 2): " + Members, new MemberLinearSpec(2) },
        { "(EnsembleLinear 2): " + Members, new EnsembleLinearSpec(2) },
        { "(MemberScale): " + Members, new MemberScaleSpec() },
        { "(EnsembleView 2): " + Flat, new EnsembleViewSpec(2) },
        { "(PeriodicEmbedding 16 to 4): " + Flat, PeriodicEmbeddingSpec.Pbld() },
        { "(PiecewiseLinear 48): " + Flat, new PiecewiseLinearEmbeddingSpec() },
        { "(CategoryEmbedding 8): " + Flat, new CategoryEmbeddingSpec([3], 8) },
        {
            "(Sum of 2 branches): branch1 puts out [6, 5, 4], which cannot be added to [4, 3, 4] of branch0.",
            ParallelSpec.Residual(new ConvSpec(4, 3))
        },
        {
            "(2 branches): branch1 puts out [3, 2, 4], which cannot be put beside [6, 5, 4] of branch0.",
            new ParallelSpec([[], [new MaxPoolSpec(2)]], BranchJoin.Concatenate)
        },
        {
            "(Sum of 2 branches): branch0, layer 1 (Conv 4, kernel 3): its window of 3 x 3 is larger than its input of shape [3, 2, 4] "
            + "with padding 0.",
            ParallelSpec.Residual(new MaxPoolSpec(2), new ConvSpec(4, 3))
        },
    };

    [Theory]
    [MemberData(nameof(DoNotFitAnImage))]
    public void LayerThatDoesNotFitAnImageIsNamed(string message, LayerSpec layer) => Refused("Layer 0 " + message, [6, 5, 4], layer);

    public static TheoryData<string, LayerSpec> DoNotFitASignal => new()
    {
        { "(Conv 4, kernel 3x5): ConvSpec.Kernel must be one number for a signal, but was 3x5.", new ConvSpec(4, (3, 5)) },
        { "(Conv 4, kernel 9): its window of 9 is larger than its input of shape [7, 2] with padding 0.", new ConvSpec(4, 9) },
        {
            "(AdaptiveMaxPool to 2x3): AdaptivePoolSpec.OutputSize must be one number for a signal, but was 2x3.",
            new AdaptivePoolSpec((2, 3), GlobalPool.Max)
        },
    };

    [Theory]
    [MemberData(nameof(DoNotFitASignal))]
    public void LayerThatDoesNotFitASignalIsNamed(string message, LayerSpec layer) => Refused("Layer 0 " + message, [7, 2], layer);

    public static TheoryData<LayerSpec> OfImages =>
    [
        new ConvSpec(3, 3), new ConvTransposeSpec(3, 3), new MaxPoolSpec(2), new AvgPoolSpec(2), new AdaptivePoolSpec(2),
        new GlobalPoolSpec(), new SqueezeExciteSpec(), new SpatialDropoutSpec(0.1),
    ];

    [Theory]
    [MemberData(nameof(OfImages))]
    public void FlatRowsAreRefused(LayerSpec layer) => Refused($"Layer 0 ({layer.Describe()}): {Images}", [5], layer);

    [Fact]
    public void EveryLayerSurvivesJson()
    {
        LayerSpec[] layers =
        [
            new ConvSpec(6, (3, 2)) { Stride = 2, Padding = Padding.Same, Dilation = (1, 2), Groups = 2, Bias = false },
            new ConvTransposeSpec(6, (3, 2)) { Stride = 2, Padding = 1, OutputPadding = 1, Dilation = 2, Groups = 2, Bias = false },
            new AvgPoolSpec(3) { Stride = (1, 2), Padding = 1, CeilMode = true, CountIncludePad = false },
            new AdaptivePoolSpec((2, 3), GlobalPool.Max), new GroupNormSpec(2, 1e-3), new SpatialDropoutSpec(0.2), new SqueezeExciteSpec(2),
            new LocalResponseNormSpec(3) { Alpha = 1, Beta = 0.5, K = 2 }, new MaxPoolSpec(2) { CeilMode = true },
            new GlobalPoolSpec(GlobalPool.Max),
        ];
        foreach (LayerSpec layer in layers)
            Assert.Equal(layer, NetworkSpec.FromJson(new NetworkSpec([8, 9, 4], [layer]).ToJson()).Layers[0]);
    }

    [Fact]
    public void SummaryShowsProductsAndReceptiveFields()
    {
        var network = new NetworkSpec(
            [32, 32, 3],
            [
                new ConvSpec(16, 3) { Padding = Padding.Same, Bias = false }, new BatchNormSpec(), new MaxPoolSpec(2),
                ParallelSpec.Residual(new ConvSpec(16, 3) { Padding = Padding.Same }, new SqueezeExciteSpec(4)), new GlobalPoolSpec(),
                new LinearSpec(10),
            ]);
        const string Expected = """
            Layer                              Output shape     Parameters Mult-adds   Field
            --------------------------------------------------------------------------------
            Input                              [32, 32, 3]
            0 Conv 16, kernel 3                [32, 32, 16]            432      442K     3x3
            1 BatchNorm                        [32, 32, 16]             32         0     3x3
            2 MaxPool 2                        [16, 16, 16]              0         0     4x4
            3 Sum of 2 branches                [16, 16, 16]                              8x8
              branch0.0 Conv 16, kernel 3      [16, 16, 16]          2,320      590K     8x8
              branch0.1 SqueezeExcite 4        [16, 16, 16]            148       128     8x8
              branch1 (its input)              [16, 16, 16]              0         0     4x4
            4 GlobalAveragePool                [16]                      0         0
            5 Linear 10                        [10]                    170       160
            --------------------------------------------------------------------------------
            Total                                                    3,102     1.03M

            """;
        Assert.Equal(Expected, network.Summary(), ignoreLineEndingDifferences: true);
    }

    /// <summary>15.47 G is what torchvision's documentation states for VGG-16, 0.71 G for AlexNet.</summary>
    [Fact]
    public void MultiplyAddsAreThoseOfTheModelZoos()
    {
        Assert.Equal(15_470_264_320, Vgg16.MultiplyAdds);
        Assert.Equal(138_357_544, Vgg16.ParameterCount);
        Assert.Equal(714_188_480, AlexNet.MultiplyAdds);
        Assert.Equal(61_100_840, AlexNet.ParameterCount);
    }

    [Fact]
    public void MultiplyAddsOfOtherLayers()
    {
        Assert.Equal(5 * 4 * 3 * 7, Products([5, 4, 3], new LinearSpec(7)));
        Assert.Equal(5 * 4 * 2 * 2 * 6 * 3, Products([5, 4, 6], new ConvTransposeSpec(9, 2) { Stride = 2, Groups = 3 }));
        Assert.Equal(6 * 3 * 4 * 8, Products([8, 4], new ConvSpec(8, 3)));
        Assert.Equal(2 * 3 * 4, Products([2, 3], new MemberLinearSpec(4)));
        Assert.Equal(2 * 3 * 4, Products([2, 3], new EnsembleLinearSpec(4)));
        Assert.Equal(3 * (16 + 16 * 3), Products([3], PeriodicEmbeddingSpec.Pbld()));
        Assert.Equal(3 * 8 * 5, Products([3], new PiecewiseLinearEmbeddingSpec(8, 4)));
        Assert.Equal(0, Products([3, 4, 5], new GroupNormSpec(5)));
    }

    /// <summary>The last pools of VGG-16 and AlexNet see 212 and 195 pixels (distill.pub/2019/computing-receptive-fields).</summary>
    [Fact]
    public void ReceptiveFieldsAreThePublishedOnes()
    {
        Assert.Equal("212x212", Field([224, 224, 3], [.. Vgg16.Layers.TakeWhile(layer => layer is not FlattenSpec)]));
        Assert.Equal("195x195", Field([224, 224, 3], [.. AlexNet.Layers.TakeWhile(layer => layer is not AdaptivePoolSpec)]));
        Assert.Equal(
            "5", Field([16, 2], new ConvSpec(4, 3) { Stride = 2 }, new ConvTransposeSpec(4, 2) { Stride = 2 }, new ConvSpec(4, 3)));
        Assert.DoesNotContain("Field", new NetworkSpec([16], [new LinearSpec(4)]).Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void SpatialDropoutSilencesWholeChannels()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const int Rows = 20, Pixels = 6, Channels = 50;
        var network = new TrainingNetwork(new NetworkSpec([2, 3, Channels], [new SpatialDropoutSpec(0.4)]), Rows);
        network.Step.Masks.Restart(3);
        torch.Tensor ones = torch.ones(Rows * Pixels, Channels).view(Rows, 2, 3, Channels);
        float[] values = Values(network.Forward(ones, Pass.Training));
        int dropped = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                float first = values[row * Pixels * Channels + channel];
                Assert.True(first == 0 || Math.Abs(first - 1 / 0.6f) < 1e-6, $"{first}");
                for (int pixel = 1; pixel < Pixels; pixel++)
                    Assert.Equal(first, values[(row * Pixels + pixel) * Channels + channel]);
                dropped += first == 0 ? 1 : 0;
            }
        }

        Assert.InRange(dropped / (double)(Rows * Channels), 0.35, 0.45);
        Assert.NotEqual(values[..Channels], values[(Pixels * Channels)..((Pixels + 1) * Channels)]);
        Assert.All(Values(network.Forward(ones, Pass.Scoring)), value => Assert.Equal(1, value));
    }

    private static NetworkSpec Vgg16 { get; } = new(
        [224, 224, 3],
        [
            .. new[] { 64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0 }.SelectMany<int, LayerSpec>(
                channels => channels == 0
                    ? [new MaxPoolSpec(2)]
                    : [new ConvSpec(channels, 3) { Padding = 1 }, new ActivationSpec(Activation.Relu)]),
            new FlattenSpec(), new LinearSpec(4096), new LinearSpec(4096), new LinearSpec(1000),
        ]);

    private static NetworkSpec AlexNet { get; } = new(
        [224, 224, 3],
        [
            new ConvSpec(64, 11) { Stride = 4, Padding = 2 }, new MaxPoolSpec(3) { Stride = 2 }, new ConvSpec(192, 5) { Padding = 2 },
            new MaxPoolSpec(3) { Stride = 2 }, new ConvSpec(384, 3) { Padding = 1 }, new ConvSpec(256, 3) { Padding = 1 },
            new ConvSpec(256, 3) { Padding = 1 }, new MaxPoolSpec(3) { Stride = 2 }, new AdaptivePoolSpec(6), new FlattenSpec(),
            new LinearSpec(4096), new LinearSpec(4096), new LinearSpec(1000),
        ]);

    private static void Refused(string message, int[] inputShape, LayerSpec layer) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new NetworkSpec(inputShape, [layer])).Message);

    private static long Products(int[] inputShape, LayerSpec layer) => new NetworkSpec(inputShape, [layer]).MultiplyAdds;

    private static string Field(int[] inputShape, params LayerSpec[] layers) =>
        new NetworkSpec(inputShape, layers).Summary().Split('\n')[layers.Length + 2][72..].Trim();

    private static float[] Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes).ToArray();
}
