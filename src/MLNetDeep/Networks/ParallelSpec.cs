using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>How the outputs of several branches become one.</summary>
public enum BranchJoin
{
    /// <summary>Side by side, along the last dimension.</summary>
    Concatenate,

    /// <summary>Their sum; all must have one shape.</summary>
    Add,
}

/// <summary>Branches that see the same input, and whose outputs are joined; a branch without layers hands its input on.</summary>
/// <param name="Branches">The layers of each branch, first to last; at least two branches.</param>
/// <param name="Join">How the outputs become one.</param>
public sealed record ParallelSpec(IReadOnlyList<IReadOnlyList<LayerSpec>> Branches, BranchJoin Join) : LayerSpec
{
    internal override bool UsesBatchStatistics => Branches.Any(branch => branch.Any(layer => layer.UsesBatchStatistics));

    internal override bool IsDataDriven => Branches.Any(branch => branch.Any(layer => layer.IsDataDriven));

    /// <summary>A residual block (arXiv:1512.03385): the layers' output is added to their input.</summary>
    /// <param name="layers">The layers; their output has the shape of their input.</param>
    /// <returns>The block.</returns>
    public static ParallelSpec Residual(params IReadOnlyList<LayerSpec> layers) => new([layers, []], BranchJoin.Add);

    /// <inheritdoc/>
    public override string Describe() => Join == BranchJoin.Add ? $"Sum of {Branches.Count} branches" : $"{Branches.Count} branches";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Join), "ParallelSpec.Join", "a known way", Join);
        Require(Branches.Count >= 2, "ParallelSpec.Branches", "at least two", Branches.Count);
        Require(Branches.All(branch => branch is not null), "ParallelSpec.Branches", "lists of layers", "null");
        IReadOnlyList<LayerStack> stacks = GetStacks(inputShape);
        IReadOnlyList<int> first = stacks[0].OutputShape;
        int width = first[^1];
        foreach (LayerStack stack in stacks.Skip(1))
        {
            IReadOnlyList<int> shape = stack.OutputShape;
            bool fits = Join == BranchJoin.Add ? shape.SequenceEqual(first) : shape.SkipLast(1).SequenceEqual(first.SkipLast(1));
            if (!fits)
            {
                throw new ArgumentException(
                    $"{stack.Name} puts out {NetworkSpec.Format(shape)}, which cannot be "
                    + $"{(Join == BranchJoin.Add ? "added to" : "put beside")} {NetworkSpec.Format(first)} of branch0.");
            }

            width = checked(width + shape[^1]);
        }

        return Join == BranchJoin.Add ? first : WithLast(first, width);
    }

    internal override IReadOnlyList<LayerStack> GetStacks(IReadOnlyList<int> inputShape) =>
        [.. Branches.Select((branch, i) => new LayerStack(FormattableString.Invariant($"branch{i}"), branch, inputShape))];

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) =>
        GetStacks(inputShape).Select(stack => stack.Widen(field)).Aggregate(ReceptiveField.Larger);

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [.. GetStacks(inputShape).SelectMany(stack => stack.GetTensors())];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new ParallelModule([.. GetStacks(context.InputShape).Select(stack => stack.CreateModule(context))], Join);

    internal override bool LearnsManaged => Branches.All(branch => branch.All(layer => layer.LearnsManaged));

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        ParallelLayer.Create(context, GetStacks(context.InputShape), Join, GetOutputShape(context.InputShape)[^1]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        IReadOnlyList<LayerStack> stacks = GetStacks(inputShape);
        var branches = new ParallelKernel.Branch[stacks.Count];
        for (int i = 0; i < branches.Length; i++)
            branches[i] = new ParallelKernel.Branch(stacks[i].CreateKernel(weights), stacks[i].OutputShape[^1]);
        return new ParallelKernel(branches, Join, inputShape, GetOutputShape(inputShape));
    }

    internal override StepLayer CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        IReadOnlyList<LayerStack> stacks = GetStacks(inputShape);
        var branches = new StepLayer[stacks.Count][];
        for (int i = 0; i < branches.Length; i++)
            branches[i] = StepLayer.Chain(stacks[i], weights);
        return new ParallelStep(branches, [.. stacks.Select(stack => stack.OutputShape[^1])], Join);
    }

    /// <summary>Equal when the branches hold equal layers and are joined alike.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(ParallelSpec? other) =>
        other is not null && Join == other.Join && Branches.Count == other.Branches.Count
        && Branches.Zip(other.Branches).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Branches.SelectMany(branch => branch).Aggregate((int)Join, HashCode.Combine);
}
