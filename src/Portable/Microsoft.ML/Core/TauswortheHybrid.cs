using System.Security.Cryptography;

namespace Microsoft.ML;

/// <summary>
/// The generator of all seeded choices: three Tausworthe generators and a linear congruential one, combined by exclusive
/// or (GPU Gems 3, chapter 37). The same seed gives the sequences that ML.NET gives.
/// </summary>
internal sealed class TauswortheHybrid : Random
{
    // The Tausworthe parts degenerate below this state.
    private const uint SmallestState = 128;

    private uint _z1;
    private uint _z2;
    private uint _z3;
    private uint _z4;

    public TauswortheHybrid(uint seed)
        : base(0)
    {
        _z1 = seed;
        _z2 = Hashing.MurmurRound(_z1, _z1);
        _z3 = Hashing.MurmurRound(_z2, _z1);
        _z4 = Hashing.MurmurRound(_z3, _z1);
    }

    public TauswortheHybrid(Random source)
        : base(0)
    {
        _z1 = TauswortheState(source);
        _z2 = TauswortheState(source);
        _z3 = TauswortheState(source);
        _z4 = Bits(source);
    }

    private TauswortheHybrid(ReadOnlySpan<byte> state)
        : base(0)
    {
        _z1 = BitConverter.ToUInt32(state) | SmallestState;
        _z2 = BitConverter.ToUInt32(state[4..]) | SmallestState;
        _z3 = BitConverter.ToUInt32(state[8..]) | SmallestState;
        _z4 = BitConverter.ToUInt32(state[12..]);
    }

    /// <summary>A generator that nobody can repeat: for environments without a seed.</summary>
    public static TauswortheHybrid Unseeded()
    {
        Span<byte> state = stackalloc byte[16];
        RandomNumberGenerator.Fill(state);
        return new TauswortheHybrid(state);
    }

    public override int Next()
    {
        var bits = NextBits();
        return (int)(bits + (bits & 0x80000000U));
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)(((ulong)NextBits() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }

    public override void NextBytes(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }

    public override double NextDouble() => NextBits() * (1.0 / (1L << 32));

    // The low 9 bits are dropped so that the conversion is exact and 1 is never reached.
    public override float NextSingle() => (NextBits() >> 9) * (1f / (1 << 23));

    public int NextSigned() => (int)NextBits();

    protected override double Sample() => NextDouble();

    private static uint Bits(Random source) => ((uint)source.Next(0x10000) << 16) | (uint)source.Next(0x10000);

    private static uint TauswortheState(Random source)
    {
        uint state;
        do
            state = Bits(source);
        while (state < SmallestState);
        return state;
    }

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
    public static TauswortheHybrid Create() => TauswortheHybrid.Unseeded();

    public static TauswortheHybrid Create(int seed) => new((uint)seed);

    public static TauswortheHybrid Create(uint seed) => new(seed);

    public static TauswortheHybrid Create(int? seed) => seed is { } value ? Create(value) : Create();

    public static TauswortheHybrid Create(Random source) => new(source);
}
