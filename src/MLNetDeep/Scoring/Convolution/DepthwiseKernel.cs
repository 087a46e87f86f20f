using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>A convolution of each channel on its own: vectors of channels times vectors of weights.</summary>
internal sealed class DepthwiseKernel : Kernel
{
    private readonly ConvLayer _layer;
    private readonly WindowFrame _frame;
    private readonly int[] _offsets; // of the pixels under the window
    private readonly float[] _weights; // [area, padded channels]
    private readonly float[] _bias; // padded
    private readonly int _outputStride;

    public DepthwiseKernel(ConvLayer layer) : base(layer.Input.Channels, layer.Outputs)
    {
        _layer = layer;
        _frame = new WindowFrame(layer.Input, layer.Window, keepsPadding: true);
        _outputStride = Stride(layer.Input.After(layer.Window, layer.Outputs));
        var width = Pad(layer.Outputs);
        _offsets = _frame.Runs(0, layer.Outputs).Starts;
        if (_offsets.Length != layer.Area) // stretches over several pixels
            _offsets = [.. _offsets.SelectMany(start => Enumerable.Range(0, layer.Window.Horizontal.Kernel).Select(j => start + (j * width)))];
        _bias = new float[width];
        layer.Bias.CopyTo(_bias, 0);
        _weights = new float[layer.Area * width];
        for (var channel = 0; channel < layer.Outputs; channel++)
        {
            var weights = layer.WeightsOf(channel);
            for (var place = 0; place < layer.Area; place++)
                _weights[(place * width) + channel] = weights[place];
        }
        MultiplyAdds = (long)_frame.Places.Length * layer.Area * width;
    }

    public override int InputStride => Stride(_layer.Input);

    public override int OutputStride => _outputStride;

    public override long MultiplyAdds { get; }

    public override Kernel? Then(Kernel next) => _layer.Then(next) is { } joined ? new DepthwiseKernel(joined) : null;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using var scratch = Scratch.Take(_frame.IsRow ? 0 : _frame.Length);
        scratch.Values.Clear();
        for (var row = 0; row < rows; row++)
        {
            var source = input.Slice(row * InputStride, InputStride);
            if (!_frame.IsRow)
                _frame.Fill(source, scratch.Values);
            Convolve(_frame.IsRow ? source : scratch.Values, output.Slice(row * OutputStride, OutputStride));
        }
    }

    private void Convolve(ReadOnlySpan<float> frame, Span<float> output)
    {
        ref var x = ref MemoryMarshal.GetReference(frame);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        nint width = _bias.Length;
        for (var place = 0; place < _frame.Places.Length; place++)
        {
            ref var start = ref Unsafe.Add(ref x, _frame.Places[place]);
            ref var target = ref MemoryMarshal.GetReference(output.Slice(place * _bias.Length, _bias.Length));
            for (nint channel = 0; channel < width; channel += PanelWidth)
            {
                var a = NarrowLanes.Load(ref _bias[0], channel);
                var b = NarrowLanes.Load(ref _bias[0], channel + NarrowLanes.Count);
                var w = channel;
                foreach (var offset in _offsets)
                {
                    a = NarrowLanes.MultiplyAdd(NarrowLanes.Load(ref start, offset + channel), NarrowLanes.Load(ref weights, w), a);
                    b = NarrowLanes.MultiplyAdd(
                        NarrowLanes.Load(ref start, offset + channel + NarrowLanes.Count),
                        NarrowLanes.Load(ref weights, w + NarrowLanes.Count), b);
                    w += width;
                }
                if (_layer.IsRectified)
                {
                    a = NarrowLanes.Max(a, NarrowLanes.Broadcast(0));
                    b = NarrowLanes.Max(b, NarrowLanes.Broadcast(0));
                }
                a.Store(ref target, channel);
                b.Store(ref target, channel + NarrowLanes.Count);
            }
        }
    }
}
