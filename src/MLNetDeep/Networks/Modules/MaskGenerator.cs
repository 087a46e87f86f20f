using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MLNetDeep.Training;

namespace MLNetDeep.Networks.Modules;

/// <summary>
/// Fills dropout masks: eight lanes of xoshiro128+ (Blackman and Vigna, arXiv:1805.01407). libtorch draws Bernoulli numbers one by
/// one, 230 microseconds for a mask of 256 x 128, which is longer than the layer's matrix product.
/// </summary>
internal sealed class MaskGenerator
{
    private const int Lanes = 8;

    private Vector256<uint> _s0;
    private Vector256<uint> _s1;
    private Vector256<uint> _s2;
    private Vector256<uint> _s3;

    /// <summary>Starts the lanes anew.</summary>
    /// <param name="seed">A word that is random itself.</param>
    public void Restart(ulong seed)
    {
        var random = new RandomNumbers(seed);
        Span<uint> words = stackalloc uint[4 * Lanes];
        foreach (ref uint word in words)
            word = (uint)(random.Word() >> 32);
        _s0 = Vector256.Create<uint>(words) | Vector256<uint>.One; // a lane of all zeros would stay there
        _s1 = Vector256.Create<uint>(words[Lanes..]);
        _s2 = Vector256.Create<uint>(words[(2 * Lanes)..]);
        _s3 = Vector256.Create<uint>(words[(3 * Lanes)..]);
    }

    /// <summary>Fills a mask with 0, or 1 / keep with probability keep.</summary>
    /// <param name="mask">What to fill; a multiple of eight floats.</param>
    /// <param name="keep">Chance of an element to be kept; above 0 and at most 1.</param>
    public void Fill(Span<float> mask, double keep)
    {
        Span<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(mask);
        if (vectors.Length * Lanes != mask.Length)
            throw new ArgumentException($"A mask is a multiple of {Lanes} floats, but was {mask.Length}.", nameof(mask));
        Vector256<uint> limit = Vector256.Create((uint)Math.Min(keep * 4294967296.0, uint.MaxValue));
        Vector256<float> scale = Vector256.Create((float)(1 / keep));
        (Vector256<uint> s0, Vector256<uint> s1, Vector256<uint> s2, Vector256<uint> s3) = (_s0, _s1, _s2, _s3);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector256<uint> draw = s0 + s3;
            Vector256<uint> t = s1 << 9;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = (s3 << 11) | (s3 >>> 21);
            vectors[i] = scale & Vector256.LessThan(draw, limit).AsSingle();
        }

        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
    }
}
