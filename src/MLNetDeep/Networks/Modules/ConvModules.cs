using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>
/// The way of images and signals to libtorch's own layout and back. Rows lie channels last; a permuted view of them is what libtorch
/// calls channels-last memory, and its convolutions, pools and norms then work without a copy.
/// </summary>
internal static class ChannelsFirst
{
    /// <summary>[rows, height, width, channels] or [rows, length, channels] as [rows, channels, height, width].</summary>
    public static torch.Tensor Of(torch.Tensor input, bool isSignal) =>
        (isSignal ? input.unsqueeze(1) : input).permute(0, 3, 1, 2);

    /// <summary>[rows, channels, height, width] as rows channels last.</summary>
    public static torch.Tensor Back(torch.Tensor output, bool isSignal)
    {
        torch.Tensor last = output.permute(0, 2, 3, 1);
        return isSignal ? last.squeeze(1) : last;
    }
}

/// <summary>A convolution.</summary>
internal sealed class ConvModule : LayerModule
{
    private readonly torch.Tensor _weight;
    private readonly torch.Tensor? _bias;
    private readonly bool _isSignal;
    private readonly long[] _stride;
    private readonly long[] _dilation;
    private readonly long[] _padding;
    private readonly long[]? _uneven; // before and behind the width, then the height; null when both are alike
    private readonly int _groups;
    private readonly Action<torch.Tensor>? _start;

    public ConvModule(ConvSpec spec, ModuleContext context)
    {
        var grid = Grid.Of(context.InputShape);
        SlidingWindow window = spec.Window(grid);
        (WindowAxis vertical, WindowAxis horizontal) = (window.Vertical, window.Horizontal);
        _weight = context["weight"];
        _bias = spec.Bias ? context["bias"] : null;
        _isSignal = grid.IsSignal;
        _stride = [vertical.Stride, horizontal.Stride];
        _dilation = [vertical.Dilation, horizontal.Dilation];
        bool isEven = vertical.Before == vertical.After && horizontal.Before == horizontal.After;
        _padding = isEven ? [vertical.Before, horizontal.Before] : [0, 0];
        _uneven = isEven ? null : [horizontal.Before, horizontal.After, vertical.Before, vertical.After];
        _groups = spec.Groups;
        _start = spec.IsDataDriven ? rows => PatchWhitening.Set(rows, _weight, grid, window) : null;
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        if (pass == Pass.Initialization)
            _start?.Invoke(input);
        torch.Tensor x = ChannelsFirst.Of(input, _isSignal);
        if (_uneven is not null)
            x = torch.nn.functional.pad(x, _uneven);
        torch.Tensor weight = _isSignal ? _weight.unsqueeze(2) : _weight;
        return ChannelsFirst.Back(torch.nn.functional.conv2d(x, weight, _bias, _stride, _padding, _dilation, _groups), _isSignal);
    }
}

/// <summary>The largest number under a window.</summary>
internal sealed class MaxPoolModule : LayerModule
{
    private readonly bool _isSignal;
    private readonly bool _roundsUp;
    private readonly long[] _kernel;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[]? _uneven;

    public MaxPoolModule(MaxPoolSpec spec, ModuleContext context)
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
        _padding = isEven ? [vertical.Before, horizontal.Before] : [0, 0];
        _uneven = isEven ? null : [horizontal.Before, horizontal.After, vertical.Before, vertical.After];
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor x = ChannelsFirst.Of(input, _isSignal);
        if (_uneven is not null)
            x = torch.nn.functional.pad(x, _uneven, value: double.NegativeInfinity);
        return ChannelsFirst.Back(torch.nn.functional.max_pool2d(x, _kernel, _stride, _padding, [1, 1], _roundsUp), _isSignal);
    }
}

/// <summary>One number for each channel.</summary>
internal sealed class GlobalPoolModule(GlobalPool pool, int rank) : LayerModule
{
    private readonly long[] _pixels = [.. Enumerable.Range(1, rank - 1).Select(dimension => (long)dimension)];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) =>
        pool == GlobalPool.Average ? input.mean(_pixels) : input.amax(_pixels);
}

/// <summary>Flat rows.</summary>
internal sealed class FlattenModule : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.flatten(1);
}
