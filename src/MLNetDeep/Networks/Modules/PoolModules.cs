using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>The mean under a window.</summary>
internal sealed class AvgPoolModule : LayerModule
{
    private readonly bool _isSignal;
    private readonly bool _roundsUp;
    private readonly bool _countsPadding;
    private readonly long[] _kernel;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[]? _uneven; // before and behind the width, then the height; null when libtorch takes the padding
    private readonly torch.Tensor? _factor; // [height, width]: takes zeros that do not count out of the mean again

    public AvgPoolModule(AvgPoolSpec spec, ModuleContext context)
    {
        var grid = Grid.Of(context.InputShape);
        SlidingWindow window = spec.Window(grid);
        (WindowAxis vertical, WindowAxis horizontal) = (window.Vertical, window.Horizontal);
        _isSignal = grid.IsSignal;
        _roundsUp = spec.CeilMode;
        _kernel = [vertical.Kernel, horizontal.Kernel];
        _stride = [vertical.Stride, horizontal.Stride];
        bool isEven = vertical.Before == vertical.After && horizontal.Before == horizontal.After
            && 2 * vertical.Before <= vertical.Kernel && 2 * horizontal.Before <= horizontal.Kernel;
        _countsPadding = spec.CountIncludePad || !isEven;
        _padding = isEven ? [vertical.Before, horizontal.Before] : [0, 0];
        _uneven = isEven ? null : [horizontal.Before, horizontal.After, vertical.Before, vertical.After];
        if (!isEven && !spec.CountIncludePad)
            _factor = Factor(vertical).unsqueeze(1) * Factor(horizontal);
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor x = ChannelsFirst.Of(input, _isSignal);
        if (_uneven is not null)
            x = torch.nn.functional.pad(x, _uneven);
        x = torch.nn.functional.avg_pool2d(x, _kernel, _stride, _padding, _roundsUp, _countsPadding);
        return ChannelsFirst.Back(_factor is null ? x : x * _factor, _isSignal);
    }

    private static torch.Tensor Factor(WindowAxis axis)
    {
        PoolRange[] all = PoolRange.Of(axis, countsPadding: true);
        PoolRange[] inside = PoolRange.Of(axis, countsPadding: false);
        return torch.tensor([.. all.Zip(inside, (a, b) => (float)a.Divisor / b.Divisor)]);
    }
}

/// <summary>A pool to a given size.</summary>
internal sealed class AdaptivePoolModule(AdaptivePoolSpec spec, Grid grid) : LayerModule
{
    private readonly long[] _size = [spec.OutputHeight(grid), spec.OutputSize.Width];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor x = ChannelsFirst.Of(input, grid.IsSignal);
        torch.Tensor pooled = spec.Pool == GlobalPool.Average
            ? torch.nn.functional.adaptive_avg_pool2d(x, _size)
            : torch.nn.functional.adaptive_max_pool2d(x, _size);
        return ChannelsFirst.Back(pooled, grid.IsSignal);
    }
}
