using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>The mean of each channel under a window, over images or signals: PyTorch's AvgPool2d and AvgPool1d.</summary>
/// <param name="Kernel">Size of the window; at least 1.</param>
public sealed record AvgPoolSpec(Extent Kernel) : LayerSpec
{
    /// <summary>How far the window moves.</summary>
    /// <value>Default <see langword="null"/>: as far as it is large. At least 1.</value>
    public Extent? Stride { get; init; }

    /// <summary>Zeros around the input. At most half the window.</summary>
    /// <value>Default <see cref="Padding.Valid"/>: none, as in PyTorch.</value>
    public Padding Padding { get; init; }

    /// <summary>Whether a window that stands over the edge counts.</summary>
    /// <value>Default <see langword="false"/>, as in PyTorch.</value>
    public bool CeilMode { get; init; }

    /// <summary>Whether the padding's zeros are part of the mean.</summary>
    /// <value>Default <see langword="true"/>, as in PyTorch; Keras has it <see langword="false"/>.</value>
    public bool CountIncludePad { get; init; } = true;

    /// <inheritdoc/>
    public override string Describe() =>
        Stride is { } stride && stride != Kernel ? $"AvgPool {Kernel}, stride {stride}" : $"AvgPool {Kernel}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return grid.After(Window(grid), grid.Channels).Shape;
    }

    internal SlidingWindow Window(Grid grid) => SlidingWindow.OfPool("AvgPoolSpec", grid, Kernel, Stride, Padding, CeilMode);

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return ReceptiveField.Of(field, grid).Through(Window(grid));
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new AvgPoolModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        var grid = Grid.Of(inputShape);
        SlidingWindow window = Window(grid);
        return new WindowPoolKernel(
            grid, PoolRange.Of(window.Vertical, CountIncludePad), PoolRange.Of(window.Horizontal, CountIncludePad), GlobalPool.Average);
    }
}
