using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Networks;

/// <summary>Layers of forecasts: what they refuse, how they are described and saved.</summary>
public sealed class WindowLayerTests
{
    private static readonly NetworkSpec Example = new(
        [50],
        [
            new WindowNormSpec(
                WindowNormKind.MeanAndDeviation, 12, 3, 2,
                [
                    new DoublyResidualSpec(
                        [
                            [new LinearSpec(36 + 8)],
                            [
                                new ParallelSpec(
                                    [
                                        [SelectSpec.Stretch(0, 36), new ReshapeSpec([12, 3]), new MovingAverageSpec(3), new FlattenSpec()],
                                        [
                                            SelectSpec.Stretch(36, 14), new ReshapeSpec([7, 2]), PermuteSpec.Transpose, new LinearSpec(2),
                                            PermuteSpec.Transpose, new InterpolateSpec(4), new FlattenSpec(),
                                        ],
                                    ],
                                    BranchJoin.Concatenate),
                            ],
                        ],
                        36),
                ])
            {
                OutputsPerTarget = 2,
                Affine = true,
            },
        ]);

    [Fact]
    public void SurvivesJson()
    {
        NetworkSpec read = NetworkSpec.FromJson(Example.ToJson());
        Assert.Equal(Example, read);
        Assert.Equal(Example.GetHashCode(), read.GetHashCode());
        LayerSpec[] others =
            [new MovingAverageSpec(5) { Remainder = true }, new PermuteSpec([1, 0]), new ReshapeSpec([2, 5]), new InterpolateSpec(3)];
        foreach (LayerSpec layer in others)
            Assert.Equal(layer, NetworkSpec.FromJson(new NetworkSpec([5, 2], [layer]).ToJson()).Layers[0]);
        var plain = new WindowNormSpec(WindowNormKind.LastValue, 1, 1, 1, []);
        Assert.NotEqual<LayerSpec>(plain, plain with { Affine = true });
        Assert.NotEqual<LayerSpec>(new DoublyResidualSpec([[]], 1), new DoublyResidualSpec([[], []], 1));
    }

    [Fact]
    public void TensorsAndProductsOfInnerLayersCount()
    {
        Assert.Equal(
            [
                "0.affine_weight", "0.affine_bias", "0.inner.0.block0.0.weight", "0.inner.0.block0.0.bias",
                "0.inner.0.block1.0.branch1.3.weight", "0.inner.0.block1.0.branch1.3.bias",
            ],
            Example.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(2 + 2 + 50 * 44 + 44 + 7 * 2 + 2, Example.ParameterCount);
        Assert.Equal(50 * 44 + 2 * 7 * 2, Example.MultiplyAdds);
        Assert.Equal([8], Example.OutputShape);
    }

    [Fact]
    public void SummaryNamesThem()
    {
        string summary = Example.Summary();
        Assert.All(summary.TrimEnd('\n').Split('\n'), line => Assert.True(line.Length <= 80, line));
        string[] parts =
        [
            "0 WindowNorm MeanAndDeviation", "inner.0 DoublyResidual, 2 blocks", "block0.0 Linear 44", "Reshape 12x3", "MovingAverage 3",
            "Permute 1 0", "Interpolate 4",
        ];
        foreach (string part in parts)
            Assert.Contains(part, summary, StringComparison.Ordinal);
    }

    /// <summary>A window moved and stretched is forecast moved and stretched alike.</summary>
    [Theory]
    [InlineData(WindowNormKind.LastValue, 1)]
    [InlineData(WindowNormKind.MeanAndDeviation, 50)]
    [InlineData(WindowNormKind.LastValueAndDeviation, 0.5)]
    public void ForecastFollowsLevelAndSpread(WindowNormKind kind, float factor)
    {
        LayerSpec[] inner = [new LinearSpec(5), new ActivationSpec(Activation.Tanh), new LinearSpec(3)];
        var network = new NetworkSpec([8], [new WindowNormSpec(kind, 4, 2, 1, inner) { Epsilon = 1e-20 }]);
        float[] tensors = Scoring.RandomNetworks.Tensors(network, 5);
        float[] window = [0.4f, 7, -1.5f, 8, 2.5f, 9, 0.5f, 10];
        float[] moved = [.. window.Select((value, i) => i % 2 == 0 ? value * factor + 20 : value)];
        float[] expected = [.. Score(network, tensors, window).Select(value => value * factor + 20)];
        float[] actual = Score(network, tensors, moved);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4 * factor + 1e-4);
    }

    [Fact]
    public void WindowWithoutSpreadStaysFinite()
    {
        var network = new NetworkSpec([4], [new WindowNormSpec(WindowNormKind.MeanAndDeviation, 4, 1, 1, [new LinearSpec(2)])]);
        float[] tensors = Scoring.RandomNetworks.Tensors(network, 5);
        float[] bias = [.. tensors.TakeLast(2).Select(value => 3 + value * MathF.Sqrt(1e-5f))];
        Assert.Equal(bias, Score(network, tensors, [3, 3, 3, 3]));
    }

    public static TheoryData<string, int[], LayerSpec> DoNotFit => new()
    {
        {
            "Layer 0 (Reshape 3x2): ReshapeSpec.Shape must be sizes whose product is the input's, 5, but was [3, 2].", [5],
            new ReshapeSpec([3, 2])
        },
        { "Layer 0 (Reshape 0x5): ReshapeSpec.Shape must be sizes of at least 1, but was [0, 5].", [5], new ReshapeSpec([0, 5]) },
        {
            "Layer 0 (Permute 0 2): PermuteSpec.Dimensions must be each number from 0 to 1 once, but was [0, 2].", [5, 2],
            new PermuteSpec([0, 2])
        },
        { "Layer 0 (MovingAverage 4): MovingAverageSpec.Window must be odd and at least 1, but was 4.", [5, 2], new MovingAverageSpec(4) },
        {
            "Layer 0 (MovingAverage 3): takes rows of shape [steps, features], but its input has shape [5].", [5],
            new MovingAverageSpec(3)
        },
        { "Layer 0 (Interpolate 0): InterpolateSpec.Steps must be at least 1, but was 0.", [5, 2], new InterpolateSpec(0) },
        {
            "Layer 0 (WindowNorm LastValue): WindowNormSpec.StepCount must be at most 2, as a row of 5 numbers allows, but was 3.", [5],
            new WindowNormSpec(WindowNormKind.LastValue, 3, 2, 1, [])
        },
        {
            "Layer 0 (WindowNorm LastValue): WindowNormSpec.TargetCount must be from 1 to FeatureCount 2, but was 3.", [5],
            new WindowNormSpec(WindowNormKind.LastValue, 2, 2, 3, [])
        },
        {
            "Layer 0 (WindowNorm LastValue): the inner layers must put out flat rows of a multiple of 2 targets x 1 numbers, but put out "
            + "[5].", [5], new WindowNormSpec(WindowNormKind.LastValue, 2, 2, 2, [])
        },
        {
            "Layer 0 (DoublyResidual, 2 blocks): block1 must put out flat rows of 2 numbers and a forecast, as long in every block, but "
            + "puts out [4].", [5], new DoublyResidualSpec([[], [new LinearSpec(4)]], 2)
        },
        {
            "Layer 0 (DoublyResidual, 1 blocks): DoublyResidualSpec.BackcastCount must be from 1 to the input width 5, but was 6.", [5],
            new DoublyResidualSpec([[]], 6)
        },
        {
            "Layer 0 (DoublyResidual, 0 blocks): DoublyResidualSpec.Blocks must be at least one, but was 0.", [5],
            new DoublyResidualSpec([], 6)
        },
    };

    [Theory]
    [MemberData(nameof(DoNotFit))]
    public void LayerThatDoesNotFitIsNamed(string message, int[] shape, LayerSpec layer) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new NetworkSpec(shape, [layer])).Message);

    private static float[] Score(NetworkSpec network, float[] tensors, float[] row)
    {
        float[] output = new float[network.OutputWidth];
        MLNetDeep.Scoring.ForwardPlan.Compile(network, tensors).Run(row, 1, output);
        return output;
    }
}
