using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Training.Managed;

/// <summary>What layers do with a number for each column.</summary>
internal static class Columns
{
    /// <summary>Copies a tensor's stretch into one of whole vectors.</summary>
    public static void Load(ReadOnlySpan<float> values, ref float[] padded)
    {
        if (padded.Length == 0)
            padded = new float[Block.Pad(values.Length)];
        values.CopyTo(padded);
    }

    /// <summary>Sums the columns of every n-th row.</summary>
    /// <param name="values">Rows of whole vectors.</param>
    /// <param name="stride">Floats from one row to the next that counts.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="sums">The sums, as many as there are columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(ReadOnlySpan<float> values, int stride, int rows, Span<float> sums)
    {
        for (int column = 0; column < sums.Length; column += Vector<float>.Count)
        {
            (Vector<float> even, Vector<float> odd) = (Vector<float>.Zero, Vector<float>.Zero);
            int at = column;
            for (int row = 0; row < rows - 1; row += 2, at += 2 * stride)
            {
                even += new Vector<float>(values[at..]);
                odd += new Vector<float>(values[(at + stride)..]);
            }

            if (rows % 2 == 1)
                even += new Vector<float>(values[at..]);
            Store(even + odd, sums[column..]);
        }
    }

    /// <summary>Sums the products of two blocks' columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumProducts(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int stride, int rows, Span<float> sums)
    {
        for (int column = 0; column < sums.Length; column += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int row = 0, at = column; row < rows; row++, at += stride)
                sum += new Vector<float>(left[at..]) * new Vector<float>(right[at..]);
            Store(sum, sums[column..]);
        }
    }

    /// <summary>Stores as much of a vector as there is room for.</summary>
    public static void Store(Vector<float> vector, Span<float> target)
    {
        if (target.Length >= Vector<float>.Count)
        {
            vector.CopyTo(target);
            return;
        }

        for (int i = 0; i < target.Length; i++)
            target[i] = vector[i];
    }
}
