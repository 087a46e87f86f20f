using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>The largest number of each channel under a window, over images or signals: PyTorch's MaxPool2d and MaxPool1d.</summary>
/// <param name="Kernel">Size of the window; at least 1.</param>
public sealed record MaxPoolSpec(Extent Kernel) : LayerSpec
{
    /// <summary>How far the window moves.</summary>
    /// <value>Default <see langword="null"/>: as far as it is large. At least 1.</value>
    public Extent? Stride { get; init; }

    /// <summary>What is added around the input; it never wins. At most half the window.</summary>
    /// <value>Default <see cref="Padding.Valid"/>: nothing.</value>
    public Padding Padding { get; init; }

    /// <summary>Whether a window that stands over the edge counts.</summary>
    /// <value>Default <see langword="false"/>, as in PyTorch.</value>
    public bool CeilMode { get; init; }

    /// <inheritdoc/>
    public override string Describe() =>
        Stride is { } stride && stride != Kernel ? $"MaxPool {Kernel}, stride {stride}" : $"MaxPool {Kernel}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return grid.After(Window(grid), grid.Channels).Shape;
    }

    internal SlidingWindow Window(Grid grid) => SlidingWindow.OfPool("MaxPoolSpec", grid, Kernel, Stride, Padding, CeilMode);

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return ReceptiveField.Of(field, grid).Through(Window(grid));
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new MaxPoolModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        var grid = Grid.Of(inputShape);
        return new MaxPoolKernel(grid, Window(grid));
    }
}
