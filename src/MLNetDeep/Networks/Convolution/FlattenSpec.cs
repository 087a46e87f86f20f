using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>Makes a row of any shape flat, in the order height, width, channels.</summary>
public sealed record FlattenSpec : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => "Flatten";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape) =>
        [inputShape.Aggregate(1, (product, size) => checked(product * size))];

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new FlattenModule();

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        inputShape.Count == 1 ? null : new FlattenKernel(inputShape);
}
