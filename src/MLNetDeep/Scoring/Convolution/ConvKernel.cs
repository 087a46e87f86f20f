using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>A convolution, with whatever of a scale, a rectifier behind it and the network's input scaling before it was joined to it.</summary>
internal sealed class ConvKernel : Kernel
{
    private readonly ConvLayer _layer;
    private readonly Grid _output;
    private readonly WindowFrame _frame;
    private readonly Segment[] _segments;

    /// <summary>Packs a layer.</summary>
    public ConvKernel(ConvLayer layer) : base(layer.Scaler?.Width ?? layer.Input.Channels, layer.Outputs)
    {
        _layer = layer;
        _output = layer.Input.After(layer.Window, layer.Outputs);
        _frame = new WindowFrame(layer.Input, layer.Window, keepsPadding: false);
        _segments = [.. Segments()];
        MultiplyAdds = (long)_output.PixelCount * _segments.Sum(segment => (long)segment.Panels.Width * segment.Panels.Depth);
    }

    public override int InputStride => _layer.Scaler is null ? Stride(_layer.Input) : Pad(InputWidth);

    public override int OutputStride => Stride(_output);

    public override long MultiplyAdds { get; }

    /// <summary>A kernel for a layer: channels on their own have one that is quicker for them.</summary>
    public static Kernel Create(ConvLayer layer) =>
        layer.Groups > 1 && layer.Groups == layer.Outputs && layer.Groups == layer.Input.Channels
            ? new DepthwiseKernel(layer)
            : new ConvKernel(layer);

    public override Kernel? Then(Kernel next) => _layer.Then(next) is { } joined ? new ConvKernel(joined) : null;

    /// <summary>The same kernel over raw rows, which it scales itself.</summary>
    public ConvKernel After(ChannelScaler scaler) => new(_layer with { Scaler = scaler });

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        var isRow = _frame.IsRow && _layer.Scaler is null;
        using var scratch = Scratch.Take(isRow ? 0 : _frame.Length);
        scratch.Values.Clear();
        for (var row = 0; row < rows; row++)
        {
            var source = input.Slice(row * InputStride, InputStride);
            if (_layer.Scaler is { } scaler)
                _frame.Fill(scaler, source[..InputWidth], scratch.Values);
            else if (!isRow)
                _frame.Fill(source, scratch.Values);
            var target = output.Slice(row * OutputStride, OutputStride);
            foreach (var (panels, runs, runLength, start) in _segments)
                panels.Run(isRow ? source : scratch.Values, _frame.Places, runs, runLength, target[start..], Pad(OutputWidth));
        }
    }

    /// <summary>Brings the weights into the order of the loops: stretches of outputs that see the same channels.</summary>
    private IEnumerable<Segment> Segments()
    {
        var (seen, made) = (_layer.Input.Channels / _layer.Groups, _layer.Outputs / _layer.Groups);
        // Groups share panels unless they fill them: then an output also has the weights of its neighbours' channels, which are 0.
        var width = _layer.Groups == 1 ? _layer.Outputs : made % PanelWidth == 0 ? made : PanelWidth;
        for (var start = 0; start < _layer.Outputs; start += width)
        {
            var count = Math.Min(width, _layer.Outputs - start);
            var firstChannel = start / made * seen;
            var channels = (((start + count - 1) / made) + 1) * seen - firstChannel;
            var panels = new WeightPanels(_layer.Bias.AsSpan(start, count), _layer.Area * channels, _layer.IsRectified);
            for (var output = start; output < start + count; output++)
                Pack(panels, output, start, (output / made * seen) - firstChannel, channels);
            var (runs, runLength) = _frame.Runs(firstChannel, channels);
            yield return new Segment(panels, runs, runLength, start);
        }
    }

    private void Pack(WeightPanels panels, int output, int start, int shift, int channels)
    {
        var weights = _layer.WeightsOf(output);
        for (var place = 0; place < _layer.Area; place++)
        {
            for (var channel = 0; channel < weights.Length / _layer.Area; channel++)
                panels.Set(output - start, (place * channels) + shift + channel, weights[(channel * _layer.Area) + place]);
        }
    }

    /// <param name="Panels">The weights.</param>
    /// <param name="Runs">Where what they are multiplied with begins under the window.</param>
    /// <param name="RunLength">Length of each stretch of that.</param>
    /// <param name="Start">The first output.</param>
    private readonly record struct Segment(WeightPanels Panels, int[] Runs, int RunLength, int Start);
}

/// <summary>What a convolution's kernels are made from.</summary>
/// <param name="Input">Shape of its input.</param>
/// <param name="Window">The window.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Weight">Shape [outputs, inputs / groups, window height, window width].</param>
/// <param name="Bias">Shape [outputs].</param>
internal sealed record ConvLayer(Grid Input, SlidingWindow Window, int Groups, float[] Weight, float[] Bias)
{
    /// <summary>Whether outputs below 0 become 0.</summary>
    public bool IsRectified { get; init; }

    /// <summary>Makes the input of raw rows; null when it is made already.</summary>
    public ChannelScaler? Scaler { get; init; }

    public int Outputs => Bias.Length;

    /// <summary>Pixels under the window.</summary>
    public int Area => Window.Vertical.Kernel * Window.Horizontal.Kernel;

    /// <summary>Shape [inputs / groups, area].</summary>
    public ReadOnlySpan<float> WeightsOf(int output) => Weight.AsSpan(output * (Weight.Length / Outputs), Weight.Length / Outputs);

    /// <summary>This layer and the next kernel as one; null when they cannot be.</summary>
    public ConvLayer? Then(Kernel next)
    {
        var inner = next is RepeatedKernel repeated ? repeated.Inner : next;
        if (IsRectified)
            return null;
        if (ActivationKernels.IsRelu(inner))
            return this with { IsRectified = true };
        if (inner is not AffineKernel affine)
            return null;
        var (weight, bias) = (new float[Weight.Length], new float[Bias.Length]);
        var count = Weight.Length / Outputs;
        for (var output = 0; output < Outputs; output++)
        {
            bias[output] = (Bias[output] * affine.Scale[output]) + affine.Shift[output];
            for (var k = output * count; k < (output + 1) * count; k++)
                weight[k] = Weight[k] * affine.Scale[output];
        }
        return this with { Weight = weight, Bias = bias };
    }
}
