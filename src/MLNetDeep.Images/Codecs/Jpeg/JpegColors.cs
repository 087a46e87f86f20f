namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>Puts a JPEG's colours together: brings them to one size, and luma and chroma to RGB, as libjpeg does by default.</summary>
internal static class JpegColors
{
    /// <summary>Enlarges a colour that has fewer samples than the picture has pixels.</summary>
    /// <param name="samples">Shape [sourceHeight, sourceWidth].</param>
    /// <param name="sourceWidth">Samples in a row.</param>
    /// <param name="sourceHeight">Rows.</param>
    /// <param name="width">Pixels in a row of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="across">Pixels for each sample across.</param>
    /// <param name="down">Pixels for each sample down.</param>
    /// <returns>Shape [height, width].</returns>
    public static byte[] Enlarge(byte[] samples, int sourceWidth, int sourceHeight, int width, int height, int across, int down)
    {
        if ((across, down) == (1, 1))
            return samples;
        var result = new byte[width * height];
        // Twice as large: the nearer sample counts three times as much as the farther. Other factors take the nearer alone, and so do
        // colours too narrow to have neighbours.
        var isSmooth = across <= 2 && down <= 2 && (across == 1 || sourceWidth > 2);
        var (isSmoothAcross, isSmoothDown) = (isSmooth && across == 2, isSmooth && down == 2);
        for (var y = 0; y < height; y++)
        {
            var near = y / down;
            var far = !isSmoothDown ? near : Math.Clamp(near + (y % 2 == 0 ? -1 : 1), 0, sourceHeight - 1);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (x / across, x / across);
                if (isSmoothAcross)
                    right = Math.Clamp(left + (x % 2 == 0 ? -1 : 1), 0, sourceWidth - 1);
                var rounding = isSmoothAcross ? (x % 2 == 0 ? 8 : 7) - (isSmoothDown ? 0 : x % 2 == 0 ? 4 : -1) : y % 2 == 0 ? 4 : 8;
                var sum = (3 * Down(left)) + Down(right) + rounding;
                result[(y * width) + x] = (byte)(sum >> 4);

                int Down(int column) => (3 * samples[(near * sourceWidth) + column]) + samples[(far * sourceWidth) + column];
            }
        }
        return result;
    }

    /// <summary>Luma and chroma to RGB (JFIF 1.02), in 16-bit fixed point.</summary>
    public static byte[] ToRgb(byte[] luma, byte[] blue, byte[] red)
    {
        var pixels = new byte[luma.Length * 3];
        for (var i = 0; i < luma.Length; i++)
        {
            var (b, r) = (blue[i] - 128, red[i] - 128);
            pixels[3 * i] = Byte(luma[i] + (((91881 * r) + 32768) >> 16));
            pixels[(3 * i) + 1] = Byte(luma[i] + (((-22554 * b) - (46802 * r) + 32768) >> 16));
            pixels[(3 * i) + 2] = Byte(luma[i] + (((116130 * b) + 32768) >> 16));
        }
        return pixels;
    }

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
