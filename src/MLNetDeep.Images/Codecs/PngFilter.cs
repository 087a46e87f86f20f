namespace MLNetDeep.Images.Codecs;

/// <summary>The five filters of PNG, each of which stores a byte as its difference from a guess.</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Turns stored bytes into samples, in place.</summary>
    /// <param name="filter">The filter's number, below <see cref="Count"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it, decoded; zeros for the first.</param>
    /// <param name="distance">Bytes of a pixel, at least 1.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        if (filter == 0)
            return;
        if (filter == 2)
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = unchecked((byte)(row[i] + above[i]));
            return;
        }
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < distance ? ((byte)0, (byte)0) : (row[i - distance], above[i - distance]);
            row[i] = unchecked((byte)(row[i] + Guess(filter, left, above[i], corner)));
        }
    }

    /// <summary>Turns samples into the bytes to store.</summary>
    /// <returns>How large the bytes are in sum, as distances from 0: the smaller, the better they compress, mostly.</returns>
    public static long Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> result)
    {
        var sum = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < distance ? ((byte)0, (byte)0) : (row[i - distance], above[i - distance]);
            result[i] = unchecked((byte)(row[i] - Guess(filter, left, above[i], corner)));
            sum += Math.Min(result[i], 256 - result[i]);
        }
        return sum;
    }

    private static int Guess(int filter, byte left, byte up, byte corner) => filter switch
    {
        0 => 0,
        1 => left,
        2 => up,
        3 => (left + up) / 2,
        _ => Paeth(left, up, corner),
    };

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        if (toLeft <= toUp && toLeft <= toCorner)
            return left;
        return toUp <= toCorner ? up : corner;
    }
}
