using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The managed convolutions against libtorch's, in every way that they are computed.</summary>
public sealed class ConvKernelsEqualLibtorchTests
{
    private static readonly ActivationSpec Relu = new(Activation.Relu);

    private static readonly Dictionary<string, NetworkSpec> Networks = new()
    {
        ["one channel, few outputs"] = new([14, 13, 1], [new ConvSpec(6, 5) { Padding = Padding.Same }]),
        ["two panels and a half"] = new([9, 10, 17], [new ConvSpec(40, 3) { Padding = 1 }]),
        ["whole vectors, read where they are"] = new([7, 9, 32], [new ConvSpec(33, 3)]),
        ["two pixels"] = new([4, 3, 9], [new ConvSpec(35, 3)]),
        ["seven pixels"] = new([3, 9, 4], [new ConvSpec(18, 3)]),
        ["one pixel"] = new([3, 3, 20], [new ConvSpec(50, 3)]),
        ["points"] = new([5, 6, 19], [new ConvSpec(37, 1)]),
        ["points, every other"] = new([6, 7, 16], [new ConvSpec(24, 1) { Stride = 2 }]),
        ["padded points"] = new([4, 5, 3], [new ConvSpec(16, 1) { Padding = 1 }]),
        ["every third, dilated"] = new([17, 20, 5], [new ConvSpec(20, 3) { Stride = 3, Dilation = 2, Padding = (2, 3) }]),
        ["rows that the window never reaches"] = new([8, 8, 3], [new ConvSpec(5, 3) { Stride = 4 }]),
        ["full groups"] = new([6, 7, 6], [new ConvSpec(48, 3) { Groups = 3, Padding = 1 }]),
        ["groups that share panels"] = new([6, 7, 15], [new ConvSpec(35, 3) { Groups = 5, Padding = 1 }]),
        ["each channel on its own"] = new([6, 7, 21], [new ConvSpec(21, 3) { Groups = 21, Padding = 1 }, new BatchNormSpec(), Relu]),
        ["each of whole vectors on its own"] = new([8, 8, 32], [new ConvSpec(32, 3) { Groups = 32 }]),
        ["each on its own, every other, dilated"] = new(
            [9, 12, 16], [new ConvSpec(16, (3, 2)) { Groups = 16, Stride = 2, Dilation = (1, 2), Padding = 2 }]),
        ["each on its own, twice"] = new([6, 7, 8], [new ConvSpec(16, 3) { Groups = 8 }]),
        ["a signal"] = new([40, 3], [new ConvSpec(33, 9) { Stride = 2, Padding = 4 }, Relu]),
        ["a short signal"] = new([3, 20], [new ConvSpec(16, 3) { Padding = 1 }]),
        ["normalised and rectified"] = new([8, 9, 3], [new ConvSpec(20, 3) { Padding = 1 }, new BatchNormSpec(), Relu]),
        ["rectified and normalised"] = new([8, 9, 3], [new ConvSpec(20, 3) { Padding = 1 }, Relu, new BatchNormSpec(), Relu]),
    };

    private static readonly Dictionary<string, InputShape> Shapes = new()
    {
        ["grey"] = InputShape.Image(1, 9, 8),
        ["planes"] = InputShape.Image(3, 7, 6),
        ["pixels"] = InputShape.Image(3, 7, 6, isInterleaved: true),
        ["signal"] = InputShape.Signal(2, 30),
    };

    public static TheoryData<string> Names { get; } = [.. Networks.Keys];

    public static TheoryData<string> ShapeNames { get; } = [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer(string name)
    {
        foreach (var rows in new[] { 1, 5 })
        {
            var network = Networks[name];
            var x = RandomNetworks.Rows(rows, network.InputWidth, 3, spread: 1);
            var tensors = RandomNetworks.Tensors(network, 2);
            AssertClose(Native(network, tensors, x, rows), Managed(network, tensors, x, rows));
        }
    }

    /// <summary>The first convolution scales raw rows itself; libtorch gets them scaled by the formula.</summary>
    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void FirstLayerReadsRawRows(string name)
    {
        var shape = Shapes[name];
        LayerSpec[] layers = [new ConvSpec(20, 3) { Padding = 1 }, Relu, new ConvSpec(5, 3)];
        var whole = new NetworkSpec([shape.Count], [new ChannelNormalizationSpec(shape), .. layers]);
        var inner = new NetworkSpec(shape.RowShape, layers);
        var tensors = RandomNetworks.Tensors(whole, 6);
        var (mean, scale) = (tensors.AsSpan(0, shape.Channels).ToArray(), tensors.AsSpan(shape.Channels, shape.Channels).ToArray());
        const int Rows = 3;
        var raw = RandomNetworks.Rows(Rows, shape.Count, 8);
        raw[5] = float.NaN; // the mean
        var scaled = new float[raw.Length];
        var pixels = shape.Count / shape.Channels;
        for (var i = 0; i < raw.Length; i++)
        {
            var (row, at) = Math.DivRem(i, shape.Count);
            var (pixel, channel) = shape.IsInterleaved ? Math.DivRem(at, shape.Channels) : (at % pixels, at / pixels);
            var value = (raw[i] - mean[channel]) * scale[channel];
            scaled[(row * shape.Count) + (pixel * shape.Channels) + channel] = float.IsNaN(value) ? 0 : value;
        }
        AssertClose(Native(inner, tensors[(2 * shape.Channels)..], scaled, Rows), Managed(whole, tensors, raw, Rows));
    }

    /// <summary>Processors with and without wide vectors give the same bits.</summary>
    [Theory]
    [InlineData(6, 16)]
    [InlineData(7, 48)]
    [InlineData(8, 40)]
    [InlineData(3, 33)]
    [InlineData(29, 20)]
    public void WideVectorsGiveTheBitsOfNarrowOnes(int places, int outputs)
    {
        const int Depth = 3 * 5;
        var frame = RandomNetworks.Rows(1, 400, 1);
        int[] starts = [.. Enumerable.Range(0, places).Select(place => place * 3)];
        var results = new bool[] { false, WideLanes.IsSupported }.Select(isWide =>
        {
            var panels = new WeightPanels(RandomNetworks.Rows(1, outputs, 2), Depth, isRectified: true, isWide);
            var weights = RandomNetworks.Rows(outputs, Depth, 3);
            for (var i = 0; i < weights.Length; i++)
                panels.Set(i / Depth, i % Depth, weights[i]);
            var output = new float[places * panels.Width];
            panels.Run(frame, starts, [0, 100, 250], 5, output, panels.Width);
            return output;
        }).ToArray();
        Assert.Equal(results[0], results[1]);
        Assert.Contains(results[0], value => value > 0);
    }

    private static float[] Managed(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        var y = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(x, rows, y);
        return y;
    }

    private static float[] Native(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var module = new TrainingNetwork(network, rows);
        module.Load(tensors);
        long[] shape = [rows, .. network.InputShape.Select(size => (long)size)];
        return MemoryMarshal.Cast<byte, float>(module.Forward(torch.tensor(x).view(shape), Pass.Scoring).contiguous().bytes).ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f * Math.Max(1, largest));
    }
}
