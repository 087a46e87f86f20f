using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetDeep.Spectrograms;

/// <summary>The size of a signal and of its spectrogram.</summary>
/// <param name="SampleCount">Samples in one channel.</param>
/// <param name="FrameCount">Frames in the spectrogram.</param>
internal readonly record struct SignalShape(int SampleCount, int FrameCount);

/// <summary>Working memory for one spectrogram at a time.</summary>
/// <param name="Padded">One channel with what stands before and behind it.</param>
/// <param name="Frames">A frame in each lane, shape [FFT length].</param>
/// <param name="Powers">Their spectra, shape [FFT length / 2 + 1].</param>
/// <param name="Scratch">For the Fourier transform.</param>
internal sealed record SpectrogramBuffers(
    double[] Padded, Vector<double>[] Frames, Vector<double>[] Powers, Vector<double>[] Scratch);

/// <summary>Everything about spectrograms that does not depend on the signal; immutable, shared by all threads.</summary>
/// <remarks>
/// As many frames as a vector has lanes are transformed side by side, so all arithmetic is vectorised without a single shuffle, and a
/// frame's bits do not depend on its neighbours.
/// </remarks>
internal sealed class SpectrogramPlan
{
    private readonly SpectrogramOptions _options;
    private readonly RealFourier _fourier;
    private readonly double[] _window;
    private readonly int _windowStart;
    private readonly double _factor; // from the natural logarithm to the scale

    public SpectrogramPlan(SpectrogramOptions options)
    {
        _options = options;
        Bands = FrequencyBands.Of(options);
        _fourier = new RealFourier(options.EffectiveFftLength);
        _window = Window(options);
        _windowStart = (options.EffectiveFftLength - options.FrameLength) / 2;
        _factor = options.Scale == SpectrogramScale.Log ? 1
            : (options.Quantity == SpectrogramQuantity.Power ? 10 : 20) / Math.Log(10);
    }

    public int ChannelCount => _options.ChannelCount;

    /// <summary>The rows of the picture.</summary>
    public FrequencyBands Bands { get; }

    /// <summary>The fewest samples that give a frame.</summary>
    public int MinimumLength => _options.Padding switch
    {
        SpectrogramPadding.Reflect => (_fourier.Length / 2) + 1,
        SpectrogramPadding.Zeros => 1,
        _ => _fourier.Length,
    };

    private int Margin => _options.Padding == SpectrogramPadding.None ? 0 : _fourier.Length / 2;

    public int FrameCount(int sampleCount) => sampleCount < MinimumLength
        ? 0
        : 1 + ((sampleCount + (2 * Margin) - _fourier.Length) / _options.EffectiveHopLength);

    public SpectrogramBuffers CreateBuffers(SignalShape shape) => new(
        new double[shape.SampleCount + (2 * Margin)], new Vector<double>[_fourier.Length], new Vector<double>[_fourier.BinCount],
        new Vector<double>[_fourier.ScratchLength]);

    /// <summary>Computes the spectrogram of one row.</summary>
    /// <param name="signal">Shape [channels, samples], or [samples, channels] when interleaved.</param>
    /// <param name="shape">The signal's size.</param>
    /// <param name="output">Receives it, shape [channels, bands, frames].</param>
    /// <param name="buffers">Memory that no other thread uses.</param>
    public void Compute(ReadOnlySpan<float> signal, SignalShape shape, Span<float> output, SpectrogramBuffers buffers)
    {
        var picture = Bands.Count * shape.FrameCount;
        for (var channel = 0; channel < ChannelCount; channel++)
        {
            Pad(signal, shape.SampleCount, channel, buffers.Padded);
            for (var frame = 0; frame < shape.FrameCount; frame += Vector<double>.Count)
            {
                var count = Math.Min(Vector<double>.Count, shape.FrameCount - frame);
                Cut(buffers.Padded, frame, count, MemoryMarshal.Cast<Vector<double>, double>(buffers.Frames.AsSpan()));
                _fourier.Powers(buffers.Frames, buffers.Powers, buffers.Scratch);
                Write(buffers.Powers, output.Slice((channel * picture) + frame), shape.FrameCount, count);
            }
        }
        if (_options.DynamicRange is { } range)
            TensorPrimitives.Max(output, TensorPrimitives.MaxNumber<float>(output) - (float)range, output); // NaN stays NaN
    }

    private void Pad(ReadOnlySpan<float> signal, int sampleCount, int channel, Span<double> padded)
    {
        var (start, step) = _options.Interleaved ? (channel, ChannelCount) : (channel * sampleCount, 1);
        for (var sample = 0; sample < sampleCount; sample++)
            padded[Margin + sample] = signal[start + (sample * step)];
        if (_options.Padding != SpectrogramPadding.Reflect)
            return; // the margins are 0 from the start
        var last = Margin + sampleCount - 1;
        for (var distance = 1; distance <= Margin; distance++)
        {
            padded[Margin - distance] = padded[Margin + distance];
            padded[last + distance] = padded[last - distance];
        }
    }

    /// <summary>Puts windowed frames side by side into the lanes; a lane without a frame is 0.</summary>
    private void Cut(ReadOnlySpan<double> padded, int firstFrame, int count, Span<double> lanes)
    {
        var width = Vector<double>.Count;
        lanes.Clear();
        for (var lane = 0; lane < count; lane++)
        {
            var frame = padded.Slice(((firstFrame + lane) * _options.EffectiveHopLength) + _windowStart, _window.Length);
            var target = lanes[((_windowStart * width) + lane)..];
            for (var sample = 0; sample < frame.Length; sample++)
                target[sample * width] = frame[sample] * _window[sample];
        }
    }

    /// <summary>Gathers bins into bands, scales them, and writes those of the frames that there are.</summary>
    private void Write(Span<Vector<double>> bins, Span<float> output, int frameCount, int count)
    {
        if (_options.Quantity == SpectrogramQuantity.Magnitude)
        {
            foreach (ref var bin in bins)
                bin = Vector.SquareRoot(bin);
        }
        var floor = new Vector<double>(_options.EffectiveFloor);
        for (var band = 0; band < Bands.Count; band++)
        {
            var (start, weights) = Bands[band];
            var sum = weights[0] * bins[start];
            for (var bin = 1; bin < weights.Length; bin++)
                sum += weights[bin] * bins[start + bin];
            if (_options.Scale != SpectrogramScale.Linear)
                sum = _factor * Vector.Log(Vector.Max(sum, floor));
            for (var lane = 0; lane < count; lane++)
                output[(band * frameCount) + lane] = (float)sum[lane];
        }
    }

    /// <summary>The window in its periodic form: one that is one sample longer would be symmetric.</summary>
    private static double[] Window(SpectrogramOptions options)
    {
        var window = new double[options.FrameLength];
        for (var sample = 0; sample < window.Length; sample++)
        {
            var angle = 2 * Math.PI * sample / window.Length;
            window[sample] = window.Length == 1 ? 1 : options.Window switch
            {
                SpectrogramWindow.Hann => 0.5 - (0.5 * Math.Cos(angle)),
                SpectrogramWindow.Hamming => 0.54 - (0.46 * Math.Cos(angle)),
                SpectrogramWindow.Blackman => 0.42 - (0.5 * Math.Cos(angle)) + (0.08 * Math.Cos(2 * angle)),
                _ => 1,
            };
        }
        return window;
    }
}
