using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// Brings raw rows into the order of convolutions, channels last, and each channel to mean 0 and deviation 1. A missing value (NaN)
/// becomes 0, the mean.
/// </summary>
internal sealed class ChannelScaler
{
    private readonly int _pixels;
    private readonly int _channels;
    private readonly bool _isInterleaved;
    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _ofByte; // [channels, 256]

    public ChannelScaler(ChannelNormalizationSpec spec, ReadOnlySpan<float> mean, ReadOnlySpan<float> scale)
    {
        _channels = spec.Shape.Channels;
        _pixels = spec.InputWidth / _channels;
        _isInterleaved = spec.Shape.IsInterleaved;
        (_mean, _scale) = (mean.ToArray(), scale.ToArray());
        _ofByte = new float[_channels * 256];
        for (int c = 0; c < _channels; c++)
            for (int value = 0; value < 256; value++)
                _ofByte[c * 256 + value] = Scale(value, c);
    }

    /// <summary>Numbers in a raw row.</summary>
    public int Width => _pixels * _channels;

    /// <summary>Scales a row of floats.</summary>
    /// <param name="raw">The row as the column gives it.</param>
    /// <param name="output">Shape [pixels, stride].</param>
    /// <param name="stride">Distance between pixels in the output.</param>
    public void Run(ReadOnlySpan<float> raw, Span<float> output, int stride) => Run(raw, 0, _pixels, output, stride);

    /// <summary>Scales some pixels of a row of floats.</summary>
    /// <param name="raw">The row as the column gives it.</param>
    /// <param name="first">The first pixel.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="output">Shape [count, stride].</param>
    /// <param name="stride">Distance between pixels in the output.</param>
    public void Run(ReadOnlySpan<float> raw, int first, int count, Span<float> output, int stride)
    {
        for (var c = 0; c < _channels; c++)
        {
            var (start, step) = _isInterleaved ? (c, _channels) : (c * _pixels, 1);
            for (var pixel = 0; pixel < count; pixel++)
                output[(pixel * stride) + c] = Scale(raw[start + ((first + pixel) * step)], c);
        }
    }

    /// <summary>Scales a row of bytes, to the same bits as floats of their values.</summary>
    /// <param name="raw">The row as the column gives it.</param>
    /// <param name="output">Shape [pixels, channels].</param>
    public void Run(ReadOnlySpan<byte> raw, Span<float> output)
    {
        for (int c = 0; c < _channels; c++)
        {
            ReadOnlySpan<float> table = _ofByte.AsSpan(c * 256, 256);
            (int start, int step) = _isInterleaved ? (c, _channels) : (c * _pixels, 1);
            for (int pixel = 0; pixel < _pixels; pixel++)
                output[pixel * _channels + c] = table[raw[start + pixel * step]];
        }
    }

    private float Scale(float value, int channel)
    {
        float scaled = (value - _mean[channel]) * _scale[channel];
        return float.IsNaN(scaled) ? 0 : scaled;
    }
}

/// <summary>The first layer of a convolutional network.</summary>
internal sealed class ChannelNormalizationKernel(ChannelNormalizationSpec spec, LayerWeights weights)
    : Kernel(spec.InputWidth, spec.Shape.Channels)
{
    private readonly ChannelScaler _scaler = new(spec, weights["mean"], weights["scale"]);
    private readonly int _outputStride = Stride(spec.Shape.RowShape);

    public override int OutputStride => _outputStride;

    /// <summary>A convolution over raw rows.</summary>
    public override Kernel? Then(Kernel next) => (next as ConvKernel)?.After(_scaler);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int row = 0; row < rows; row++)
            _scaler.Run(input.Slice(row * InputStride, InputWidth), output.Slice(row * _outputStride, _outputStride), Pad(OutputWidth));
    }
}
