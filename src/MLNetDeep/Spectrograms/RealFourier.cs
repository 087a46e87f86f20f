using System.Numerics;

namespace MLNetDeep.Spectrograms;

/// <summary>Power spectra of several real signals side by side, one in each lane of the vectors; any length. Immutable.</summary>
internal sealed class RealFourier
{
    private readonly Fourier _inner; // of half the length when that is even: neighbouring samples are a complex one
    private readonly double[] _cosines = [];
    private readonly double[] _sines = [];

    public RealFourier(int length)
    {
        Length = length;
        if (length % 2 != 0)
        {
            _inner = Fourier.Create(length);
            return;
        }
        _inner = Fourier.Create(length / 2);
        _cosines = new double[BinCount];
        _sines = new double[BinCount];
        for (var bin = 0; bin < BinCount; bin++)
            (_sines[bin], _cosines[bin]) = Math.SinCos(2 * Math.PI * bin / length);
    }

    public int Length { get; }

    public int BinCount => (Length / 2) + 1;

    public int ScratchLength => (2 * _inner.Length) + _inner.ScratchLength;

    /// <summary>Computes |X[k]|² for k from 0 to half the length.</summary>
    /// <param name="signals">Shape [<see cref="Length"/>].</param>
    /// <param name="powers">Receives them, shape [<see cref="BinCount"/>].</param>
    /// <param name="scratch">Shape [<see cref="ScratchLength"/>].</param>
    public void Powers(ReadOnlySpan<Vector<double>> signals, Span<Vector<double>> powers, Span<Vector<double>> scratch)
    {
        var real = scratch[.._inner.Length];
        var imaginary = scratch.Slice(_inner.Length, _inner.Length);
        var rest = scratch[(2 * _inner.Length)..];
        if (Length % 2 != 0)
        {
            signals.CopyTo(real);
            imaginary.Clear();
            _inner.Transform(real, imaginary, rest);
            for (var bin = 0; bin < powers.Length; bin++)
                powers[bin] = (real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]);
            return;
        }
        for (var pair = 0; pair < real.Length; pair++)
            (real[pair], imaginary[pair]) = (signals[2 * pair], signals[(2 * pair) + 1]);
        _inner.Transform(real, imaginary, rest);
        for (var bin = 0; bin < powers.Length; bin++)
            powers[bin] = Untangle(real, imaginary, bin);
    }

    /// <summary>The power at a bin, from the transform of even samples (real) and odd samples (imaginary).</summary>
    private Vector<double> Untangle(ReadOnlySpan<Vector<double>> real, ReadOnlySpan<Vector<double>> imaginary, int bin)
    {
        var (here, there) = (bin == real.Length ? 0 : bin, bin == 0 ? 0 : real.Length - bin);
        var half = new Vector<double>(0.5);
        var evenReal = half * (real[here] + real[there]);
        var evenImaginary = half * (imaginary[here] - imaginary[there]);
        var oddReal = half * (imaginary[here] + imaginary[there]);
        var oddImaginary = half * (real[there] - real[here]);
        var re = evenReal + (_cosines[bin] * oddReal) + (_sines[bin] * oddImaginary);
        var im = evenImaginary + (_cosines[bin] * oddImaginary) - (_sines[bin] * oddReal);
        return (re * re) + (im * im);
    }
}
