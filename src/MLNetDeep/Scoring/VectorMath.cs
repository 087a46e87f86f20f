using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Scoring;

/// <summary>Functions of vectors for activations and cells.</summary>
/// <remarks>.NET's own go through double precision and take five to ten times as long. Each element's result depends on it alone.</remarks>
internal static class VectorMath
{
    private const float LargestAngle = 1 << 17; // beyond it the multiple of pi is not exact enough

    private const float Log2E = 1.44269504f;
    private const float Log2High = 0.693359375f; // ln 2 in two parts: the first times a whole number below 2^9 is exact
    private const float Log2Low = -2.12194440e-4f;
    private const float Rounding = 12582912f; // 1.5 * 2^23: adding it leaves whole numbers in the low bits

    /// <summary>e^x to 2 units in the last place, infinite from 88.73 on.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2. The polynomial is that of the Cephes library, expf (Moshier, 1989); 2^n is two factors,
    /// which keeps it within float32 at both ends.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        // Beyond these the result is 0 or infinite anyway; NaN passes.
        x = Vector.Min(Vector.Max(x, new Vector<float>(-104f)), new Vector<float>(90f));
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<float>(Log2E), new Vector<float>(Rounding));
        Vector<float> n = shifted - new Vector<float>(Rounding);
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Log2High), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Log2Low), r);
        var p = new Vector<float>(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p * r, r, r + Vector<float>.One);
        Vector<int> whole = Vector.AsVectorInt32(shifted) - new Vector<int>(BitConverter.SingleToInt32Bits(Rounding));
        Vector<int> half = Vector.ShiftRightArithmetic(whole, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    /// <summary>The cosine, within 1e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Cos(Vector<float> x)
    {
        // cos x = sin(x + pi / 2): half a turn more than what the sine rounds.
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), new Vector<float>(0.5f)) + new Vector<float>(Rounding);
        Vector<float> y = HalfTurns(x, shifted - new Vector<float>(Rounding) - new Vector<float>(0.5f), shifted);
        Vector<int> isLarge = Vector.GreaterThan(Vector.Abs(x), new Vector<float>(LargestAngle));
        return isLarge == Vector<int>.Zero ? y : Vector.ConditionalSelect(isLarge, Vector.Cos(x), y);
    }

    /// <summary>The sine, within 1e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sin(Vector<float> x)
    {
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), new Vector<float>(Rounding));
        Vector<float> y = HalfTurns(x, shifted - new Vector<float>(Rounding), shifted);
        Vector<int> isLarge = Vector.GreaterThan(Vector.Abs(x), new Vector<float>(LargestAngle));
        return isLarge == Vector<int>.Zero ? y : Vector.ConditionalSelect(isLarge, Vector.Sin(x), y);
    }

    /// <summary>(-1)^n sin(x - h pi), where the difference is at most a quarter turn.</summary>
    /// <param name="x">The angle.</param>
    /// <param name="h">Half turns.</param>
    /// <param name="shifted">n in its low bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> HalfTurns(Vector<float> x, Vector<float> h, Vector<float> shifted)
    {
        const float High = MathF.PI;
        const float Low = -8.7422777e-8f; // pi - High
        var r = Vector.FusedMultiplyAdd(h, new Vector<float>(-High), x);
        r = Vector.FusedMultiplyAdd(h, new Vector<float>(-Low), r);
        // The polynomial in r^2 whose largest error of sin(r) / r, 5e-9, is the least possible up to a quarter turn.
        Vector<float> square = r * r;
        var p = new Vector<float>(2.6087882e-6f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-1.9811053e-4f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(8.333087e-3f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-0.1666666f));
        Vector<float> sine = Vector.FusedMultiplyAdd(p * square, r, r);
        Vector<int> sign = Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 31);
        return Vector.AsVectorSingle(Vector.AsVectorInt32(sine) ^ sign);
    }

    /// <summary>2^n, for n in the range of the exponents of float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<int> n) => Vector.AsVectorSingle(Vector.ShiftLeft(n + new Vector<int>(127), 23));
}
