namespace MLNetDeep.Images;

/// <summary>Turns pictures from one kind of colour to another.</summary>
internal static class ImageColors
{
    public static Image Convert(Image image, int channels)
    {
        if (channels is not (1 or 3))
            throw new ArgumentException($"Image.Channels must be 1 (grey) or 3 (RGB), but was {channels}.", nameof(channels));
        if (image.Channels == channels)
            return image;
        var pixels = new byte[image.Width * image.Height * channels];
        var source = image.Pixels;
        for (var (from, to) = (0, 0); to < pixels.Length; from += image.Channels, to += channels)
            Convert(source.Slice(from, image.Channels), pixels.AsSpan(to, channels));
        return new Image(image.Width, image.Height, channels, pixels);
    }

    private static void Convert(ReadOnlySpan<byte> from, Span<byte> to)
    {
        Span<byte> color = stackalloc byte[3];
        var isGrey = from.Length <= 2;
        for (var i = 0; i < 3; i++)
            color[i] = from[isGrey ? 0 : i];
        if (from.Length is 2 or 4)
            OverWhite(color, from[^1]);
        if (to.Length == 3)
            color.CopyTo(to);
        else
            to[0] = isGrey ? color[0] : Luma(color);
    }

    // Dropping alpha would show whatever colour hides under transparency, mostly black: black strokes on a clear ground would vanish.
    private static void OverWhite(Span<byte> color, byte alpha)
    {
        for (var i = 0; i < color.Length; i++)
            color[i] = (byte)(((color[i] * alpha) + (255 * (255 - alpha)) + 127) / 255);
    }

    // 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded.
    private static byte Luma(ReadOnlySpan<byte> rgb) => (byte)(((rgb[0] * 19595) + (rgb[1] * 38470) + (rgb[2] * 7471) + 0x8000) >> 16);
}
