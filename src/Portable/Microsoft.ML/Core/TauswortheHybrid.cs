namespace Microsoft.ML;

/// <summary>Three Tausworthe generators and a linear congruential one (GPU Gems 3, chapter 37), as in ML.NET.</summary>
internal sealed class TauswortheHybrid : Random
{
    private uint _z1, _z2, _z3, _z4;

    public TauswortheHybrid(uint seed) : base(0)
    {
        _z1 = seed;
        _z2 = Hashing.MurmurRound(_z1, _z1);
        _z3 = Hashing.MurmurRound(_z2, _z1);
        _z4 = Hashing.MurmurRound(_z3, _z1);
    }

    public TauswortheHybrid(Random source) : base(0)
    {
        (_z1, _z2, _z3, _z4) = (Tausworthe(), Tausworthe(), Tausworthe(), Bits());

        uint Bits() => ((uint)source.Next(0x10000) << 16) | (uint)source.Next(0x10000);

        // The Tausworthe parts degenerate below this state.
        uint Tausworthe() => Bits() is >= 128 and var state ? state : Tausworthe();
    }

    public override int Next()
    {
        var bits = NextBits();
        return (int)(bits + (bits & 0x80000000U));
    }

    public override int Next(int maxValue)
    {
        Contracts.CheckParam(maxValue >= 0, nameof(maxValue), "maxValue must be non-negative");
        return (int)(((ulong)NextBits() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        Contracts.CheckParam(minValue <= maxValue, nameof(minValue), "minValue must be less than or equal to maxValue.");
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override double NextDouble() => NextBits() * (1.0 / (1L << 32));
    public int NextSigned() => (int)NextBits();

    // The low 9 bits are dropped so that the conversion is exact and 1 is never reached.
    public override float NextSingle() => (NextBits() >> 9) * (1f / (1 << 23));

    private uint NextBits()
    {
        _z1 = ((_z1 & ~0x1U) << 12) ^ (((_z1 << 13) ^ _z1) >> 19);
        _z2 = ((_z2 & ~0x7U) << 4) ^ (((_z2 << 2) ^ _z2) >> 25);
        _z3 = ((_z3 & ~0xfU) << 17) ^ (((_z3 << 3) ^ _z3) >> 11);
        _z4 = (_z4 * 1664525) + 1013904223;
        return _z1 ^ _z2 ^ _z3 ^ _z4;
    }
}

internal static class RandomUtils
{
    public static TauswortheHybrid Create(uint seed) => new(seed);
    public static TauswortheHybrid Create(Random source) => new(source);

    /// <summary>Without a seed, a generator that nobody can repeat.</summary>
    public static TauswortheHybrid Create(int? seed = null) => seed is { } value ? new((uint)value) : new(Random.Shared);
}
