using MLNetDeep.Images.Codecs;

namespace MLNetDeep.Images;

/// <summary>A picture in memory: rows of interleaved 8-bit samples.</summary>
public sealed class Image
{
    /// <summary>More bytes of pixels than this are refused, so that a small hostile file cannot fill the memory.</summary>
    public const int MaximumByteCount = 1 << 28;

    private readonly byte[] _pixels;

    /// <summary>Takes pixels over as a picture; the array is not copied.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    /// <param name="pixels">Shape [height, width, channels].</param>
    /// <exception cref="ArgumentException">A size is out of range, or the pixels are not as many as the sizes say.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is < 1 or > 4)
            throw new ArgumentException($"Image.Channels must be from 1 to 4, but was {channels}.", nameof(channels));
        var expected = ByteCount(width, height, channels);
        if (expected > MaximumByteCount)
            throw new ArgumentException($"Image.Pixels must be at most {MaximumByteCount:N0} bytes, but {width} x {height} pixels of " +
                $"{channels} channels are {expected:N0}.", nameof(pixels));
        if (pixels.Length != expected)
            throw new ArgumentException($"Image.Pixels must have {expected} bytes for {width} x {height} pixels of {channels} channels, " +
                $"but had {pixels.Length}.", nameof(pixels));
        (Width, Height, Channels, _pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples of a pixel.</summary>
    /// <value>1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha.</value>
    public int Channels { get; }

    /// <summary>The samples, each from 0 to 255.</summary>
    /// <value>Shape [height, width, channels], row by row from the top.</value>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Reads a picture file, whose kind its content tells, not its name.</summary>
    /// <param name="path">
    /// A PNG with at most 8 bits a sample, interlaced or not, or a JPEG in grey or RGB, progressive or not. What a camera noted on how it
    /// was held is not heeded, as in Pillow and torchvision.
    /// </param>
    /// <exception cref="InvalidDataException">The content is damaged or of another kind; the message names file and fault.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Image Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Image file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a picture from a stream, whose content tells its kind.</summary>
    /// <param name="stream">
    /// A PNG or JPEG, as for a path; it stays open. It is not read beyond a PNG; of a JPEG, which does not tell its length, it is read to
    /// the end.
    /// </param>
    /// <exception cref="InvalidDataException">The content is damaged or of another kind; the message says what is wrong.</exception>
    public static Image Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ImageCodecs.Read(stream);
    }

    /// <summary>Turns planar samples, as networks and ML.NET's pixel extractor order them, into a picture.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    /// <param name="samples">Shape [channels, height, width].</param>
    /// <exception cref="ArgumentException">A size is out of range, or the samples are not as many as the sizes say.</exception>
    public static Image FromPlanar(int width, int height, int channels, ReadOnlySpan<byte> samples)
    {
        var pixels = new byte[samples.Length];
        var plane = channels < 1 ? 0 : samples.Length / channels;
        for (var at = 0; at < plane * channels; at++)
            pixels[((at % plane) * channels) + (at / plane)] = samples[at];
        return new Image(width, height, channels, pixels);
    }

    /// <summary>The samples channel by channel.</summary>
    /// <returns>Shape [channels, height, width].</returns>
    public byte[] ToPlanar()
    {
        if (Channels == 1)
            return [.. _pixels];
        var samples = new byte[_pixels.Length];
        var plane = Width * Height;
        for (var channel = 0; channel < Channels; channel++)
        {
            var target = samples.AsSpan(channel * plane, plane);
            for (var (i, from) = (0, channel); i < plane; i++, from += Channels)
                target[i] = _pixels[from];
        }
        return samples;
    }

    /// <summary>The picture in other colours: grey by luma (ITU-R BT.601), colour from grey, without alpha.</summary>
    /// <param name="channels">1 for grey or 3 for RGB. What is transparent shows white behind it.</param>
    /// <exception cref="ArgumentException">The channels are neither 1 nor 3.</exception>
    public Image WithChannels(int channels) => ImageColors.Convert(this, channels);

    /// <summary>
    /// The picture in another size, smoothed as Pillow and torchvision do it: a triangle filter that widens when shrinking.
    /// </summary>
    /// <param name="width">Pixels in a row of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the result would be too large.</exception>
    public Image Resize(int width, int height) => ImageResampler.Resize(this, width, height);

    /// <summary>The picture enlarged without smoothing, so that single pixels stay visible.</summary>
    /// <param name="factor">How many pixels wide and high each pixel becomes, from 1.</param>
    /// <exception cref="ArgumentException">The factor is below 1, or the result would be too large.</exception>
    public Image Zoom(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var canvas = Canvas.Create(CheckedSize(Width, factor), CheckedSize(Height, factor), Channels, background: 0);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                canvas.Fill(x * factor, y * factor, factor, factor, Pixel(x, y));
        }
        return canvas.ToImage();
    }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WritePng(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.Create(path);
        PngWriter.Write(this, stream);
    }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="stream">Takes the bytes; it stays open.</param>
    public void WritePng(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngWriter.Write(this, stream);
    }

    internal static long ByteCount(int width, int height, int channels) => (long)width * height > MaximumByteCount
        ? long.MaxValue
        : (long)width * height * channels;

    internal ReadOnlySpan<byte> Pixel(int x, int y) => _pixels.AsSpan(((y * Width) + x) * Channels, Channels);

    internal ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * Width * Channels, Width * Channels);

    private static int CheckedSize(int size, int factor) => (int)Math.Min((long)size * factor, int.MaxValue);
}
