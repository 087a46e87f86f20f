using MLNetDeep.Diagnosis.Checks;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Diagnosis;

/// <summary>What rows of the data do in the trained network.</summary>
public sealed class NetworkChecksTests
{
    [Fact]
    public void Units_that_never_speak_are_dead()
    {
        // Units 0 to 2 stay below 0 whatever the row.
        var evidence = new TestEvidence { Tensors = { ["1.bias"] = (unit, value) => unit < 3 ? -100 : value + 1 } };
        Assert.Equal(
            new Finding(
                "dead-units", FindingSeverity.Note,
                "3 of 8 units in layer 2 (Relu) are dead: they put out the same number for each of 400 training rows.",
                "A smaller layer would do the same; if the model should do better, try a lower learning rate or less weight decay."),
            Assert.Single(evidence.Examine<DeadUnits>()));
        evidence.Tensors["1.bias"] = (unit, value) => unit < 7 ? -100 : value + 1;
        Assert.Equal(
            new Finding(
                "dead-units", FindingSeverity.Warning,
                "7 of 8 units in layer 2 (Relu) are dead: they put out the same number for each of 400 training rows.",
                "Lower the learning rate (it was 0.001), add batch normalisation, or take an activation with a slope everywhere "
                + "(LeakyRelu, "
                + "Silu)."),
            Assert.Single(evidence.Examine<DeadUnits>()));
        evidence.Tensors["1.bias"] = (_, _) => -100;
        Assert.Equal(FindingSeverity.Problem, Assert.Single(evidence.Examine<DeadUnits>()).Severity);
    }

    [Fact]
    public void Units_at_their_limits_are_saturated()
    {
        var evidence = new TestEvidence
        {
            Layers = [new LinearSpec(8), new ActivationSpec(Activation.Tanh), new LinearSpec(1)],
            Tensors = { ["1.bias"] = (unit, value) => unit < 5 ? 20 : value },
        };
        Assert.Equal(
            new Finding(
                "saturated-units", FindingSeverity.Warning,
                "5 of 8 units in layer 2 (Tanh) are saturated: at a limit of their function in at least 95% of 400 training rows.",
                "Lower the learning rate (it was 0.001), add batch normalisation before the activation, or take one without limits (Relu, "
                + "Silu)."),
            Assert.Single(evidence.Examine<SaturatedUnits>()));
    }

    [Fact]
    public void Many_sigmoids_let_gradients_vanish()
    {
        LayerSpec[] hidden = [new LinearSpec(8, true, WeightInitialization.Glorot), new ActivationSpec(Activation.Sigmoid)];
        var evidence = new TestEvidence { Layers = [.. Enumerable.Repeat(hidden, 10).SelectMany(layers => layers), new LinearSpec(1)] };
        var finding = Assert.Single(evidence.Examine<VanishingGradients>());
        Assert.Equal("vanishing-gradients", finding.Code);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Matches(
            @"^The gradient of layer 1 \(Linear 8\) is \d\.\d+E-\d\d of that of layer 21 \(Linear 1\), relative to the weights of each: "
            + "the first layers learn nothing.$",
            finding.Message);
        Assert.Equal(
            "Take fewer layers, batch normalisation between them, or an activation without limits (Relu, Silu).", finding.Advice);
    }

    [Fact]
    public void Large_weights_let_gradients_explode()
    {
        LayerSpec[] hidden = [new LinearSpec(8), new ActivationSpec(Activation.Relu)];
        var evidence = new TestEvidence
        {
            ClassNames = null,
            Layers = [.. Enumerable.Repeat(hidden, 4).SelectMany(layers => layers), new LinearSpec(1)],
        };
        foreach (var layer in new[] { 1, 3, 5, 7 })
            evidence.Tensors[$"{layer}.weight"] = (_, value) => 10 * value;
        var finding = Assert.Single(evidence.Examine<ExplodingGradients>());
        Assert.Equal("exploding-gradients", finding.Code);
        Assert.Matches(
            @"^The gradient of layer 9 \(Linear 1\) is [\d,]+ times as long as its weights at the end of the fit\.$", finding.Message);
        Assert.Equal(
            "Lower the learning rate (it was 0.001), clip the gradients (GradientClipNorm), add batch normalisation or take fewer layers.",
            finding.Advice);
    }

    [Theory]
    [InlineData(Activation.Relu, 2)]
    [InlineData(Activation.Tanh, 3)]
    [InlineData(Activation.Silu, 6)]
    [InlineData(Activation.Sigmoid, 2)]
    public void Networks_as_they_should_be_have_no_findings(Activation activation, int depth)
    {
        LayerSpec[] hidden = [new LinearSpec(16), new BatchNormSpec(), new ActivationSpec(activation), new DropoutSpec(0.2)];
        var evidence = new TestEvidence { Layers = [.. Enumerable.Repeat(hidden, depth).SelectMany(layers => layers), new LinearSpec(1)] };
        Assert.Empty(evidence.Examine<DeadUnits>());
        Assert.Empty(evidence.Examine<SaturatedUnits>());
        Assert.Empty(evidence.Examine<VanishingGradients>());
        Assert.Empty(evidence.Examine<ExplodingGradients>());
    }
}
