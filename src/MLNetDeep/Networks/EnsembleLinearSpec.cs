using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// A linear layer whose matrix all members of an ensemble share, with factors and biases of their own (BatchEnsemble,
/// arXiv:2002.06715): for member i, y = ((x * r_i) W^T) * s_i + b_i. It starts as TabM's (arXiv:2410.24210): W and b uniform between
/// -1 / sqrt(inputs) and 1 / sqrt(inputs), b the same for all members, s at 1.
/// </summary>
/// <param name="OutFeatures">Width of its output; at least 1.</param>
/// <param name="Scaling">What r starts with: in TabM random in the first layer and ones in the others.</param>
/// <param name="Chunks">
/// Sizes of neighbouring features whose r start alike, such as the numbers made of one raw feature; they add up to the input's
/// width. <see langword="null"/>: each stands alone.
/// </param>
public sealed record EnsembleLinearSpec(
    int OutFeatures,
    MemberScaling Scaling = MemberScaling.Ones,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Chunks = null) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"EnsembleLinear {OutFeatures}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutFeatures >= 1, "EnsembleLinearSpec.OutFeatures", "at least 1", OutFeatures);
        RequireMembers(inputShape);
        MemberScalings.Check("EnsembleLinearSpec", Scaling, Chunks, inputShape[1]);
        return WithLast(inputShape, OutFeatures);
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) => checked(Count(inputShape) * OutFeatures);

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        (int members, int inputs) = (inputShape[0], inputShape[1]);
        Initializer uniform = Initializer.Uniform(1 / Math.Sqrt(inputs));
        return
        [
            new LayerTensor("weight", [OutFeatures, inputs], uniform, DecayFactor: 1),
            MemberScalings.Tensor("r", Scaling, Chunks, [members, inputs]),
            new LayerTensor("s", [members, OutFeatures], Initializer.Constant(1)),
            new LayerTensor("bias", [members, OutFeatures], Initializer.Repeated(uniform)),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new EnsembleLinearModule(context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context)
    {
        var factors = new ScaleLayer(context, context["r"]);
        var product = new LinearLayer(context.Behind(factors.Output), OutFeatures, bias: null);
        var ends = new ScaleLayer(context.Behind(product.Output), context["s"], context["bias"]);
        return new ManagedSequence(context.Input, [factors, product, ends]);
    }

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        (int members, int inputs) = (inputShape[0], inputShape[1]);
        return SequenceKernel.Join(
        [
            new MemberAffineKernel(members, inputs, weights["r"], []),
            OverLastDimension(inputShape, new LinearKernel(inputs, OutFeatures, weights["weight"], [])),
            new MemberAffineKernel(members, OutFeatures, weights["s"], weights["bias"]),
        ]);
    }

    /// <summary>Equal when width, start and chunks are.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(EnsembleLinearSpec? other) =>
        other is not null && OutFeatures == other.OutFeatures && Scaling == other.Scaling && MemberScalings.AreEqual(Chunks, other.Chunks);

    /// <inheritdoc/>
    public override int GetHashCode() => (Chunks ?? []).Aggregate(HashCode.Combine(OutFeatures, Scaling), HashCode.Combine);
}
