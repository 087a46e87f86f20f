using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Networks;

public sealed class NetworkSpecTests
{
    private static readonly NetworkSpec Example = new(
        [5],
        [
            new InputNormalizationSpec([1, 4]), new LinearSpec(8), new BatchNormSpec(0.2, 1e-4), new ActivationSpec(Activation.LeakyRelu),
            new DropoutSpec(0.25), new LinearSpec(3, Bias: false, WeightInitialization.Glorot),
        ]);

    [Fact]
    public void TensorsAreNamedAndPlacedInOrder()
    {
        Assert.Equal(
            ["0.median", "0.scale", "1.weight", "1.bias", "2.weight", "2.bias", "2.running_mean", "2.running_var", "5.weight"],
            Example.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([0, 5, 10, 66, 74, 82, 90, 98, 106], Example.Tensors.Select(tensor => tensor.Offset));
        Assert.Equal([8, 7], Example.Tensors[2].Shape);
        Assert.Equal(["1.weight", "1.bias", "2.weight", "2.bias", "5.weight"],
            Example.Tensors.Where(tensor => tensor.IsParameter).Select(tensor => tensor.Name));
        Assert.Equal(130, Example.ElementCount);
        Assert.Equal(8 * 7 + 8 + 8 + 8 + 8 * 3, Example.ParameterCount);
        Assert.Equal((5, 3), (Example.InputWidth, Example.OutputWidth));
    }

    [Fact]
    public void JsonIsPinnedAndReadsBack()
    {
        const string Json = """
            {
              "inputShape": [
                3
              ],
              "layers": [
                {
                  "kind": "linear",
                  "outFeatures": 2,
                  "bias": true,
                  "initialization": "leCun",
                  "biasInitialization": "zeros",
                  "ntkParametrization": false,
                  "weightLearningRateFactor": 1,
                  "biasLearningRateFactor": 1,
                  "weightDecayFactor": 1,
                  "biasDecayFactor": 0
                },
                {
                  "kind": "activation",
                  "function": "selu"
                }
              ]
            }
            """;
        var network = new NetworkSpec([3], [new LinearSpec(2, true, WeightInitialization.LeCun), new ActivationSpec(Activation.Selu)]);
        Assert.Equal(Json, network.ToJson(), ignoreLineEndingDifferences: true);
        Assert.Equal(network, NetworkSpec.FromJson(Json));
    }

    [Fact]
    public void JsonOfFormatOneStillReads()
    {
        const string Json = """
            {"inputShape":[3],"layers":[{"kind":"linear","outFeatures":2,"bias":false,"initialization":"kaiming"},
            {"kind":"activation","function":"leakyRelu"}]}
            """;
        Assert.Equal(new NetworkSpec([3], [new LinearSpec(2, false), new ActivationSpec(Activation.LeakyRelu)]), NetworkSpec.FromJson(Json));
    }

    [Fact]
    public void EveryLayerSurvivesJson()
    {
        NetworkSpec read = NetworkSpec.FromJson(Example.ToJson());
        Assert.Equal(Example, read);
        Assert.Equal(Example.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(Example, new NetworkSpec([5], [.. Example.Layers.SkipLast(1), new LinearSpec(4)]));
    }

    [Theory]
    [InlineData("""{"inputShape":[3],"layers":[{"kind":"magic"}]}""", "magic")]
    [InlineData("""{"inputShape":[3],"layers":[{"kind":"linear","outFeatures":2,"speed":9}]}""", "speed")]
    [InlineData("""{"inputShape":[3],"layers":[{"kind":"linear"}]}""", "outFeatures")]
    [InlineData("""{"inputShape":[3],"layers":[{"kind":"activation","function":"wobble"}]}""", "function")]
    [InlineData("""{"inputShape":[3],"layers":[{"kind":"activation","function":3}]}""", "function")]
    [InlineData("""{"inputShape":[3],"layers":[null]}""", "null")]
    [InlineData("""{"inputShape":[3],"layers":[],"more":1}""", "more")]
    [InlineData("""{"inputShape":[3],"inputShape":[4],"layers":[]}""", "inputShape")]
    [InlineData("""{"inputShape":[3]""", "LineNumber: 0")]
    [InlineData("null", "null")]
    [InlineData("""{"inputShape":[3],"layers":[]}""", "at least one layer")]
    [InlineData("""{"inputShape":[0],"layers":[{"kind":"linear","outFeatures":2}]}""", "[0]")]
    [InlineData("""{"inputShape":[2000000000],"layers":[{"kind":"linear","outFeatures":2000000000}]}""", "Layer 0")]
    public void JsonThatIsNoNetworkIsRefused(string json, string named)
    {
        FormatException error = Assert.Throws<FormatException>(() => NetworkSpec.FromJson(json));
        Assert.StartsWith("The network description cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayerThatDoesNotFitIsNamed()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([3, 8, 8], [new ActivationSpec(Activation.Relu), new ConvSpec(4, 5)]));
        Assert.Equal(
            "Layer 1 (Conv 4, kernel 5): its window of 5 x 5 is larger than its input of shape [3, 8, 8] with padding 0.", error.Message);
    }

    public static TheoryData<string, LayerSpec> OutOfRange => new()
    {
        { "Layer 0 (Linear 0): LinearSpec.OutFeatures must be at least 1, but was 0.", new LinearSpec(0) },
        { "Layer 0 (Dropout 1): DropoutSpec.Probability must be at least 0 and below 1, but was 1.", new DropoutSpec(1) },
        { "Layer 0 (BatchNorm): BatchNormSpec.Momentum must be above 0 and at most 1, but was 0.", new BatchNormSpec(0) },
        { "Layer 0 (BatchNorm): BatchNormSpec.Epsilon must be finite and above 0, but was NaN.", new BatchNormSpec(0.1, double.NaN) },
        { "Layer 0 (77): ActivationSpec.Function must be a known activation, but was 77.", new ActivationSpec((Activation)77) },
        {
            "Layer 0 (InputNormalization +2 missing): InputNormalizationSpec.IndicatorColumns must be ascending and below the "
            + "number of numeric features, 5, but was [2, 2].", new InputNormalizationSpec([2, 2])
        },
        {
            "Layer 0 (InputNormalization +6 categories): InputNormalizationSpec.Categories must be at most the 5 numbers of a row, but was 6.",
            new InputNormalizationSpec([]) { Categories = [.. Enumerable.Repeat(new CategorySpec(3, CategoryEncoding.Index), 6)] }
        },
        {
            "Layer 0 (InputNormalization +1 categories): CategorySpec.ValueCount must be from 1 to 16777216, but was 0.",
            new InputNormalizationSpec([]) { Categories = [new CategorySpec(0, CategoryEncoding.OneHot)] }
        },
        {
            "Layer 0 (InputNormalization +1 categories): CategorySpec.Encoding must be one that 3 values allow, but was Binary.",
            new InputNormalizationSpec([]) { Categories = [new CategorySpec(3, CategoryEncoding.Binary)] }
        },
        {
            "Layer 0 (InputNormalization): InputNormalizationSpec.QuantileCount must be at least 2, but was 1.",
            new InputNormalizationSpec([]) { Scaling = NumericScaling.Quantile, QuantileCount = 1 }
        },
        {
            "Layer 0 (InputNormalization): InputNormalizationSpec.QuantileCount must be 0 for RobustSmoothClip, but was 10.",
            new InputNormalizationSpec([]) { QuantileCount = 10 }
        },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void LayerOutOfRangeIsNamed(string message, LayerSpec layer) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new NetworkSpec([5], [layer])).Message);

    [Fact]
    public void NormalisationComesFirst()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([5], [new LinearSpec(4), new InputNormalizationSpec([])]));
        Assert.Equal("Layer 1 (InputNormalization): input normalisation must be the first layer.", error.Message);
    }

    [Fact]
    public void SummaryFitsEightyColumns()
    {
        string[] lines = Example.Summary().TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Equal(11, lines.Length);
        Assert.Matches(@"^0 InputNormalization \+2 missing +\[7\] +0 +0$", lines[3]);
        Assert.Matches(@"^1 Linear 8 +\[8\] +64 +56$", lines[4]);
        Assert.Matches(@"^4 Dropout 0\.25 +\[8\] +0 +0$", lines[7]);
        Assert.Matches(@"^Total +104 +80$", lines[^1]);
    }
}
