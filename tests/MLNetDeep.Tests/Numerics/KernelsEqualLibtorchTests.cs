using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Numerics;

/// <summary>The managed forward pass against libtorch's, module in evaluation mode, layer by layer.</summary>
public sealed class KernelsEqualLibtorchTests
{
    public static TheoryData<string> Cases => [.. Layers.Keys];

    /// <summary>Layers that take rows of any width.</summary>
    internal static Dictionary<string, LayerSpec[]> Layers { get; } = MakeLayers();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(string layer)
    {
        foreach (int rows in new[] { 1, 7, 300 })
            foreach (int width in new[] { 1, 13, 64, 67 })
                Compare(new NetworkSpec([width], Layers[layer]), rows);
    }

    public static TheoryData<string> ShapedCases => [.. Shaped.Keys];

    /// <summary>Layers that need an input of some width, and those over the rows of an ensemble's members.</summary>
    [Theory]
    [MemberData(nameof(ShapedCases))]
    public void ShapedLayer(string layer)
    {
        foreach (int rows in new[] { 1, 7, 130 })
            Compare(Shaped[layer], rows, spread: 2);
    }

    internal static Dictionary<string, NetworkSpec> Shaped { get; } = MakeShaped();

    [Fact]
    public void InputNormalisationEqualsTheFormulaInLibtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var network = new NetworkSpec([11], [new InputNormalizationSpec([])]);
        float[] tensors = RandomNetworks.Tensors(network, 11);
        float[] x = RandomNetworks.Rows(50, 11, 12, spread: 100);
        torch.Tensor z = (torch.tensor(x).view(50, 11) - torch.tensor(tensors[..11])) * torch.tensor(tensors[11..]);
        torch.Tensor expected = z / (z / 3).square().add(1).sqrt();
        AssertClose(expected, Score(network, tensors, x, 50));
    }

    private static Dictionary<string, LayerSpec[]> MakeLayers()
    {
        var layers = new Dictionary<string, LayerSpec[]>
        {
            ["linear"] = [new LinearSpec(37)],
            ["linear without bias"] = [new LinearSpec(19, Bias: false)],
            ["batch norm"] = [new BatchNormSpec()],
            ["dropout"] = [new DropoutSpec(0.5)],
            ["linear, batch norm"] = [new LinearSpec(33), new BatchNormSpec()],
            ["deep"] =
            [
                new LinearSpec(70), new BatchNormSpec(), new ActivationSpec(Activation.Silu), new DropoutSpec(0.1), new LinearSpec(41),
                new ActivationSpec(Activation.Tanh), new LinearSpec(3),
            ],
        };
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            layers.Add(activation.ToString(), [new ActivationSpec(activation)]);
            layers.Add("parametric " + activation, [new ParametricActivationSpec(activation)]);
        }

        layers.Add("leaky ReLU of another slope", [new ActivationSpec(Activation.LeakyRelu, 0.3)]);
        layers.Add("ELU of another factor", [new ActivationSpec(Activation.Elu, 0.7)]);
        layers.Add("PReLU", [new ParametricReluSpec()]);
        layers.Add("scale", [new ScaleSpec()]);
        layers.Add("linear, scale", [new LinearSpec(9), new ScaleSpec()]);
        layers.Add("layer norm", [new LinearSpec(67), new LayerNormSpec()]);
        layers.Add("linear, NTK", [new LinearSpec(37) { NtkParametrization = true }]);
        layers.Add("linear with a factor", [new LinearSpec(37) { ProductFactor = 0.125 }, new LinearSpec(9, false) { ProductFactor = 3 }]);
        layers.Add("linear without bias, NTK", [new LinearSpec(37, Bias: false) { NtkParametrization = true }]);
        layers.Add("maxout", [new LinearSpec(42), new MaxoutSpec(3)]);
        layers.Add("residual",
        [
            new LinearSpec(33),
            ParallelSpec.Residual(
                new BatchNormSpec(), new LinearSpec(20), new ActivationSpec(Activation.Relu), new LinearSpec(33),
                new StochasticDepthSpec(0.8)),
        ]);
        layers.Add("branches of branches",
        [
            new ParallelSpec(
                [
                    [],
                    [new SelectSpec([0]), new LinearSpec(5)],
                    [new ParallelSpec([[new ScaleSpec()], [new ActivationSpec(Activation.Tanh)], []], BranchJoin.Add), new LinearSpec(6), new LayerNormSpec()],
                    [new ActivationSpec(Activation.Sigmoid)],
                ],
                BranchJoin.Concatenate),
            new LinearSpec(4),
        ]);
        return layers;
    }

    private static Dictionary<string, NetworkSpec> MakeShaped()
    {
        LayerSpec[] lastDimension =
        [
            new LinearSpec(37), new BatchNormSpec(), new ScaleSpec(), new ActivationSpec(Activation.Selu), new LayerNormSpec(),
            new ParametricActivationSpec(Activation.Mish), new DropoutSpec(0.2), new ParametricReluSpec(),
            new LinearSpec(21) { NtkParametrization = true }, new MaxoutSpec(7), new SelectSpec([2, 0]),
            ParallelSpec.Residual(new LinearSpec(2, false)),
        ];
        return new Dictionary<string, NetworkSpec>
        {
            ["last dimension"] = new NetworkSpec([5, 13], lastDimension),
            ["recurrent layers"] = new NetworkSpec(
                [11, 5],
                [
                    new RecurrentSpec(RecurrentCell.Lstm, 19), new LayerNormSpec(), new RecurrentSpec(RecurrentCell.Gru, 9, true),
                    new RecurrentSpec(RecurrentCell.Rnn, 6, true), new StepPoolSpec(StepPool.Attention),
                ]),
            ["a label for each step"] = new NetworkSpec(
                [7, 5],
                [
                    new RecurrentSpec(RecurrentCell.Lstm, 9, true), new LinearSpec(3), new StepMaskSpec { MarksMissing = true },
                    new FlattenSpec(),
                ]),
            ["a decoder of tokens"] = new NetworkSpec(
                [9, 5],
                [
                    new RecurrentSpec(RecurrentCell.Gru, 6, true), new StepPoolSpec(StepPool.Ends),
                    new SequenceDecoderSpec(RecurrentCell.Lstm, 17, 8, 5),
                ]),
            ["a decoder of numbers"] = new NetworkSpec([13], [new SequenceDecoderSpec(RecurrentCell.Gru, 21, 7, 1), new FlattenSpec()]),
            ["many units of an LSTM"] = new NetworkSpec(
                [17, 3], [new RecurrentSpec(RecurrentCell.Lstm, 64, true), new StepPoolSpec(StepPool.Ends)]),
            ["last dimension of an image"] = new NetworkSpec([5, 4, 13], [.. lastDimension, new StochasticDepthSpec(0.5)]),
            ["branches of an image beside each other"] = new NetworkSpec(
                [5, 4, 13],
                [
                    new ParallelSpec(
                        [
                            [new ConvSpec(3, 1), new BatchNormSpec()], [],
                            [new ConvSpec(17, 3) { Padding = 1 }, new ActivationSpec(Activation.Relu)],
                            [new MaxPoolSpec(3) { Stride = 1, Padding = 1 }, new LinearSpec(5)],
                        ],
                        BranchJoin.Concatenate),
                    ParallelSpec.Residual(new LayerNormSpec(), new ConvSpec(38, (1, 3)) { Padding = (0, 1) }),
                    new ParallelSpec(
                        [
                            [new ConvSpec(6, 2) { Stride = 2, Padding = Padding.Same }],
                            [new AvgPoolSpec(2) { CeilMode = true }, new LinearSpec(6)],
                        ],
                        BranchJoin.Add),
                ]),
            ["one member"] = new NetworkSpec([1, 13], lastDimension),
            ["activation of an image"] = new NetworkSpec([3, 4, 5], [new ActivationSpec(Activation.Relu)]),
            ["convolution"] = new NetworkSpec([9, 11, 3], [new ConvSpec(21, 3)]),
            ["convolution of stride 2, padded, in groups"] = new NetworkSpec(
                [9, 10, 6], [new ConvSpec(8, (3, 5)) { Stride = 2, Padding = (1, 2), Groups = 2 }]),
            ["convolution of same size"] = new NetworkSpec([8, 7, 2], [new ConvSpec(3, 4) { Stride = 2, Padding = Padding.Same }]),
            ["dilated convolution, full"] = new NetworkSpec(
                [6, 7, 2], [new ConvSpec(18, 3) { Dilation = (2, 1), Padding = Padding.Full, Bias = false }]),
            ["convolution of a signal"] = new NetworkSpec([31, 2], [new ConvSpec(5, 7) { Stride = 2, Padding = 3 }]),
            ["max pool"] = new NetworkSpec([9, 8, 5], [new MaxPoolSpec(2), new MaxPoolSpec(3) { Stride = 2, Padding = 1 }]),
            ["max pool over the edge"] = new NetworkSpec([9, 8, 5], [new MaxPoolSpec(3) { Stride = 2, CeilMode = true }]),
            ["max pool of a signal"] = new NetworkSpec([10, 3], [new MaxPoolSpec(4) { Padding = Padding.Same }]),
            ["average pool"] = new NetworkSpec([9, 8, 5], [new AvgPoolSpec(2), new AvgPoolSpec(3) { Stride = 2, Padding = 1 }]),
            ["average pool over the edge"] = new NetworkSpec(
                [9, 8, 5], [new AvgPoolSpec(3) { Stride = 2, Padding = 1, CeilMode = true }]),
            ["average pool, padding not counted"] = new NetworkSpec(
                [9, 8, 17], [new AvgPoolSpec((4, 3)) { Stride = (3, 2), Padding = (2, 1), CeilMode = true, CountIncludePad = false }]),
            ["average pool of full size, padding not counted"] = new NetworkSpec(
                [4, 5, 3], [new AvgPoolSpec((4, 3)) { Stride = (3, 2), Padding = Padding.Full, CountIncludePad = false }]),
            ["average pool of a signal"] = new NetworkSpec(
                [10, 3], [new AvgPoolSpec(4) { Padding = Padding.Same, CountIncludePad = false }]),
            ["adaptive average pool"] = new NetworkSpec([9, 8, 5], [new AdaptivePoolSpec((4, 3)), new AdaptivePoolSpec(6)]),
            ["adaptive max pool"] = new NetworkSpec([9, 8, 5], [new AdaptivePoolSpec((4, 3), GlobalPool.Max)]),
            ["adaptive pool of a signal"] = new NetworkSpec([11, 3], [new AdaptivePoolSpec(4), new AdaptivePoolSpec(3, GlobalPool.Max)]),
            ["transposed convolution, batch norm"] = new NetworkSpec(
                [5, 4, 3], [new ConvTransposeSpec(19, (3, 2)) { Stride = 2, Padding = (1, 0), OutputPadding = (1, 0) }, new BatchNormSpec()]),
            ["transposed convolution in groups, batch norm"] = new NetworkSpec(
                [5, 4, 6], [new ConvTransposeSpec(4, 3) { Dilation = (2, 1), Groups = 2, Bias = false }, new BatchNormSpec()]),
            ["transposed convolution of same size"] = new NetworkSpec(
                [5, 4, 3], [new ConvTransposeSpec(2, (4, 1)) { Stride = (3, 2), Padding = Padding.Same }]),
            ["transposed convolution of a signal"] = new NetworkSpec([7, 3], [new ConvTransposeSpec(5, 4) { Stride = 2, Padding = 1 }]),
            ["group norm"] = new NetworkSpec([9, 11, 12], [new GroupNormSpec(3)]),
            ["group norm, one group"] = new NetworkSpec([9, 11, 12], [new GroupNormSpec(1)]),
            ["group norm, a group for each channel"] = new NetworkSpec([9, 11, 12], [new GroupNormSpec(12)]),
            ["group norm of a signal"] = new NetworkSpec([40, 18], [new GroupNormSpec(6)]),
            ["group norm of flat rows"] = new NetworkSpec([18], [new GroupNormSpec(6)]),
            ["squeeze and excite"] = new NetworkSpec([5, 4, 33], [new SqueezeExciteSpec(4), new SpatialDropoutSpec(0.5)]),
            ["squeeze and excite of a signal"] = new NetworkSpec([6, 5], [new SqueezeExciteSpec()]),
            ["local response norm"] = new NetworkSpec(
                [5, 4, 33], [new LocalResponseNormSpec(), new LocalResponseNormSpec(4) { Alpha = 2, Beta = 0.5, K = 0.5 }]),
            ["local response norm of few channels"] = new NetworkSpec([6, 2], [new LocalResponseNormSpec(7) { Alpha = 3 }]),
            ["small convolutional network"] = new NetworkSpec(
                [12, 12, 1],
                [
                    new ConvSpec(6, 5), new BatchNormSpec(), new ActivationSpec(Activation.Relu), new MaxPoolSpec(2),
                    new ConvSpec(20, 3) { Padding = 1 }, new BatchNormSpec(), new LinearSpec(7), new FlattenSpec(), new LinearSpec(3),
                ]),
            ["global pools"] = new NetworkSpec([6, 5, 13], [new ParallelSpec([[new GlobalPoolSpec()], [new GlobalPoolSpec(GlobalPool.Max)]], BranchJoin.Concatenate)]),
            ["select a stretch"] = new NetworkSpec([20], [SelectSpec.Stretch(3, 11)]),
            ["select some"] = new NetworkSpec([20], [new SelectSpec([19, 3, 3, 7])]),
            ["PBLD"] = new NetworkSpec([13], [PeriodicEmbeddingSpec.Pbld()]),
            ["PBLD of odd sizes"] = new NetworkSpec([3], [PeriodicEmbeddingSpec.Pbld(5, 0.1, 19)]),
            ["PLR"] = new NetworkSpec([13], [PeriodicEmbeddingSpec.Plr()]),
            ["PLR lite of odd sizes"] = new NetworkSpec([3], [PeriodicEmbeddingSpec.Plr(11, 0.01, 5, lite: true)]),
            ["piecewise linear encoding"] = new NetworkSpec([5], [new PiecewiseLinearEmbeddingSpec(7)]),
            ["piecewise linear embedding"] = new NetworkSpec([13], [new PiecewiseLinearEmbeddingSpec(48, 12)]),
            ["piecewise linear embedding with ReLU"] = new NetworkSpec([3], [new PiecewiseLinearEmbeddingSpec(9, 24) { Relu = true }]),
            ["piecewise linear embedding, version A"] = new NetworkSpec(
                [3], [new PiecewiseLinearEmbeddingSpec(9, 5) { Relu = true, Shortcut = false }]),
            ["ensemble"] = new NetworkSpec(
                [13],
                [
                    new EnsembleViewSpec(5), new EnsembleLinearSpec(37, MemberScaling.RandomSigns), new ActivationSpec(Activation.Relu),
                    new EnsembleLinearSpec(16), new BatchNormSpec(), new MemberScaleSpec(), new MemberLinearSpec(33), new LinearSpec(7),
                    new BatchNormSpec(), new MemberLinearSpec(3),
                ]),
            ["reshape"] = new NetworkSpec(
                [84], [new ReshapeSpec([12, 7]), new LinearSpec(5), new ReshapeSpec([3, 20]), new ReshapeSpec([60])]),
            ["reshape with equal last dimension"] = new NetworkSpec([12, 7], [new ReshapeSpec([3, 4, 7]), new LayerNormSpec()]),
            ["permute"] = new NetworkSpec(
                [3, 20, 17], [new PermuteSpec([1, 2, 0]), new PermuteSpec([2, 1, 0]), new PermuteSpec([2, 0, 1])]),
            ["transpose"] = new NetworkSpec([5, 33], [PermuteSpec.Transpose, new LinearSpec(7), PermuteSpec.Transpose, new FlattenSpec()]),
            ["moving average"] = new NetworkSpec([40, 3], [new MovingAverageSpec(), new MovingAverageSpec(7) { Remainder = true }]),
            ["interpolation"] = new NetworkSpec([7, 18], [new InterpolateSpec(48), new InterpolateSpec(5), new InterpolateSpec(1)]),
            ["window norm"] = new NetworkSpec(
                [67],
                [
                    new WindowNormSpec(WindowNormKind.MeanAndDeviation, 30, 2, 1, [new LinearSpec(33)])
                    {
                        OutputsPerTarget = 3,
                        Affine = true,
                    },
                    new WindowNormSpec(WindowNormKind.LastValue, 10, 3, 2, [new LinearSpec(40), new ActivationSpec(Activation.Tanh)]),
                    new WindowNormSpec(WindowNormKind.LastValueAndDeviation, 20, 2, 2, []) { OutputsPerTarget = 2 },
                ]),
            ["doubly residual"] = new NetworkSpec(
                [67],
                [
                    new DoublyResidualSpec(
                        [
                            [new LinearSpec(20), new ActivationSpec(Activation.Relu), new LinearSpec(67)],
                            [], [new LinearSpec(67), new DropoutSpec(0.3)],
                        ],
                        50),
                ]),
            ["category embedding"] = new NetworkSpec([3], [new CategoryEmbeddingSpec([1, 2, 1], 5)]),
        };
    }

    private static void Compare(NetworkSpec network, int rows, double spread = 12)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        float[] tensors = RandomNetworks.Tensors(network, 21);
        float[] x = RandomNetworks.Rows(rows, network.InputWidth, 22, spread);
        var module = new TrainingNetwork(network, rows);
        module.Load(tensors);
        AssertClose(module.Forward(torch.tensor(x).view([rows, .. network.InputShape.Select(size => (long)size)]), Pass.Scoring), Score(network, tensors, x, rows));
    }

    private static float[] Score(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        float[] y = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(x, rows, y);
        return y;
    }

    private static void AssertClose(torch.Tensor expected, float[] actual)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(expected.contiguous().bytes).ToArray();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
        {
            bool isClose = values[i] == actual[i] || Math.Abs(values[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(values[i]));
            Assert.True(isClose, $"at {i}: {values[i]} and {actual[i]}");
        }
    }
}
