using MLNetDeep.Scoring;

namespace MLNetDeep.Training;

/// <summary>
/// Normal noise that is cheap enough for every pixel of every step: four numbers from one random word, each one of 65,536 quantiles.
/// None is beyond 4.3 deviations.
/// </summary>
internal static class NormalNoise
{
    private static readonly float[] Quantiles = Make();

    /// <summary>Adds noise.</summary>
    /// <param name="values">What to.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="random">The chance.</param>
    public static void Add(Span<float> values, double deviation, RandomNumbers random)
    {
        float scale = (float)deviation;
        ReadOnlySpan<float> quantiles = Quantiles;
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            ulong word = random.Word();
            Span<float> four = values.Slice(i, 4);
            four[0] += scale * quantiles[(int)(word & 0xFFFF)];
            four[1] += scale * quantiles[(int)(word >> 16 & 0xFFFF)];
            four[2] += scale * quantiles[(int)(word >> 32 & 0xFFFF)];
            four[3] += scale * quantiles[(int)(word >> 48)];
        }

        for (; i < values.Length; i++)
            values[i] += scale * quantiles[(int)(random.Word() >> 48)];
    }

    private static float[] Make()
    {
        float[] quantiles = new float[1 << 16];
        for (int i = 0; i < quantiles.Length; i++)
            quantiles[i] = (float)NormalDistribution.Quantile((i + 0.5) / quantiles.Length);
        return quantiles;
    }
}
