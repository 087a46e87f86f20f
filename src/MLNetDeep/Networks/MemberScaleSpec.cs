using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>A learned factor for each member of an ensemble and each feature: all that tells the members of TabM-mini apart
/// (arXiv:2410.24210).</summary>
/// <param name="Scaling">What the factors start with.</param>
/// <param name="Chunks">
/// Sizes of neighbouring features that share their start, such as the numbers made of one raw feature; they add up to the input's
/// width. <see langword="null"/>: each stands alone.
/// </param>
public sealed record MemberScaleSpec(
    MemberScaling Scaling = MemberScaling.RandomSigns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Chunks = null) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => "MemberScale";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        RequireMembers(inputShape);
        MemberScalings.Check("MemberScaleSpec", Scaling, Chunks, inputShape[1]);
        return inputShape;
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [MemberScalings.Tensor("weight", Scaling, Chunks, [.. inputShape])];

    internal override LayerModule CreateModule(ModuleContext context) => new ScaleModule(context["weight"]);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new ScaleLayer(context, context["weight"]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new MemberAffineKernel(inputShape[0], inputShape[1], weights["weight"], []);

    /// <summary>Equal when start and chunks are.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(MemberScaleSpec? other) =>
        other is not null && Scaling == other.Scaling && MemberScalings.AreEqual(Chunks, other.Chunks);

    /// <inheritdoc/>
    public override int GetHashCode() => (Chunks ?? []).Aggregate((int)Scaling, HashCode.Combine);
}
