namespace MLNetDeep.Images;

/// <summary>
/// Resizes with a triangle filter, first along rows, then along columns: bilinear when enlarging, an average weighted by distance over
/// all the pixels that fall together when shrinking, so that nothing flickers or vanishes between samples.
/// </summary>
internal static class ImageResampler
{
    public static Image Resize(Image image, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((width, height) == (image.Width, image.Height))
            return image;
        var channels = image.Channels;
        var between = Image.ByteCount(width, Math.Max(height, image.Height), channels);
        if (between > Image.MaximumByteCount)
            throw new ArgumentException($"Image.Resize must give at most {Image.MaximumByteCount:N0} bytes, but {width} x {height} " +
                $"pixels of {channels} channels from {image.Width} x {image.Height} are more.");
        var isAlphaLast = channels is 2 or 4;
        var source = new float[image.Pixels.Length];
        for (var i = 0; i < source.Length; i++)
            source[i] = image.Pixels[i];
        if (isAlphaLast)
            Premultiply(source, channels);
        var wide = AlongRows(source, image.Width, image.Height, channels, Taps.Create(image.Width, width));
        var all = AlongColumns(wide, width * channels, Taps.Create(image.Height, height));
        if (isAlphaLast)
            Unpremultiply(all, channels);
        return new Image(width, height, channels, Array.ConvertAll(all, v => (byte)Math.Clamp(v + 0.5f, 0, 255)));
    }

    private static float[] AlongRows(float[] source, int width, int height, int channels, Taps[] taps)
    {
        var result = new float[taps.Length * height * channels];
        for (var y = 0; y < height; y++)
        {
            var row = source.AsSpan(y * width * channels, width * channels);
            for (var x = 0; x < taps.Length; x++)
            {
                var target = result.AsSpan(((y * taps.Length) + x) * channels, channels);
                var (start, weights) = taps[x];
                for (var t = 0; t < weights.Length; t++)
                {
                    for (var c = 0; c < channels; c++)
                        target[c] += weights[t] * row[((start + t) * channels) + c];
                }
            }
        }
        return result;
    }

    private static float[] AlongColumns(float[] source, int rowLength, Taps[] taps)
    {
        var result = new float[taps.Length * rowLength];
        for (var y = 0; y < taps.Length; y++)
        {
            var target = result.AsSpan(y * rowLength, rowLength);
            var (start, weights) = taps[y];
            for (var t = 0; t < weights.Length; t++)
            {
                var row = source.AsSpan((start + t) * rowLength, rowLength);
                for (var i = 0; i < rowLength; i++)
                    target[i] += weights[t] * row[i];
            }
        }
        return result;
    }

    // A colour counts as much as it shows: clear pixels must not bleed theirs into the neighbours.
    private static void Premultiply(float[] pixels, int channels)
    {
        for (var at = 0; at < pixels.Length; at += channels)
        {
            for (var c = 0; c < channels - 1; c++)
                pixels[at + c] *= pixels[at + channels - 1] / 255;
        }
    }

    private static void Unpremultiply(float[] pixels, int channels)
    {
        for (var at = 0; at < pixels.Length; at += channels)
        {
            var alpha = pixels[at + channels - 1];
            for (var c = 0; c < channels - 1 && alpha > 0; c++)
                pixels[at + c] *= 255 / alpha;
        }
    }

    /// <summary>What one pixel of the result is made of.</summary>
    /// <param name="Start">The first source pixel.</param>
    /// <param name="Weights">The weight of it and of those after it; together 1.</param>
    private readonly record struct Taps(int Start, float[] Weights)
    {
        public static Taps[] Create(int from, int to)
        {
            var taps = new Taps[to];
            var scale = (double)from / to;
            var support = Math.Max(scale, 1);
            for (var i = 0; i < to; i++)
            {
                var center = (i + 0.5) * scale;
                var start = (int)Math.Max(0, center - support + 0.5);
                var end = (int)Math.Min(from, center + support + 0.5);
                var weights = new float[end - start];
                var sum = 0.0;
                for (var t = start; t < end; t++)
                    sum += Triangle((t + 0.5 - center) / support);
                for (var t = start; t < end; t++)
                    weights[t - start] = (float)(Triangle((t + 0.5 - center) / support) / sum);
                taps[i] = new Taps(start, weights);
            }
            return taps;
        }

        private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));
    }
}
