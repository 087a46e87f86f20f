using System.Numerics;

namespace MLNetDeep.Spectrograms;

/// <summary>
/// The discrete Fourier transform of several complex signals side by side, one in each lane of the vectors; any length. Immutable.
/// </summary>
internal abstract class Fourier(int length)
{
    public int Length { get; } = length;

    /// <summary>Vectors of working memory.</summary>
    public abstract int ScratchLength { get; }

    public static Fourier Create(int length) => BitOperations.IsPow2(length) ? new PowerOfTwoFourier(length) : new BluesteinFourier(length);

    /// <summary>Replaces signals by their transforms: X[k] = Σ x[n] exp(−2πi nk/N).</summary>
    /// <param name="real">Shape [length].</param>
    /// <param name="imaginary">Shape [length].</param>
    /// <param name="scratch">Shape [<see cref="ScratchLength"/>]; what it holds does not matter.</param>
    public abstract void Transform(Span<Vector<double>> real, Span<Vector<double>> imaginary, Span<Vector<double>> scratch);
}

/// <summary>Cooley and Tukey's fast Fourier transform (Mathematics of Computation 19, 1965), in place.</summary>
internal sealed class PowerOfTwoFourier : Fourier
{
    private readonly int[] _swaps; // pairs of positions
    private readonly double[] _cosines; // the stage that joins halves of h values has its h factors at h − 1
    private readonly double[] _sines;

    public PowerOfTwoFourier(int length) : base(length)
    {
        var bits = BitOperations.Log2((uint)length);
        var swaps = new List<int>();
        for (var index = 0; index < length; index++)
        {
            var reversed = 0;
            for (var bit = 0; bit < bits; bit++)
                reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
            if (index < reversed)
                swaps.AddRange([index, reversed]);
        }
        _swaps = [.. swaps];
        _cosines = new double[length - 1];
        _sines = new double[length - 1];
        for (var half = 1; half < length; half *= 2)
        {
            for (var factor = 0; factor < half; factor++)
                (_sines[half - 1 + factor], _cosines[half - 1 + factor]) = Math.SinCos(-Math.PI * factor / half);
        }
    }

    public override int ScratchLength => 0;

    public override void Transform(Span<Vector<double>> real, Span<Vector<double>> imaginary, Span<Vector<double>> scratch)
    {
        for (var pair = 0; pair < _swaps.Length; pair += 2)
        {
            var (a, b) = (_swaps[pair], _swaps[pair + 1]);
            (real[a], real[b]) = (real[b], real[a]);
            (imaginary[a], imaginary[b]) = (imaginary[b], imaginary[a]);
        }
        for (var half = 1; half < Length; half *= 2)
        {
            for (var start = 0; start < Length; start += 2 * half)
                Join(real.Slice(start, 2 * half), imaginary.Slice(start, 2 * half), half);
        }
    }

    /// <summary>Makes one transform of the transforms of the even and of the odd samples.</summary>
    private void Join(Span<Vector<double>> real, Span<Vector<double>> imaginary, int half)
    {
        var evenReal = real[..half];
        var oddReal = real.Slice(half, half);
        var evenImaginary = imaginary[..half];
        var oddImaginary = imaginary.Slice(half, half);
        var cosines = _cosines.AsSpan(half - 1, half);
        var sines = _sines.AsSpan(half - 1, half);
        for (var k = 0; k < half; k++)
        {
            var (cosine, sine) = (cosines[k], sines[k]);
            var (re, im) = (oddReal[k], oddImaginary[k]);
            var turnedReal = (re * cosine) - (im * sine);
            var turnedImaginary = (re * sine) + (im * cosine);
            oddReal[k] = evenReal[k] - turnedReal;
            oddImaginary[k] = evenImaginary[k] - turnedImaginary;
            evenReal[k] += turnedReal;
            evenImaginary[k] += turnedImaginary;
        }
    }
}

/// <summary>Bluestein's transform of any length, as a convolution with a chirp (IEEE Trans. Audio and Electroacoustics 18, 1970).</summary>
internal sealed class BluesteinFourier : Fourier
{
    private readonly PowerOfTwoFourier _inner;
    private readonly double[] _chirpReal; // exp(−πi n²/N)
    private readonly double[] _chirpImaginary;
    private readonly double[] _kernelReal; // transform of the conjugate chirp, over the inner length
    private readonly double[] _kernelImaginary;

    public BluesteinFourier(int length) : base(length)
    {
        _inner = new PowerOfTwoFourier((int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1)));
        _chirpReal = new double[length];
        _chirpImaginary = new double[length];
        for (var n = 0; n < length; n++)
        {
            // n² modulo 2N keeps the angle small, and so exact.
            var angle = -Math.PI * ((long)n * n % (2L * length)) / length;
            (_chirpImaginary[n], _chirpReal[n]) = Math.SinCos(angle);
        }
        (_kernelReal, _kernelImaginary) = Kernel();
    }

    public override int ScratchLength => 2 * _inner.Length;

    public override void Transform(Span<Vector<double>> real, Span<Vector<double>> imaginary, Span<Vector<double>> scratch)
    {
        var a = scratch[.._inner.Length];
        var b = scratch.Slice(_inner.Length, _inner.Length);
        a[Length..].Clear();
        b[Length..].Clear();
        for (var n = 0; n < Length; n++)
            (a[n], b[n]) = Multiply(real[n], imaginary[n], _chirpReal[n], _chirpImaginary[n]);
        _inner.Transform(a, b, []);
        // The inverse transform is the forward one with real and imaginary parts exchanged.
        for (var n = 0; n < a.Length; n++)
            (a[n], b[n]) = Multiply(a[n], b[n], _kernelReal[n], _kernelImaginary[n]);
        _inner.Transform(b, a, []);
        for (var n = 0; n < Length; n++)
            (real[n], imaginary[n]) = Multiply(a[n], b[n], _chirpReal[n], _chirpImaginary[n]);
    }

    private static (Vector<double> Real, Vector<double> Imaginary) Multiply(Vector<double> re, Vector<double> im, double c, double s) =>
        ((re * c) - (im * s), (re * s) + (im * c));

    private (double[] Real, double[] Imaginary) Kernel()
    {
        var real = new Vector<double>[_inner.Length];
        var imaginary = new Vector<double>[_inner.Length];
        for (var n = 0; n < Length; n++)
        {
            var other = n == 0 ? 0 : _inner.Length - n;
            real[n] = real[other] = new(_chirpReal[n]);
            imaginary[n] = imaginary[other] = new(-_chirpImaginary[n]);
        }
        _inner.Transform(real, imaginary, []);
        // The inverse transform's 1/N is put in here.
        return (Array.ConvertAll(real, value => value[0] / _inner.Length), Array.ConvertAll(imaginary, value => value[0] / _inner.Length));
    }
}
