using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// The first layer of a convolutional network: gives a feature vector the shape of an image or a signal, channels last, and brings each
/// channel to mean 0 and deviation 1 over the training rows. A missing value becomes the mean.
/// </summary>
/// <param name="Shape">What the vector holds; its width is known.</param>
public sealed record ChannelNormalizationSpec(InputShape Shape) : LayerSpec
{
    internal override bool MustBeFirst => true;

    /// <summary>Numbers in a raw row.</summary>
    internal int InputWidth => Shape.Count;

    /// <inheritdoc/>
    public override string Describe() => "ChannelNormalization";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Shape.Width is not null, "ChannelNormalizationSpec.Shape", "of known width", Shape);
        int width = FlatWidth(inputShape);
        Require(Shape.Count == width, "ChannelNormalizationSpec.Shape", $"of the {width} numbers of a row", Shape);
        return Shape.RowShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
    [
        new LayerTensor("mean", [Shape.Channels], Initializer.Constant(0), IsParameter: false),
        new LayerTensor("scale", [Shape.Channels], Initializer.Constant(1), IsParameter: false),
    ];

    /// <summary>Null: rows are encoded before they reach libtorch.</summary>
    internal override LayerModule? CreateModule(ModuleContext context) => null;

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new ChannelNormalizationKernel(this, weights);
}
