using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Networks;

/// <summary>Layers made of layers, and layers that stand for several columns.</summary>
public sealed class CompositeLayerTests
{
    private static readonly NetworkSpec Example = new(
        [5],
        [
            new ParallelSpec(
                [
                    [SelectSpec.Stretch(0, 3), PeriodicEmbeddingSpec.Pbld()],
                    [new SelectSpec([4, 3]), new CategoryEmbeddingSpec([2, 9], 8)],
                    [],
                ],
                BranchJoin.Concatenate),
            new ScaleSpec(),
            new LinearSpec(16, true, WeightInitialization.UnitOutput)
            {
                NtkParametrization = true,
                BiasInitialization = BiasInitialization.AtData,
                BiasLearningRateFactor = 0.1,
            },
            new ParametricActivationSpec(Activation.Mish),
            ParallelSpec.Residual(
                new LayerNormSpec(), new LinearSpec(48), new MaxoutSpec(3), new ParametricReluSpec(), new StochasticDepthSpec(0.9)),
            new ActivationSpec(Activation.Elu, 0.5),
            new LinearSpec(2),
        ]);

    [Fact]
    public void TensorsAreNamedAsTheLayersAreNested()
    {
        Assert.Equal(
            [
                "0.branch0.1.frequency", "0.branch0.1.phase", "0.branch0.1.weight", "0.branch0.1.bias", "0.branch1.1.weight", "1.weight",
                "2.weight", "2.bias", "3.weight", "4.branch0.0.weight", "4.branch0.0.bias", "4.branch0.1.weight", "4.branch0.1.bias",
                "4.branch0.3.weight", "6.weight", "6.bias",
            ],
            Example.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([3, 16, 3], Example.Tensors[2].Shape);
        Assert.Equal([3 + 10, 8], Example.Tensors[4].Shape);
        Assert.Equal([12 + 16 + 5], Example.Tensors[5].Shape);
        const int Embedding = 3 * (16 + 16 + 16 * 3 + 3) + 13 * 8;
        const int Residual = 2 * 16 + 16 * 48 + 48 + 16;
        Assert.Equal(Embedding + 33 + 33 * 16 + 16 + 16 + Residual + 16 * 2 + 2, Example.ParameterCount);
    }

    [Fact]
    public void FactorsReachTheTensors()
    {
        float[] factors = [.. Example.Tensors.Select(tensor => tensor.Source.LearningRateFactor)];
        Assert.Equal([0.1f, 0.1f, 0.1f, 0.1f, 1, 6, 1, 0.1f, 0.1f, 1, 1, 1, 1, 1, 1, 1], factors);
        var spec = new LinearSpec(2)
        {
            WeightLearningRateFactor = 2,
            BiasLearningRateFactor = 3,
            WeightDecayFactor = 4,
            BiasDecayFactor = 5,
        };
        Assert.Equal([(2f, 4f), (3f, 5f)], spec.GetTensors([1]).Select(tensor => (tensor.LearningRateFactor, tensor.DecayFactor)));
    }

    [Fact]
    public void EveryLayerSurvivesJson()
    {
        NetworkSpec read = NetworkSpec.FromJson(Example.ToJson());
        Assert.Equal(Example, read);
        Assert.Equal(Example.GetHashCode(), read.GetHashCode());
        LayerSpec[] others =
        [
            new PiecewiseLinearEmbeddingSpec(), new PiecewiseLinearEmbeddingSpec(8, 4) { Relu = true, Shortcut = false, Bins = BinSource.Tree },
            PeriodicEmbeddingSpec.Plr(3, 0.5, 2, lite: true), new EnsembleViewSpec(2),
        ];
        LayerSpec[] ofMembers =
        [
            new EnsembleLinearSpec(3), new EnsembleLinearSpec(3, MemberScaling.Normal, [1, 1]), new MemberScaleSpec(),
            new MemberScaleSpec(MemberScaling.Ones, [2]), new MemberLinearSpec(4),
        ];
        foreach (LayerSpec layer in ofMembers)
            Assert.Equal(layer, NetworkSpec.FromJson(new NetworkSpec([3, 2], [layer]).ToJson()).Layers[0]);
        foreach (LayerSpec layer in others)
            Assert.Equal(layer, NetworkSpec.FromJson(new NetworkSpec([2], [layer]).ToJson()).Layers[0]);
        Assert.NotEqual(ParallelSpec.Residual(new ScaleSpec()), ParallelSpec.Residual(new ScaleSpec(), new ScaleSpec()));
    }

    [Fact]
    public void SummaryIndentsBranches()
    {
        string[] lines = Example.Summary().TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"^0 3 branches +\[33\]$", lines[3]);
        Assert.Matches(@"^  branch0\.0 Select 0 to 2 +\[3\] +0 +0$", lines[4]);
        Assert.Matches(@"^  branch0\.1 PeriodicEmbedding 16 to 4 +\[12\] +249 +192$", lines[5]);
        Assert.Matches(@"^  branch1\.0 Select 4 3 +\[2\] +0 +0$", lines[6]);
        Assert.Matches(@"^  branch2 \(its input\) +\[5\] +0 +0$", lines[8]);
        Assert.Matches(@"^2 Linear 16, NTK +\[16\] +544 +528$", lines[10]);
        Assert.Matches(@"^  branch0\.4 StochasticDepth 0\.9 +\[16\] +0 +0$", lines[17]);
    }

    public static TheoryData<string, LayerSpec> DoNotFit => new()
    {
        {
            "Layer 0 (2 branches): branch1, layer 1 (Maxout 3): MaxoutSpec.PieceCount must be a divisor of the input width 4, but was 3.",
            new ParallelSpec([[], [new LinearSpec(4), new MaxoutSpec(3)]], BranchJoin.Concatenate)
        },
        {
            "Layer 0 (Sum of 2 branches): branch1 puts out [5], which cannot be added to [4] of branch0.",
            ParallelSpec.Residual(new LinearSpec(4))
        },
        { "Layer 0 (Sum of 1 branches): ParallelSpec.Branches must be at least two, but was 1.", new ParallelSpec([[]], BranchJoin.Add) },
        {
            "Layer 0 (Sum of 2 branches): branch0, layer 0 (InputNormalization): must be the network's first layer.",
            ParallelSpec.Residual(new InputNormalizationSpec([]))
        },
        { "Layer 0 (Select 5): SelectSpec.Columns must be below the input width 5 each, but was 5.", new SelectSpec([5]) },
        { "Layer 0 (Select none): SelectSpec.Columns must be at least one, but was 0.", new SelectSpec([]) },
        {
            "Layer 0 (CategoryEmbedding 8): CategoryEmbeddingSpec.CategoryCounts must be as many as the input is wide, 5, but was 1.",
            new CategoryEmbeddingSpec([3], 8)
        },
        { "Layer 0 (Relu 0.3): ActivationSpec.Parameter must be absent for Relu, but was 0.3.", new ActivationSpec(Activation.Relu, 0.3) },
        {
            "Layer 0 (StochasticDepth 0): StochasticDepthSpec.SurvivalProbability must be above 0 and at most 1, but was 0.",
            new StochasticDepthSpec(0)
        },
        { "Layer 0 (Scale): ScaleSpec.LearningRateFactor must be finite and at least 0, but was -1.", new ScaleSpec(-1) },
        {
            "Layer 0 (MemberLinear 2): takes rows of shape [members, features], as EnsembleViewSpec makes them, but its input has shape [5].",
            new MemberLinearSpec(2)
        },
        {
            "Layer 0 (PiecewiseLinear 4): PiecewiseLinearEmbeddingSpec.Relu must be false without an embedding, but was True.",
            new PiecewiseLinearEmbeddingSpec(4) { Relu = true }
        },
        {
            "Layer 0 (PeriodicEmbedding 16 to 4): PeriodicEmbeddingSpec.FrequencyScale must be finite and above 0, but was 0.",
            PeriodicEmbeddingSpec.Pbld(16, 0)
        },
    };

    [Theory]
    [MemberData(nameof(DoNotFit))]
    public void LayerThatDoesNotFitIsNamed(string message, LayerSpec layer) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new NetworkSpec([5], [layer])).Message);

    [Fact]
    public void NullInsideABranchIsRefused()
    {
        FormatException error = Assert.Throws<FormatException>(() => NetworkSpec.FromJson(
            """{"inputShape":[3],"layers":[{"kind":"parallel","branches":[[null],[]],"join":"add"}]}"""));
        Assert.Contains("branch0, layer 0: must be a layer, but was null.", error.Message, StringComparison.Ordinal);
    }
}
