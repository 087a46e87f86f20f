namespace MLNetDeep.Explanations;

/// <summary>Brings maps to the size of the input.</summary>
internal static class MapSize
{
    /// <summary>Bilinear interpolation between the middles of the pixels, as PyTorch's interpolate with align_corners = False.</summary>
    /// <param name="map">Shape [height, width].</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="target">Shape [target height, target width].</param>
    /// <param name="targetHeight">Rows of the target.</param>
    /// <param name="targetWidth">Columns of the target.</param>
    public static void Stretch(ReadOnlySpan<float> map, int height, int width, Span<float> target, int targetHeight, int targetWidth)
    {
        for (int y = 0; y < targetHeight; y++)
        {
            (int top, int bottom, float down) = Between(y, height, targetHeight);
            for (int x = 0; x < targetWidth; x++)
            {
                (int left, int right, float across) = Between(x, width, targetWidth);
                float above = Mix(map[top * width + left], map[top * width + right], across);
                float below = Mix(map[bottom * width + left], map[bottom * width + right], across);
                target[y * targetWidth + x] = Mix(above, below, down);
            }
        }
    }

    private static float Mix(float first, float second, float share) => first * (1 - share) + second * share;

    /// <summary>The pixels that a target's middle lies between, and how near it is to the second.</summary>
    private static (int First, int Second, float Share) Between(int target, int size, int targetSize)
    {
        float place = Math.Max(0, (target + 0.5f) * size / targetSize - 0.5f);
        int first = Math.Min((int)place, size - 1);
        return (first, Math.Min(first + 1, size - 1), place - first);
    }
}
