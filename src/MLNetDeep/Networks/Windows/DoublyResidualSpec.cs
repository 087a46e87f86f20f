using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Blocks with two residual branches, the frame of N-BEATS and N-HiTS (arXiv:1905.10437, arXiv:2201.12886): each block explains a part
/// of the window, which is subtracted from what the next block sees, and adds its share to the forecast.
/// </summary>
/// <remarks>
/// Rows are flat. A block puts out the backcast, which is subtracted from the first <paramref name="BackcastCount"/> numbers of the row,
/// and behind it its forecast; what lies behind these first numbers reaches every block unchanged. The layer puts out the sum of the
/// forecasts.
/// </remarks>
/// <param name="Blocks">The layers of each block, first to last; at least one block.</param>
/// <param name="BackcastCount">Numbers at the start of a row that are explained; at least 1.</param>
public sealed record DoublyResidualSpec(IReadOnlyList<IReadOnlyList<LayerSpec>> Blocks, int BackcastCount) : LayerSpec
{
    internal override bool UsesBatchStatistics => Blocks.Any(block => block.Any(layer => layer.UsesBatchStatistics));

    internal override bool IsDataDriven => Blocks.Any(block => block.Any(layer => layer.IsDataDriven));

    /// <inheritdoc/>
    public override string Describe() => $"DoublyResidual, {Blocks.Count} blocks";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int width = FlatWidth(inputShape);
        Require(Blocks.Count >= 1, "DoublyResidualSpec.Blocks", "at least one", Blocks.Count);
        Require(Blocks.All(block => block is not null), "DoublyResidualSpec.Blocks", "lists of layers", "null");
        Require(
            BackcastCount >= 1 && BackcastCount <= width, "DoublyResidualSpec.BackcastCount", $"from 1 to the input width {width}",
            BackcastCount);
        IReadOnlyList<LayerStack> stacks = GetStacks(inputShape);
        IReadOnlyList<int> first = stacks[0].OutputShape;
        foreach (LayerStack stack in stacks)
        {
            if (stack.OutputShape.Count != 1 || stack.OutputShape[0] <= BackcastCount || stack.OutputShape[0] != first[0])
            {
                throw new ArgumentException(
                    $"{stack.Name} must put out flat rows of {BackcastCount} numbers and a forecast, as long in every block, but puts out "
                    + $"{NetworkSpec.Format(stack.OutputShape)}.");
            }
        }

        return [first[0] - BackcastCount];
    }

    internal override IReadOnlyList<LayerStack> GetStacks(IReadOnlyList<int> inputShape) =>
        [.. Blocks.Select((block, i) => new LayerStack(FormattableString.Invariant($"block{i}"), block, inputShape))];

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [.. GetStacks(inputShape).SelectMany(stack => stack.GetTensors())];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new DoublyResidualModule([.. GetStacks(context.InputShape).Select(stack => stack.CreateModule(context))], BackcastCount);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        IReadOnlyList<LayerStack> stacks = GetStacks(inputShape);
        var blocks = new Kernel?[stacks.Count];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = stacks[i].CreateKernel(weights);
        return new DoublyResidualKernel(blocks, inputShape[0], BackcastCount, GetOutputShape(inputShape)[0]);
    }

    /// <summary>Equal when the blocks hold equal layers and explain as much.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(DoublyResidualSpec? other) =>
        other is not null && BackcastCount == other.BackcastCount && Blocks.Count == other.Blocks.Count
        && Blocks.Zip(other.Blocks).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Blocks.SelectMany(block => block).Aggregate(BackcastCount, HashCode.Combine);
}
