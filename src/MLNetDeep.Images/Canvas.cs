namespace MLNetDeep.Images;

/// <summary>Pixels to draw on, of which a picture is made in the end.</summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels;

    private Canvas(int width, int height, int channels, byte[] pixels) =>
        (Width, Height, Channels, _pixels) = (width, height, channels, pixels);

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>Makes a canvas of one shade.</summary>
    /// <exception cref="ArgumentException">It would be larger than a picture may be.</exception>
    public static Canvas Create(int width, int height, int channels, byte background)
    {
        if (Image.ByteCount(width, height, channels) > Image.MaximumByteCount)
            throw new ArgumentException($"A picture must be at most {Image.MaximumByteCount:N0} bytes, but {width} x {height} pixels of " +
                $"{channels} channels are more.");
        var pixels = new byte[width * height * channels];
        pixels.AsSpan().Fill(background);
        return new Canvas(width, height, channels, pixels);
    }

    /// <summary>Sets a pixel; one outside the canvas is left out.</summary>
    public void Set(int x, int y, ReadOnlySpan<byte> color)
    {
        if ((uint)x < (uint)Width && (uint)y < (uint)Height)
            color.CopyTo(_pixels.AsSpan(((y * Width) + x) * Channels, Channels));
    }

    /// <summary>Fills a rectangle; what lies outside the canvas is left out.</summary>
    public void Fill(int left, int top, int width, int height, ReadOnlySpan<byte> color)
    {
        for (var y = top; y < top + height; y++)
        {
            for (var x = left; x < left + width; x++)
                Set(x, y, color);
        }
    }

    /// <summary>Puts a picture of the same channels in its place.</summary>
    public void Draw(int left, int top, Image image)
    {
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
                Set(left + x, top + y, image.Pixel(x, y));
        }
    }

    /// <summary>The picture; the canvas is not to be drawn on any more.</summary>
    public Image ToImage() => new(Width, Height, Channels, _pixels);
}
