namespace MLNetDeep.Networks;

/// <summary>The pixels of one axis under one place of a pool's window.</summary>
/// <param name="First">The first inside the image.</param>
/// <param name="End">The one behind the last inside the image.</param>
/// <param name="Divisor">By how many an average divides along this axis.</param>
internal readonly record struct PoolRange(int First, int End, int Divisor)
{
    /// <summary>The places of a window that slides; it may stand over the edge.</summary>
    /// <param name="axis">The window.</param>
    /// <param name="countsPadding">Whether an average counts the padding under the window.</param>
    public static PoolRange[] Of(WindowAxis axis, bool countsPadding)
    {
        var ranges = new PoolRange[axis.OutputSize];
        for (int place = 0; place < ranges.Length; place++)
        {
            int start = place * axis.Stride - axis.Before;
            int end = Math.Min(start + axis.Kernel, axis.InputSize + axis.After);
            (int first, int inside) = (Math.Max(0, start), Math.Min(axis.InputSize, end));
            ranges[place] = new PoolRange(first, inside, countsPadding ? end - start : inside - first);
        }

        return ranges;
    }

    /// <summary>PyTorch's windows of an output of given size: neighbours share a pixel where the sizes do not divide.</summary>
    /// <param name="input">Size of the input.</param>
    /// <param name="output">Size of the output.</param>
    public static PoolRange[] Adaptive(int input, int output)
    {
        var ranges = new PoolRange[output];
        for (int place = 0; place < output; place++)
        {
            int first = (int)((long)place * input / output);
            int end = (int)(((place + 1L) * input + output - 1) / output);
            ranges[place] = new PoolRange(first, end, end - first);
        }

        return ranges;
    }
}
