using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// A pool whose windows divide an image or a signal of any size into as many places as asked for: PyTorch's AdaptiveAvgPool and
/// AdaptiveMaxPool. Where the sizes do not divide, neighbouring windows share pixels; a larger output repeats them.
/// </summary>
/// <param name="OutputSize">Height and width of the output; of a signal the width is its length. At least 1.</param>
/// <param name="Pool">What becomes of the pixels under a window.</param>
public sealed record AdaptivePoolSpec(Extent OutputSize, GlobalPool Pool = GlobalPool.Average) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Adaptive{Pool}Pool to {OutputSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Pool), "AdaptivePoolSpec.Pool", "one of the pools", Pool);
        var grid = Grid.Of(inputShape);
        SlidingWindow.RequireSizes("AdaptivePoolSpec", "OutputSize", OutputSize, 1, grid);
        return (grid with { Height = OutputHeight(grid), Width = OutputSize.Width }).Shape;
    }

    internal int OutputHeight(Grid grid) => grid.IsSignal ? 1 : OutputSize.Height;

    /// <summary>As a window of the largest size that moves by the mean step.</summary>
    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        (PoolRange[] vertical, PoolRange[] horizontal) = Ranges(grid);
        return ReceptiveField.Of(field, grid).Through(
            vertical.Max(range => range.Divisor), horizontal.Max(range => range.Divisor),
            (double)grid.Height / vertical.Length, (double)grid.Width / horizontal.Length);
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new AdaptivePoolModule(this, Grid.Of(context.InputShape));

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        var grid = Grid.Of(inputShape);
        (PoolRange[] vertical, PoolRange[] horizontal) = Ranges(grid);
        return new WindowPoolKernel(grid, vertical, horizontal, Pool);
    }

    internal (PoolRange[] Vertical, PoolRange[] Horizontal) Ranges(Grid grid) =>
        (PoolRange.Adaptive(grid.Height, OutputHeight(grid)), PoolRange.Adaptive(grid.Width, OutputSize.Width));
}
