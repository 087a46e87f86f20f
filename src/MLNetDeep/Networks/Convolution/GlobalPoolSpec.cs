using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>What becomes of all pixels of a channel.</summary>
public enum GlobalPool
{
    /// <summary>Their mean.</summary>
    Average,

    /// <summary>The largest.</summary>
    Max,
}

/// <summary>One number for each channel of an image or a signal (arXiv:1312.4400): the row becomes [channels].</summary>
/// <param name="Pool">What becomes of the pixels.</param>
public sealed record GlobalPoolSpec(GlobalPool Pool = GlobalPool.Average) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Global{Pool}Pool";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Pool), "GlobalPoolSpec.Pool", "one of the pools", Pool);
        return [Grid.Of(inputShape).Channels];
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new GlobalPoolModule(Pool, context.InputShape.Count);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new GlobalPoolKernel(Grid.Of(inputShape), Pool);
}
