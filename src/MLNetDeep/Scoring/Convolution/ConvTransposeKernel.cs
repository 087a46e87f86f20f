using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// A transposed convolution, from the output's side: each output gathers the inputs whose windows write to it. Each output is one chain
/// of fused multiply-adds in the order of the window.
/// </summary>
internal sealed class ConvTransposeKernel : Kernel
{
    private readonly Grid _input;
    private readonly Grid _output;
    private readonly TransposedWindow _window;
    private readonly int _groups;
    private readonly (int Tap, int Input)[][] _rowSources;
    private readonly (int Tap, int Input)[][] _columnSources;
    private readonly float[] _weight; // [inputs, outputs / groups, height, width], kept for folding
    private readonly float[] _bias;
    private readonly float[] _panels; // [panels, window height, window width, inputs, PanelWidth]
    private readonly float[] _paddedBias; // [panels, PanelWidth]

    /// <summary>Packs a layer.</summary>
    /// <param name="input">Shape of its input.</param>
    /// <param name="output">Shape of its output.</param>
    /// <param name="window">The window.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weight">Shape [inputs, outputs / groups, window height, window width].</param>
    /// <param name="bias">Shape [outputs], or empty.</param>
    public ConvTransposeKernel(
        Grid input, Grid output, TransposedWindow window, int groups, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
        : base(input.Channels, output.Channels)
    {
        (_input, _output, _window, _groups) = (input, output, window, groups);
        _rowSources = window.Vertical.Sources();
        _columnSources = window.Horizontal.Sources();
        _weight = weight.ToArray();
        _bias = bias.IsEmpty ? new float[OutputWidth] : bias.ToArray();
        _paddedBias = new float[Pad(OutputWidth)];
        _bias.CopyTo(_paddedBias, 0);
        _panels = Pack();
    }

    public override int InputStride => Stride(_input.Shape);

    public override int OutputStride => Stride(_output.Shape);

    public override long MultiplyAdds =>
        (long)InputWidth * Pad(OutputWidth) * _rowSources.Sum(row => (long)row.Length) * _columnSources.Sum(column => (long)column.Length);

    private int Area => _window.Vertical.Kernel * _window.Horizontal.Kernel;

    /// <summary>The same layer followed by a scale and a shift of each output channel.</summary>
    public override Kernel? Then(Kernel next)
    {
        AffineKernel? affine = next as AffineKernel ?? (next as RepeatedKernel)?.Inner as AffineKernel;
        if (affine is null)
            return null;
        (float[] weight, float[] bias) = (new float[_weight.Length], new float[_bias.Length]);
        for (int channel = 0; channel < OutputWidth; channel++)
            bias[channel] = _bias[channel] * affine.Scale[channel] + affine.Shift[channel];
        (int seen, int made) = (InputWidth / _groups, OutputWidth / _groups);
        for (int i = 0; i < weight.Length; i++)
        {
            (int k, int channel) = Math.DivRem(i / Area, made);
            weight[i] = _weight[i] * affine.Scale[k / seen * made + channel];
        }

        return new ConvTransposeKernel(_input, _output, _window, _groups, weight, bias);
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(OutputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * InputStride, InputStride);
            Span<float> target = output.Slice(row * OutputStride, OutputStride);
            for (int y = 0; y < _output.Height; y++)
                for (int x = 0; x < _output.Width; x++)
                    RunPixel(source, _rowSources[y], _columnSources[x], target.Slice((y * _output.Width + x) * stride, stride));
        }
    }

    private void RunPixel(
        ReadOnlySpan<float> source, (int Tap, int Input)[] rows, (int Tap, int Input)[] columns, Span<float> target)
    {
        int lane = Vector<float>.Count;
        int stride = Pad(InputWidth);
        for (int channel = 0; channel < target.Length; channel += PanelWidth)
        {
            var a = Vector.LoadUnsafe(ref _paddedBias[channel]);
            var b = Vector.LoadUnsafe(ref _paddedBias[channel + lane]);
            foreach ((int i, int y) in rows)
            {
                foreach ((int j, int x) in columns)
                {
                    int place = i * _window.Horizontal.Kernel + j;
                    ref float panel = ref _panels[(channel * Area + place * PanelWidth) * InputWidth];
                    ReadOnlySpan<float> pixel = source.Slice((y * _input.Width + x) * stride, InputWidth);
                    foreach (float number in pixel)
                    {
                        var v = new Vector<float>(number);
                        a = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel), a);
                        b = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel, (nuint)lane), b);
                        panel = ref Unsafe.Add(ref panel, PanelWidth);
                    }
                }
            }

            a.CopyTo(target[channel..]);
            b.CopyTo(target[(channel + lane)..]);
        }
    }

    /// <summary>Brings the weights into the order of the loops; what a group does not write is 0.</summary>
    private float[] Pack()
    {
        (int seen, int made) = (InputWidth / _groups, OutputWidth / _groups);
        float[] panels = new float[checked(Pad(OutputWidth) * Area * InputWidth)];
        for (int k = 0; k < InputWidth; k++)
        {
            for (int own = 0; own < made; own++)
            {
                int channel = k / seen * made + own;
                int start = channel / PanelWidth * PanelWidth * Area * InputWidth + channel % PanelWidth;
                for (int place = 0; place < Area; place++)
                    panels[start + (place * InputWidth + k) * PanelWidth] = _weight[(k * made + own) * Area + place];
            }
        }

        return panels;
    }
}
