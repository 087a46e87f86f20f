namespace MLNetDeep.Networks;

/// <summary>The shape of an image's or a signal's row; a signal is an image of height 1.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row, or steps.</param>
/// <param name="Channels">Numbers of a pixel.</param>
/// <param name="IsSignal">Whether the row has no height.</param>
internal readonly record struct Grid(int Height, int Width, int Channels, bool IsSignal)
{
    /// <summary>Pixels.</summary>
    public int PixelCount => Height * Width;

    /// <summary>Shape of the row.</summary>
    public IReadOnlyList<int> Shape => IsSignal ? [Width, Channels] : [Height, Width, Channels];

    /// <exception cref="ArgumentException">The shape is neither an image's nor a signal's.</exception>
    public static Grid Of(IReadOnlyList<int> shape) => shape switch
    {
        [var length, var channels] => new Grid(1, length, channels, IsSignal: true),
        [var height, var width, var channels] => new Grid(height, width, channels, IsSignal: false),
        _ => throw new ArgumentException(
            "takes images of shape [height, width, channels] or signals of shape [length, channels], but its input has shape "
            + $"{NetworkSpec.Format(shape)}."),
    };

    /// <summary>The grid behind a window that slides over this one.</summary>
    public Grid After(SlidingWindow window, int channels) => new(window.Vertical.OutputSize, window.Horizontal.OutputSize, channels, IsSignal);
}
