namespace MLNetDeep.Images;

/// <summary>Puts pictures side by side: examples, or what a layer's filters look for.</summary>
public static class ImageGrid
{
    /// <summary>Puts pictures side by side, row by row.</summary>
    /// <param name="pictures">At least one; smaller ones than the largest lie at the top left of their place.</param>
    /// <param name="options">Columns, gap and zoom; <see langword="null"/> for the defaults.</param>
    /// <returns>A grey picture if all are grey, else RGB.</returns>
    /// <exception cref="ArgumentException">There are no pictures, an option is out of range, or the result would be too large.</exception>
    public static Image Draw(IReadOnlyList<Image> pictures, ImageGridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        options ??= new ImageGridOptions();
        options.Check();
        if (pictures.Count == 0)
            throw new ArgumentException("ImageGrid.Pictures must be at least one, but were none.", nameof(pictures));
        var channels = pictures.All(picture => picture.Channels <= 2) ? 1 : 3;
        var columns = Math.Min(pictures.Count, options.ColumnCount ?? (int)Math.Ceiling(Math.Sqrt(pictures.Count)));
        var rows = (pictures.Count + columns - 1) / columns;
        var stepX = ((long)pictures.Max(picture => picture.Width) * options.Zoom) + options.Gap;
        var stepY = ((long)pictures.Max(picture => picture.Height) * options.Zoom) + options.Gap;
        var canvas = Canvas.Create(Size(stepX, columns, options), Size(stepY, rows, options), channels, options.Background);
        for (var i = 0; i < pictures.Count; i++)
        {
            var (left, top) = ((int)stepX * (i % columns), (int)stepY * (i / columns));
            canvas.Draw(options.Gap + left, options.Gap + top, pictures[i].WithChannels(channels).Zoom(options.Zoom));
        }
        return canvas.ToImage();
    }

    /// <summary>
    /// Shows a convolution's weights: of three inputs in colour, of others in grey, one row for each output if there are several.
    /// </summary>
    /// <remarks>Each filter has its own scale, on which 0 is middle grey: brighter is positive, darker negative.</remarks>
    /// <param name="weights">Shape [outputs, inputs, height, width], PyTorch's order.</param>
    /// <param name="outputs">Filters.</param>
    /// <param name="inputs">Channels that each filter sees.</param>
    /// <param name="height">Rows of a filter; 1 for a signal's.</param>
    /// <param name="width">Places in a row of a filter.</param>
    /// <param name="options">Columns, gap and zoom; <see langword="null"/> for the defaults, but a zoom of 8.</param>
    /// <exception cref="ArgumentException">
    /// The weights are not as many as the sizes say or not finite, or an option is out of range.
    /// </exception>
    public static Image DrawFilters(
        ReadOnlySpan<float> weights, int outputs, int inputs, int height, int width, ImageGridOptions? options = null)
    {
        int[] sizes = [outputs, inputs, height, width];
        if (sizes.Any(size => size < 1) || weights.Length != (Int128)outputs * inputs * height * width)
            throw new ArgumentException($"ImageGrid.Weights must have {string.Join(" x ", sizes)} numbers, at least one, but had " +
                $"{weights.Length}.", nameof(weights));
        if (weights.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw new ArgumentException("ImageGrid.Weights must be finite, but some were not.", nameof(weights));
        options ??= new ImageGridOptions { Zoom = 8 };
        var (isColored, length) = (inputs == 3, inputs * height * width);
        List<Image> pictures = [];
        for (var output = 0; output < outputs; output++)
        {
            var samples = Normalize(weights.Slice(output * length, length));
            if (isColored)
                pictures.Add(Image.FromPlanar(width, height, 3, samples));
            else
                pictures.AddRange(samples.Chunk(height * width).Select(plane => new Image(width, height, 1, plane)));
        }
        var columns = options.ColumnCount ?? (isColored || inputs == 1 ? null : inputs);
        return Draw(pictures, options with { ColumnCount = columns });
    }

    private static byte[] Normalize(ReadOnlySpan<float> filter)
    {
        var largest = 0f;
        foreach (var weight in filter)
            largest = Math.Max(largest, Math.Abs(weight));
        var samples = new byte[filter.Length];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(largest > 0 ? 128 + (127 * (filter[i] / largest)) : 128);
        return samples;
    }

    private static int Size(long step, int count, ImageGridOptions options) => (int)Math.Min((step * count) + options.Gap, int.MaxValue);
}
