using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>xoshiro256** (Blackman and Vigna, arXiv:1805.01407), started from one word by SplitMix64.</summary>
internal sealed class RandomNumbers : IRandomNumbers
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public RandomNumbers(ulong seed)
    {
        _s0 = Mix(seed);
        _s1 = Mix(_s0);
        _s2 = Mix(_s1);
        _s3 = Mix(_s2);
    }

    /// <summary>SplitMix64's step: near words become words that have nothing in common.</summary>
    public static ulong Mix(ulong word)
    {
        unchecked
        {
            word += 0x9E3779B97F4A7C15;
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
            return word ^ (word >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong Word()
    {
        ulong result = unchecked(BitOperations.RotateLeft(_s1 * 5, 7) * 9);
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number, at least 0 and below <paramref name="limit"/>; its bias is below 2^-32 (Lemire,
    /// arXiv:1805.10941).</summary>
    public int Below(int limit) => (int)Math.BigMul(Word(), (ulong)limit, out _);

    /// <summary>A number, at least 0 and below 1.</summary>
    public double Uniform() => (Word() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A normal number with mean 0 and deviation 1.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A number from Beta(alpha, alpha): above 0 and below 1, near both ends for a small alpha.</summary>
    public double Beta(double alpha)
    {
        // By logarithms, since both gammas may be too small for a double.
        double difference = LogGamma(alpha) - LogGamma(alpha);
        return 1 / (1 + Math.Exp(-difference));
    }

    /// <summary>A random order of the numbers below <paramref name="count"/>.</summary>
    public long[] Permutation(int count)
    {
        long[] order = new long[count];
        for (int i = 0; i < count; i++)
        {
            int j = Below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    /// <summary>The logarithm of a number from Gamma(alpha, 1) (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).</summary>
    private double LogGamma(double alpha)
    {
        if (alpha < 1)
            return LogGamma(alpha + 1) + Math.Log(1 - Uniform()) / alpha;
        double d = alpha - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal();
            double v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return Math.Log(d * v);
        }
    }

    public void Uniform(Span<float> values)
    {
        foreach (ref float value in values)
            value = (Word() >> 40) * (1f / (1 << 24));
    }

    /// <summary>By Box and Muller, in pairs.</summary>
    public void Normal(Span<float> values, double mean, double deviation)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - Uniform()));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * Uniform());
            values[i] = (float)(mean + radius * cosine);
            if (i + 1 < values.Length)
                values[i + 1] = (float)(mean + radius * sine);
        }
    }
}
