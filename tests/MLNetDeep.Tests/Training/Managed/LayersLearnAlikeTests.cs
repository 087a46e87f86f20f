using MLNetDeep.Networks;
using MLNetDeep.Tests.Scoring;

namespace MLNetDeep.Tests.Training.Managed;

/// <summary>Gradients of managed code against libtorch's, layer by layer.</summary>
public sealed class LayersLearnAlikeTests
{
    private static Dictionary<string, LayerSpec[]> Layers { get; } = MakeLayers();

    private static Dictionary<string, NetworkSpec> Shaped { get; } = MakeShaped();

    public static TheoryData<string> Cases => [.. Layers.Keys];

    public static TheoryData<string> ShapedCases => [.. Shaped.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(string layer)
    {
        // The slopes of two rows that are normalised together are next to 0: differences of far larger numbers.
        bool isNormalised = Layers[layer].Any(part => part.UsesBatchStatistics || part is LayerNormSpec);
        foreach (int rows in isNormalised ? new[] { 7, 67 } : [1, 2, 7, 67])
            foreach (int width in isNormalised ? new[] { 13, 64, 67 } : [1, 13, 64, 67])
                Compare(new NetworkSpec([width], [new LinearSpec(width), .. Layers[layer]]), rows);
    }

    [Theory]
    [MemberData(nameof(ShapedCases))]
    public void ShapedLayer(string layer)
    {
        foreach (int rows in new[] { 2, 7, 67 })
            Compare(Shaped[layer], rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MembersOfAnEnsemble(bool separates)
    {
        var network = new NetworkSpec(
            [13],
            [
                new ScaleSpec(), new EnsembleViewSpec(5), new MemberScaleSpec(), new EnsembleLinearSpec(37, MemberScaling.RandomSigns),
                new ActivationSpec(Activation.Relu), new DropoutSpec(0.3), new EnsembleLinearSpec(16), new BatchNormSpec(), new LinearSpec(7),
                new MemberLinearSpec(3),
            ]);
        Compare(network, 24, separates);
    }

    [Fact]
    public void ThreadsDoNotChangeGradients()
    {
        var network = new NetworkSpec(
            [67],
            [
                new LinearSpec(257), new ActivationSpec(Activation.Silu), new LinearSpec(130), new ActivationSpec(Activation.Relu),
                new LinearSpec(3),
            ]);
        Compare(network, 256, threads: 2);
    }

    private static void Compare(NetworkSpec network, int rows, bool separates = false, int threads = 1)
    {
        int width = network.OutputWidth / network.MemberCount;
        float[] targets = RandomNetworks.Rows(rows, width, 32);
        foreach (bool isWeighted in new[] { false, true })
        {
            EnginePair.Compare(
                network, new SquaredErrorHead(width), EnginePair.Data(rows, network.InputWidth, targets, isWeighted), separates: separates,
                threads: threads);
        }
    }

    private static Dictionary<string, LayerSpec[]> MakeLayers()
    {
        var layers = new Dictionary<string, LayerSpec[]>
        {
            ["linear"] = [new LinearSpec(37)],
            ["linear without bias"] = [new LinearSpec(19, Bias: false)],
            ["linear, NTK"] = [new LinearSpec(37) { NtkParametrization = true }],
            ["linear without bias, with a factor"] = [new LinearSpec(9, Bias: false) { ProductFactor = 3 }],
            ["batch norm"] = [new BatchNormSpec(), new LinearSpec(5)],
            ["layer norm"] = [new LayerNormSpec(), new LinearSpec(5)],
            ["scale"] = [new ScaleSpec(), new LinearSpec(5)],
            ["dropout"] = [new DropoutSpec(0.4), new LinearSpec(5)],
            ["PReLU"] = [new ParametricReluSpec(), new LinearSpec(5)],
            ["leaky ReLU of another slope"] = [new ActivationSpec(Activation.LeakyRelu, 0.3)],
            ["ELU of another factor"] = [new ActivationSpec(Activation.Elu, 0.7)],
            ["deep"] =
            [
                new LinearSpec(70), new BatchNormSpec(), new ActivationSpec(Activation.Silu), new DropoutSpec(0.1), new LinearSpec(41),
                new ActivationSpec(Activation.Tanh), new LinearSpec(3),
            ],
            ["residual"] =
            [
                new LinearSpec(33),
                ParallelSpec.Residual(
                    new BatchNormSpec(), new LinearSpec(20), new ActivationSpec(Activation.Relu), new DropoutSpec(0.2), new LinearSpec(33)),
            ],
            ["branches of branches"] =
            [
                new ParallelSpec(
                    [
                        [],
                        [new SelectSpec([0, 0]), new LinearSpec(5)],
                        [
                            new ParallelSpec([[new ScaleSpec()], [new ActivationSpec(Activation.Tanh)], []], BranchJoin.Add),
                            new LinearSpec(6), new LayerNormSpec(),
                        ],
                        [new ActivationSpec(Activation.Sigmoid)],
                    ],
                    BranchJoin.Concatenate),
                new LinearSpec(4),
            ],
        };
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            layers.Add(activation.ToString(), [new ActivationSpec(activation), new LinearSpec(3)]);
            layers.Add("parametric " + activation, [new ParametricActivationSpec(activation), new LinearSpec(3)]);
        }

        return layers;
    }

    private static Dictionary<string, NetworkSpec> MakeShaped() => new()
    {
        ["select some"] = new NetworkSpec([20], [new SelectSpec([19, 3, 3, 7]), new LinearSpec(2)]),
        ["PBLD"] = new NetworkSpec([13], [PeriodicEmbeddingSpec.Pbld(), new LinearSpec(2)]),
        ["PBLD of odd sizes behind a layer"] = new NetworkSpec([3], [new LinearSpec(3), PeriodicEmbeddingSpec.Pbld(5, 0.1, 19)]),
        ["PLR"] = new NetworkSpec([13], [PeriodicEmbeddingSpec.Plr(), new LinearSpec(2)]),
        ["PLR lite of odd sizes behind a layer"] = new NetworkSpec(
            [3], [new ScaleSpec(), PeriodicEmbeddingSpec.Plr(11, 0.01, 5, lite: true)]),
        ["piecewise linear encoding"] = new NetworkSpec([5], [new ScaleSpec(), new PiecewiseLinearEmbeddingSpec(7), new LinearSpec(2)]),
        ["piecewise linear embedding"] = new NetworkSpec([13], [new PiecewiseLinearEmbeddingSpec(48, 12), new LinearSpec(2)]),
        ["piecewise linear embedding with ReLU"] = new NetworkSpec(
            [3], [new LinearSpec(3), new PiecewiseLinearEmbeddingSpec(9, 24) { Relu = true }]),
        ["piecewise linear embedding, version A"] = new NetworkSpec(
            [3], [new ScaleSpec(), new PiecewiseLinearEmbeddingSpec(9, 5) { Relu = true, Shortcut = false }]),
        ["category embedding"] = new NetworkSpec([3], [new CategoryEmbeddingSpec([1, 2, 1], 5), new LinearSpec(2)]),
        ["a table's front"] = new NetworkSpec(
            [9],
            [
                new ParallelSpec(
                    [
                        [SelectSpec.Stretch(0, 4), PeriodicEmbeddingSpec.Pbld()], [SelectSpec.Stretch(4, 3)],
                        [SelectSpec.Stretch(7, 2), new CategoryEmbeddingSpec([2, 3], 4)],
                    ],
                    BranchJoin.Concatenate),
                new ScaleSpec(), new LinearSpec(21) { NtkParametrization = true }, new ParametricActivationSpec(Activation.Selu),
                new DropoutSpec(0.15), new LinearSpec(3),
            ]),
    };
}
