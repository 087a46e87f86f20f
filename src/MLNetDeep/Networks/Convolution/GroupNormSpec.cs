using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Group normalisation (arXiv:1803.08494): of each row by itself, the channels of each group are brought to mean 0 and variance 1 over all
/// pixels, then scaled and shifted channel by channel. One group is layer normalisation over the whole image, as many groups as channels
/// are instance normalisation.
/// </summary>
/// <param name="Groups">Into how many groups of neighbours the channels are divided; at least 1, and divides them.</param>
/// <param name="Epsilon">Added to the variance; above 0, PyTorch's default 1e-5.</param>
public sealed record GroupNormSpec(int Groups, double Epsilon = 1e-5) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"GroupNorm {Groups}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int channels = RowWidth(inputShape);
        Require(
            Groups >= 1 && channels % Groups == 0, "GroupNormSpec.Groups", FormattableString.Invariant($"a divisor of {channels} channels"),
            Groups);
        Require(Epsilon > 0 && double.IsFinite(Epsilon), "GroupNormSpec.Epsilon", "finite and above 0", Epsilon);
        if (inputShape.Count > 1)
            Grid.Of(inputShape);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int[] shape = [RowWidth(inputShape)];
        return [new LayerTensor("weight", shape, Initializer.Constant(1)), new LayerTensor("bias", shape, Initializer.Constant(0))];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new GroupNormModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new GroupNormKernel(inputShape, Groups, weights["weight"], weights["bias"], Epsilon);
}
