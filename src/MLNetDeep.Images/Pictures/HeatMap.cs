using MLNetDeep.Images.Pictures;

namespace MLNetDeep.Images;

/// <summary>Shows a map of numbers, such as what a network looked at, alone or over the picture it belongs to.</summary>
public static class HeatMap
{
    private const int ShortestSide = 224;

    /// <summary>Shows a map alone; between its places colours run evenly.</summary>
    /// <param name="map">Shape [height, width].</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Places in a row of the map.</param>
    /// <param name="options">Colours, range and size; <see langword="null"/> for the defaults.</param>
    /// <returns>An RGB picture of height x zoom rows and width x zoom pixels a row.</returns>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the map has another size or a number that is not finite.
    /// </exception>
    public static Image Draw(ReadOnlySpan<float> map, int height, int width, HeatMapOptions? options = null)
    {
        options ??= new HeatMapOptions();
        var heat = Normalize(map, height, width, options);
        var zoom = Zoom(options, width, height);
        var canvas = Canvas.Create(SizeOf(width, zoom), SizeOf(height, zoom), 3, background: 0);
        var scale = ColorScale.Of(options.ColorMap);
        Span<byte> color = stackalloc byte[3];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                scale.Color(Sample(heat, height, width, (y + 0.5f) / canvas.Height, (x + 0.5f) / canvas.Width), color);
                canvas.Set(x, y, color);
            }
        }
        return canvas.ToImage();
    }

    /// <summary>Lays a map over the picture it belongs to, stretched to its size; hot places are coloured, cold ones clear.</summary>
    /// <param name="picture">The picture, grey or in colour.</param>
    /// <param name="map">Shape [height, width]; the size may differ from the picture's.</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Places in a row of the map.</param>
    /// <param name="options">Colours, range, opacity and size; <see langword="null"/> for the defaults.</param>
    /// <returns>An RGB picture, the given one enlarged by the zoom.</returns>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the map has another size or a number that is not finite.
    /// </exception>
    public static Image Overlay(Image picture, ReadOnlySpan<float> map, int height, int width, HeatMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        options ??= new HeatMapOptions();
        var heat = Normalize(map, height, width, options);
        var ground = picture.WithChannels(3).Zoom(Zoom(options, picture.Width, picture.Height));
        var canvas = Canvas.Create(ground.Width, ground.Height, 3, background: 0);
        var scale = ColorScale.Of(options.ColorMap);
        Span<byte> color = stackalloc byte[3];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var value = Sample(heat, height, width, (y + 0.5f) / canvas.Height, (x + 0.5f) / canvas.Width);
                scale.Color(value, color);
                Blend(ground.Pixel(x, y), (float)options.Opacity * value, color);
                canvas.Set(x, y, color);
            }
        }
        return canvas.ToImage();
    }

    private static void Blend(ReadOnlySpan<byte> ground, float alpha, Span<byte> color)
    {
        for (var c = 0; c < 3; c++)
            color[c] = (byte)(ground[c] + ((color[c] - ground[c]) * alpha) + 0.5f);
    }

    private static float[] Normalize(ReadOnlySpan<float> map, int height, int width, HeatMapOptions options)
    {
        options.Check();
        if (height < 1 || width < 1 || map.Length != (long)height * width)
            throw new ArgumentException($"HeatMap.Map must have {height} x {width} numbers, at least one, but had {map.Length}.",
                nameof(map));
        var heat = map.ToArray();
        if (Array.FindIndex(heat, value => !float.IsFinite(value)) is var odd and >= 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"HeatMap.Map must have finite numbers, but had {heat[odd]} in row {odd / width}, column {odd % width}."), nameof(map));
        double low = options.Minimum ?? heat.Min(), high = options.Maximum ?? heat.Max();
        for (var i = 0; i < heat.Length; i++)
            heat[i] = high > low ? (float)Math.Clamp((heat[i] - low) / (high - low), 0, 1) : 0;
        return heat;
    }

    // Bilinear between the centres of the places; y and x are in [0, 1] across the map.
    private static float Sample(float[] map, int height, int width, float y, float x)
    {
        var (top, bottom, down) = Neighbours(y, height);
        var (left, right, across) = Neighbours(x, width);
        var above = float.Lerp(map[(top * width) + left], map[(top * width) + right], across);
        return float.Lerp(above, float.Lerp(map[(bottom * width) + left], map[(bottom * width) + right], across), down);
    }

    private static (int First, int Second, float Between) Neighbours(float place, int count)
    {
        var at = Math.Clamp((place * count) - 0.5f, 0, count - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, count - 1), at - first);
    }

    private static int Zoom(HeatMapOptions options, int width, int height)
    {
        var shorter = Math.Min(width, height);
        return options.Zoom ?? Math.Max(1, (ShortestSide + shorter - 1) / shorter);
    }

    private static int SizeOf(int size, int zoom) => (int)Math.Min((long)size * zoom, int.MaxValue);
}
