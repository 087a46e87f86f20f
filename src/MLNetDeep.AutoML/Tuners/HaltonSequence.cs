using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// Halton's sequence, whose points fill the unit cube evenly, with the digits of each coordinate permuted at random (Owen, "A randomized
/// Halton algorithm in R", arXiv:1706.02808): without that, coordinates of large bases move together.
/// </summary>
internal sealed class HaltonSequence
{
    private readonly int[] _bases;
    private readonly int[][][]? _digits; // by coordinate, place and digit

    /// <param name="width">Coordinates of a point.</param>
    /// <param name="seed">Decides the permutations; null leaves the digits as they are.</param>
    public HaltonSequence(int width, int? seed)
    {
        _bases = FindPrimes(width);
        if (seed is { } start)
            _digits = [.. _bases.Select((number, coordinate) => Permute(number, coordinate, start))];
    }

    /// <summary>A coordinate of a point, at least 0 and below 1.</summary>
    /// <param name="index">The point, from 0.</param>
    /// <param name="coordinate">The coordinate, from 0.</param>
    public double At(int index, int coordinate)
    {
        int number = _bases[coordinate];
        double sum = 0;
        double place = 1;
        int rest = index;
        // Leading zeros are permuted too, down to the last bit of a double.
        for (int i = 0; i < PlaceCount(number) && (_digits is not null || rest > 0); i++)
        {
            place /= number;
            int digit = rest % number;
            sum += place * (_digits is null ? digit : _digits[coordinate][i][digit]);
            rest /= number;
        }

        return Math.Min(sum, 1 - 1.0 / (1L << 53));
    }

    private static int PlaceCount(int number) => (int)Math.Ceiling(53 / Math.Log2(number));

    private static int[][] Permute(int number, int coordinate, int seed)
    {
        RandomNumbers random = TunerRandom.For(seed, TunerUse.Digits, coordinate);
        return [.. Enumerable.Range(0, PlaceCount(number)).Select(_ => random.Permutation(number).Select(digit => (int)digit).ToArray())];
    }

    private static int[] FindPrimes(int count)
    {
        List<int> primes = [];
        for (int candidate = 2; primes.Count < count; candidate++)
        {
            if (!primes.Any(prime => candidate % prime == 0))
                primes.Add(candidate);
        }

        return [.. primes];
    }
}
