using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Squeeze and excitation (arXiv:1709.01507): the means of the channels go through two linear layers, a rectifier between them, and a
/// logistic function; what comes out scales the channels.
/// </summary>
/// <param name="Reduction">By what the channels are divided between the two layers, at least one remaining; at least 1, the paper's
/// 16.</param>
public sealed record SqueezeExciteSpec(int Reduction = 16) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"SqueezeExcite {Reduction}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Reduction >= 1, "SqueezeExciteSpec.Reduction", "at least 1", Reduction);
        return Grid.Of(inputShape).Shape;
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) => 2L * inputShape[^1] * Hidden(inputShape[^1]);

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int channels = inputShape[^1];
        int hidden = Hidden(channels);
        Initializer squeeze = Initializer.Of(WeightInitialization.Kaiming, channels, hidden);
        Initializer excite = Initializer.Of(WeightInitialization.LeCun, hidden, channels);
        return
        [
            new LayerTensor("fc1.weight", [hidden, channels], squeeze, DecayFactor: 1),
            new LayerTensor("fc1.bias", [hidden], Initializer.Constant(0)),
            new LayerTensor("fc2.weight", [channels, hidden], excite, DecayFactor: 1),
            new LayerTensor("fc2.bias", [channels], Initializer.Constant(0)),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new SqueezeExciteModule(context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        int channels = inputShape[^1];
        int hidden = Hidden(channels);
        return new SqueezeExciteKernel(
            Grid.Of(inputShape), new LinearKernel(channels, hidden, weights["fc1.weight"], weights["fc1.bias"]),
            new LinearKernel(hidden, channels, weights["fc2.weight"], weights["fc2.bias"]));
    }

    private int Hidden(int channels) => Math.Max(1, channels / Reduction);
}
