using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>Hands on some of the input's columns.</summary>
/// <param name="Columns">Positions along the last dimension, in the order of the output; at least one.</param>
public sealed record SelectSpec(IReadOnlyList<int> Columns) : LayerSpec
{
    /// <summary>Selects neighbouring columns.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>The layer.</returns>
    public static SelectSpec Stretch(int start, int count) => new([.. Enumerable.Range(start, count)]);

    /// <summary>Whether the columns are neighbours, in ascending order.</summary>
    internal bool IsStretch => !Columns.Where((column, i) => column != Columns[0] + i).Any();

    /// <inheritdoc/>
    public override string Describe() =>
        Columns.Count == 0 ? "Select none"
        : Columns.Count > 1 && IsStretch ? $"Select {Columns[0]} to {Columns[^1]}"
        : $"Select {string.Join(" ", Columns)}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        int width = RowWidth(inputShape);
        Require(Columns.Count >= 1, "SelectSpec.Columns", "at least one", Columns.Count);
        foreach (int column in Columns)
            Require(column >= 0 && column < width, "SelectSpec.Columns", $"below the input width {width} each", column);
        return WithLast(inputShape, Columns.Count);
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new SelectModule(this, context.InputShape.Count);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) => new SelectLayer(context, [.. Columns]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, new SelectKernel(RowWidth(inputShape), [.. Columns]));

    /// <summary>Equal when the same columns are selected.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both do the same.</returns>
    public bool Equals(SelectSpec? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => Columns.Aggregate(17, HashCode.Combine);
}
