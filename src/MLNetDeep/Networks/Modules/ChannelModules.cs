using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>A transposed convolution.</summary>
internal sealed class ConvTransposeModule : LayerModule
{
    private readonly torch.Tensor _weight;
    private readonly torch.Tensor? _bias;
    private readonly bool _isSignal;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _outputPadding;
    private readonly long[] _dilation;
    private readonly int _groups;
    private readonly Grid _output;
    private readonly bool _cutsMore; // off the end than off the start

    public ConvTransposeModule(ConvTransposeSpec spec, ModuleContext context)
    {
        var grid = Grid.Of(context.InputShape);
        (TransposedAxis vertical, TransposedAxis horizontal) = TransposedWindow.Over(grid, spec);
        _weight = context["weight"];
        _bias = spec.Bias ? context["bias"] : null;
        _isSignal = grid.IsSignal;
        _stride = [vertical.Stride, horizontal.Stride];
        _padding = [vertical.Before, horizontal.Before];
        _outputPadding = [Math.Max(0, vertical.Extra), Math.Max(0, horizontal.Extra)];
        _dilation = [vertical.Dilation, horizontal.Dilation];
        _groups = spec.Groups;
        _output = spec.Output(grid);
        _cutsMore = vertical.Extra < 0 || horizontal.Extra < 0;
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor weight = _isSignal ? _weight.unsqueeze(2) : _weight;
        torch.Tensor x = torch.nn.functional.conv_transpose2d(
            ChannelsFirst.Of(input, _isSignal), weight, _bias, _stride, _padding, _outputPadding, _dilation, _groups);
        if (_cutsMore)
            x = x.narrow(2, 0, _output.Height).narrow(3, 0, _output.Width);
        return ChannelsFirst.Back(x, _isSignal);
    }
}

/// <summary>Group normalisation.</summary>
internal sealed class GroupNormModule(GroupNormSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor _bias = context["bias"];
    private readonly int _rank = context.InputShape.Count;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => _rank == 1
        ? Normalize(input)
        : ChannelsFirst.Back(Normalize(ChannelsFirst.Of(input, _rank == 2)), _rank == 2);

    private torch.Tensor Normalize(torch.Tensor x) =>
        torch.nn.functional.group_norm(x, spec.Groups, _weight, _bias, spec.Epsilon);
}

/// <summary>Squeeze and excitation.</summary>
internal sealed class SqueezeExciteModule(ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _weight1 = context["fc1.weight"]; // [hidden, channels]
    private readonly torch.Tensor _bias1 = context["fc1.bias"];
    private readonly torch.Tensor _weight2 = context["fc2.weight"]; // [channels, hidden]
    private readonly torch.Tensor _bias2 = context["fc2.bias"];
    private readonly long[] _pixels = [.. Enumerable.Range(1, context.InputShape.Count - 1).Select(dimension => (long)dimension)];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor means = input.mean(_pixels, keepdim: true); // [rows, 1, 1, channels]
        torch.Tensor hidden = torch.nn.functional.linear(means, _weight1, _bias1).relu();
        return input * torch.nn.functional.linear(hidden, _weight2, _bias2).sigmoid();
    }
}

/// <summary>Local response normalisation: the mean of the squares is a pool along the channels.</summary>
internal sealed class LocalResponseNormModule(LocalResponseNormSpec spec, ModuleContext context) : LayerModule
{
    private readonly long[] _lines =
        [-1, 1, context.InputShape.SkipLast(1).Aggregate(1, (product, size) => product * size), context.InputShape[^1]];
    private readonly long[] _shape = [-1, .. context.InputShape.Select(size => (long)size)];
    private readonly bool _isOdd = spec.Size % 2 == 1;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor squares = input.square().contiguous().view(_lines);
        if (!_isOdd)
            squares = torch.nn.functional.pad(squares, [spec.Size / 2, (spec.Size - 1) / 2]);
        torch.Tensor means = torch.nn.functional.avg_pool2d(squares, [1, spec.Size], [1, 1], [0, _isOdd ? spec.Size / 2 : 0]);
        return input / (means * spec.Alpha + spec.K).pow(spec.Beta).view(_shape);
    }
}
