using System.Numerics;

namespace MLNetDeep.Training;

/// <summary>Single order statistics of numbers, without sorting them all (Hoare's FIND, doi:10.1145/366622.366647).</summary>
internal static class OrderStatistics
{
    private const int FewEnoughToSort = 16;

    /// <summary>Linear interpolation between order statistics, as NumPy does by default.</summary>
    /// <param name="values">Finite numbers, at least one; they change places.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Quantile(Span<float> values, double share)
    {
        double position = share * (values.Length - 1);
        int below = (int)position;
        double rest = position - below;
        double first = Select(values, below);
        if (rest == 0)
            return first;
        double second = Select(values[(below + 1)..], 0); // what is behind is no smaller
        return first + (second - first) * rest;
    }

    /// <summary>The number that sorting would put at a place. None before it is larger afterwards, none behind it smaller.</summary>
    /// <param name="values">Finite numbers; they change places.</param>
    /// <param name="index">The place.</param>
    public static float Select(Span<float> values, int index)
    {
        (int low, int high) = (0, values.Length - 1);
        // Unlucky pivots could make it quadratic; sorting is the way out.
        for (int attempts = 2 * BitOperations.Log2((uint)values.Length); high > low; attempts--)
        {
            if (high - low < FewEnoughToSort || attempts <= 0)
            {
                values[low..(high + 1)].Sort();
                break;
            }

            (int left, int right) = Part(values, low, high);
            if (index <= right)
                high = right;
            else if (index >= left)
                low = left;
            else
                break; // between them all equal the pivot
        }

        return values[index];
    }

    private static (int Left, int Right) Part(Span<float> values, int low, int high)
    {
        (float a, float b, float c) = (values[low], values[low + (high - low) / 2], values[high]);
        float pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        (int left, int right) = (low, high);
        while (left <= right)
        {
            while (values[left] < pivot)
                left++;
            while (values[right] > pivot)
                right--;
            if (left > right)
                break;
            (values[left], values[right]) = (values[right], values[left]);
            left++;
            right--;
        }

        return (left, right);
    }
}
