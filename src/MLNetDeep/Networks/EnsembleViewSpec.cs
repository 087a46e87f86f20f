using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// Hands each row to several members of an ensemble that are trained as one network (TabM, arXiv:2410.24210): [features] becomes
/// [members, features]. All layers after it work on the last dimension; a network that ends in [members, outputs] is trained with
/// the mean of its members' losses, and its members' predictions are averaged.
/// </summary>
/// <param name="MemberCount">Number of members; at least 1, TabM's default 32, on a CPU 8 to 16.</param>
public sealed record EnsembleViewSpec(int MemberCount) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"EnsembleView {MemberCount}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(MemberCount >= 1, "EnsembleViewSpec.MemberCount", "at least 1", MemberCount);
        return [MemberCount, FlatWidth(inputShape)];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new EnsembleViewModule(MemberCount, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new EnsembleViewLayer(context, MemberCount);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new EnsembleViewKernel(MemberCount, FlatWidth(inputShape));
}
