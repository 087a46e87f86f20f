using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>Maxout (arXiv:1302.4389): each output is the largest of several neighbouring inputs, a learned convex function.</summary>
/// <param name="PieceCount">Inputs for each output; at least 2, and the input's width is a multiple of it.</param>
public sealed record MaxoutSpec(int PieceCount) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Maxout {PieceCount}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(PieceCount >= 2, "MaxoutSpec.PieceCount", "at least 2", PieceCount);
        int width = RowWidth(inputShape);
        Require(width % PieceCount == 0, "MaxoutSpec.PieceCount", $"a divisor of the input width {width}", PieceCount);
        return WithLast(inputShape, width / PieceCount);
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new MaxoutModule(PieceCount, context.InputShape);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new MaxoutKernel(RowWidth(inputShape), PieceCount));
}
