using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// A convolution. A row is copied into a frame of zeros, where the pixels of a line lie without gaps, so that all numbers under one line
/// of the window are one stretch; four neighbouring outputs of two vectors of channels are kept in registers. Each output is one chain
/// of fused multiply-adds in the order of the window.
/// </summary>
internal sealed class ConvKernel : Kernel
{
    private const int TilePixels = 4;

    private readonly Grid _input;
    private readonly Grid _output;
    private readonly SlidingWindow _window;
    private readonly int _groups;
    private readonly float[] _weight; // [outputs, inputs / groups, height, width], kept for folding
    private readonly float[] _bias;
    private readonly float[] _panels; // [panels, window height, window width, inputs, PanelWidth]
    private readonly float[] _paddedBias; // [panels, PanelWidth]
    private readonly int _frameHeight;
    private readonly int _frameWidth;

    /// <summary>Packs a layer.</summary>
    /// <param name="input">Shape of its input.</param>
    /// <param name="window">The window.</param>
    /// <param name="outputs">Channels of its output.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weight">Shape [outputs, inputs / groups, window height, window width].</param>
    /// <param name="bias">Shape [outputs], or empty.</param>
    public ConvKernel(Grid input, SlidingWindow window, int outputs, int groups, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
        : base(input.Channels, outputs)
    {
        (_input, _window, _groups) = (input, window, groups);
        _output = input.After(window, outputs);
        _weight = weight.ToArray();
        _bias = bias.IsEmpty ? new float[outputs] : bias.ToArray();
        _paddedBias = new float[Pad(outputs)];
        _bias.CopyTo(_paddedBias, 0);
        _panels = Pack();
        _frameHeight = (_output.Height - 1) * window.Vertical.Stride + window.Vertical.Reach;
        _frameWidth = (_output.Width - 1) * window.Horizontal.Stride + window.Horizontal.Reach;
    }

    public override int InputStride => Stride(_input.Shape);

    public override int OutputStride => Stride(_output.Shape);

    /// <summary>The same layer followed by a scale and a shift of each output channel.</summary>
    public override Kernel? Then(Kernel next)
    {
        AffineKernel? affine = next as AffineKernel ?? (next as RepeatedKernel)?.Inner as AffineKernel;
        if (affine is null)
            return null;
        (float[] weight, float[] bias) = (new float[_weight.Length], new float[_bias.Length]);
        int count = _weight.Length / OutputWidth;
        for (int channel = 0; channel < OutputWidth; channel++)
        {
            float scale = affine.Scale[channel];
            bias[channel] = _bias[channel] * scale + affine.Shift[channel];
            for (int k = 0; k < count; k++)
                weight[channel * count + k] = _weight[channel * count + k] * scale;
        }

        return new ConvKernel(_input, _window, OutputWidth, _groups, weight, bias);
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using Scratch frame = Scratch.Take(_frameHeight * _frameWidth * InputWidth);
        frame.Values.Clear();
        for (int row = 0; row < rows; row++)
        {
            Fill(input.Slice(row * InputStride, InputStride), frame.Values);
            Convolve(frame.Values, output.Slice(row * OutputStride, OutputStride));
        }
    }

    /// <summary>Copies a row into the frame; what lies around it stays 0.</summary>
    private void Fill(ReadOnlySpan<float> row, Span<float> frame)
    {
        int stride = Pad(InputWidth);
        (int top, int left) = (_window.Vertical.Before, _window.Horizontal.Before);
        int height = Math.Min(_input.Height, _frameHeight - top);
        int width = Math.Min(_input.Width, _frameWidth - left);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> source = row[(y * _input.Width * stride)..];
            Span<float> target = frame[(((y + top) * _frameWidth + left) * InputWidth)..];
            for (int x = 0; x < width; x++)
                source.Slice(x * stride, InputWidth).CopyTo(target[(x * InputWidth)..]);
        }
    }

    private void Convolve(ReadOnlySpan<float> frame, Span<float> output)
    {
        int stride = Pad(OutputWidth);
        int step = _window.Horizontal.Stride * InputWidth;
        for (int y = 0; y < _output.Height; y++)
        {
            ref float line = ref Unsafe.AsRef(in frame[y * _window.Vertical.Stride * _frameWidth * InputWidth]);
            ref float target = ref output[y * _output.Width * stride];
            int x = 0;
            for (; x + TilePixels <= _output.Width; x += TilePixels)
                RunTile(ref Unsafe.Add(ref line, x * step), step, ref Unsafe.Add(ref target, x * stride), stride);
            for (; x < _output.Width; x++)
                RunPixel(ref Unsafe.Add(ref line, x * step), ref Unsafe.Add(ref target, x * stride));
        }
    }

    /// <summary>Four neighbouring outputs, panel by panel: eight sums in registers.</summary>
    private void RunTile(ref float first, int step, ref float target, int stride)
    {
        int lane = Vector<float>.Count;
        ref float panel = ref MemoryMarshal.GetArrayDataReference(_panels);
        int line = _window.Vertical.Dilation * _frameWidth * InputWidth;
        int column = _window.Horizontal.Dilation * InputWidth;
        for (int channel = 0; channel < _paddedBias.Length; channel += PanelWidth)
        {
            var a0 = Vector.LoadUnsafe(ref _paddedBias[channel]);
            var b0 = Vector.LoadUnsafe(ref _paddedBias[channel + lane]);
            (Vector<float> a1, Vector<float> a2, Vector<float> a3) = (a0, a0, a0);
            (Vector<float> b1, Vector<float> b2, Vector<float> b3) = (b0, b0, b0);
            for (int i = 0; i < _window.Vertical.Kernel; i++)
            {
                for (int j = 0; j < _window.Horizontal.Kernel; j++)
                {
                    ref float x = ref Unsafe.Add(ref first, i * line + j * column);
                    for (int k = 0; k < InputWidth; k++)
                    {
                        var wa = Vector.LoadUnsafe(ref panel);
                        var wb = Vector.LoadUnsafe(ref panel, (nuint)lane);
                        panel = ref Unsafe.Add(ref panel, 2 * lane);
                        var v = new Vector<float>(Unsafe.Add(ref x, k));
                        a0 = Vector.FusedMultiplyAdd(v, wa, a0);
                        b0 = Vector.FusedMultiplyAdd(v, wb, b0);
                        v = new Vector<float>(Unsafe.Add(ref x, k + step));
                        a1 = Vector.FusedMultiplyAdd(v, wa, a1);
                        b1 = Vector.FusedMultiplyAdd(v, wb, b1);
                        v = new Vector<float>(Unsafe.Add(ref x, k + 2 * step));
                        a2 = Vector.FusedMultiplyAdd(v, wa, a2);
                        b2 = Vector.FusedMultiplyAdd(v, wb, b2);
                        v = new Vector<float>(Unsafe.Add(ref x, k + 3 * step));
                        a3 = Vector.FusedMultiplyAdd(v, wa, a3);
                        b3 = Vector.FusedMultiplyAdd(v, wb, b3);
                    }
                }
            }

            ref float place = ref Unsafe.Add(ref target, channel);
            Store(a0, b0, ref place);
            Store(a1, b1, ref Unsafe.Add(ref place, stride));
            Store(a2, b2, ref Unsafe.Add(ref place, 2 * stride));
            Store(a3, b3, ref Unsafe.Add(ref place, 3 * stride));
        }
    }

    private void RunPixel(ref float first, ref float target)
    {
        int lane = Vector<float>.Count;
        ref float panel = ref MemoryMarshal.GetArrayDataReference(_panels);
        int line = _window.Vertical.Dilation * _frameWidth * InputWidth;
        int column = _window.Horizontal.Dilation * InputWidth;
        for (int channel = 0; channel < _paddedBias.Length; channel += PanelWidth)
        {
            var a = Vector.LoadUnsafe(ref _paddedBias[channel]);
            var b = Vector.LoadUnsafe(ref _paddedBias[channel + lane]);
            for (int i = 0; i < _window.Vertical.Kernel; i++)
            {
                for (int j = 0; j < _window.Horizontal.Kernel; j++)
                {
                    ref float x = ref Unsafe.Add(ref first, i * line + j * column);
                    for (int k = 0; k < InputWidth; k++)
                    {
                        var v = new Vector<float>(Unsafe.Add(ref x, k));
                        a = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel), a);
                        b = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel, (nuint)lane), b);
                        panel = ref Unsafe.Add(ref panel, 2 * lane);
                    }
                }
            }

            Store(a, b, ref Unsafe.Add(ref target, channel));
        }
    }

    /// <summary>Brings the weights into the order of the loops; what a group does not see is 0.</summary>
    private float[] Pack()
    {
        int area = _window.Vertical.Kernel * _window.Horizontal.Kernel;
        (int seen, int made) = (InputWidth / _groups, OutputWidth / _groups);
        float[] panels = new float[checked(Pad(OutputWidth) * area * InputWidth)];
        for (int channel = 0; channel < OutputWidth; channel++)
        {
            int start = channel / PanelWidth * PanelWidth * area * InputWidth + channel % PanelWidth;
            int firstInput = channel / made * seen;
            for (int place = 0; place < area; place++)
                for (int k = 0; k < seen; k++)
                    panels[start + (place * InputWidth + firstInput + k) * PanelWidth] = _weight[(channel * seen + k) * area + place];
        }

        return panels;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> first, Vector<float> second, ref float target)
    {
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, (nuint)Vector<float>.Count);
    }
}
