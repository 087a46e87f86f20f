namespace MLNetDeep.Images.Data;

/// <summary>Brings images to one size and number of channels.</summary>
/// <param name="height">Rows.</param>
/// <param name="width">Pixels in a row.</param>
/// <param name="channels">1 or 3.</param>
/// <param name="resizing">What to do with other sizes.</param>
internal sealed class ImageFitter(int height, int width, int channels, ImageResizing resizing)
{
    public int[] Dimensions => [channels, height, width];

    public int ByteCount => channels * height * width;

    /// <summary>Reads a file.</summary>
    /// <returns>Shape [channels, height, width].</returns>
    /// <exception cref="InvalidDataException">It is no image, damaged, or of a size that is refused.</exception>
    public byte[] Read(string path)
    {
        var image = Image.Read(path);
        if (resizing == ImageResizing.None && (image.Width, image.Height) != (width, height))
            throw new InvalidDataException($"Image file '{path}' must have {width} x {height} pixels as the others, but has " +
                $"{image.Width} x {image.Height}: give a size to bring all images to.");
        var scale = Scale(image);
        if (Image.ByteCount(Scaled(image.Width, scale), Scaled(image.Height, scale), channels) > Image.MaximumByteCount)
            throw new InvalidDataException($"Image file '{path}' of {image.Width} x {image.Height} pixels is too narrow to be " +
                $"scaled until it covers {width} x {height}.");
        return Fit(image.WithChannels(channels), scale).ToPlanar();
    }

    private double Scale(Image image)
    {
        var (byWidth, byHeight) = ((double)width / image.Width, (double)height / image.Height);
        return resizing == ImageResizing.IsoCrop ? Math.Max(byWidth, byHeight) : Math.Min(byWidth, byHeight);
    }

    private Image Fit(Image image, double scale)
    {
        if ((image.Width, image.Height) == (width, height))
            return image;
        if (resizing == ImageResizing.Fill)
            return image.Resize(width, height);
        var scaled = image.Resize(Scaled(image.Width, scale), Scaled(image.Height, scale));
        var canvas = Canvas.Create(width, height, channels, background: 0);
        canvas.Draw(HalfBelow(width - scaled.Width), HalfBelow(height - scaled.Height), scaled);
        return canvas.ToImage();
    }

    private static int Scaled(int size, double scale) => (int)Math.Clamp(Math.Round(size * scale), 1, int.MaxValue);

    private static int HalfBelow(int difference) => difference >> 1;
}
