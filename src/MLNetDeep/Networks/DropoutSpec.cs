using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>While training, zeroes each element with a given probability and scales up the rest; when scoring, does nothing.</summary>
/// <param name="Probability">Chance of an element to be dropped; at least 0 and below 1.</param>
public sealed record DropoutSpec(double Probability) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"Dropout {Probability}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Probability is >= 0 and < 1, "DropoutSpec.Probability", "at least 0 and below 1", Probability);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new DropoutModule(Probability, context.InputShape, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer? CreateManagedLayer(ManagedContext context) =>
        Probability == 0 ? null : new DropoutLayer(context, Probability);

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => null;
}
