using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// A row as a window sees it: the pixels of a line lie without gaps, and around them are zeros, so that the numbers under one line of
/// the window are one stretch. Where the row is like that by itself, it is its own frame.
/// </summary>
internal sealed class WindowFrame
{
    private readonly Grid _input;
    private readonly SlidingWindow _window;
    private readonly int _height;
    private readonly int _width;
    private readonly int _pixel; // distance between pixels

    /// <summary>Lays out a frame.</summary>
    /// <param name="input">Shape of the row.</param>
    /// <param name="window">The window.</param>
    /// <param name="keepsPadding">Whether pixels stay as far apart as they are in the row, not as close as they can be.</param>
    public WindowFrame(Grid input, SlidingWindow window, bool keepsPadding)
    {
        (_input, _window) = (input, window);
        var padded = Kernel.Pad(input.Channels);
        _height = ((window.Vertical.OutputSize - 1) * window.Vertical.Stride) + window.Vertical.Reach;
        _width = ((window.Horizontal.OutputSize - 1) * window.Horizontal.Stride) + window.Horizontal.Reach;
        var isInside = window.Vertical.Before == 0 && window.Horizontal.Before == 0 && _height <= input.Height && _width <= input.Width;
        var isPoint = window.Vertical.Kernel == 1 && window.Horizontal.Kernel == 1;
        _pixel = keepsPadding || (isInside && isPoint) ? padded : input.Channels;
        IsRow = isInside && _pixel == padded;
        if (IsRow)
            (_height, _width) = (input.Height, input.Width);
        Places = new int[window.Vertical.OutputSize * window.Horizontal.OutputSize];
        for (var place = 0; place < Places.Length; place++)
        {
            var (y, x) = Math.DivRem(place, window.Horizontal.OutputSize);
            Places[place] = ((y * window.Vertical.Stride * _width) + (x * window.Horizontal.Stride)) * _pixel;
        }
    }

    /// <summary>Whether the row is its own frame, and need not be filled in.</summary>
    public bool IsRow { get; }

    /// <summary>Floats in a frame.</summary>
    public int Length => _height * _width * _pixel;

    /// <summary>Where the window begins, for each output pixel.</summary>
    public int[] Places { get; }

    /// <summary>Where the numbers of some channels under the window lie, seen from where it begins.</summary>
    /// <param name="firstChannel">The first of the channels.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>The beginnings of stretches, and their length.</returns>
    public (int[] Starts, int Length) Runs(int firstChannel, int count)
    {
        var (vertical, horizontal) = (_window.Vertical, _window.Horizontal);
        // All channels of neighbouring pixels are one stretch.
        var together = count == _pixel && horizontal.Dilation == 1 ? horizontal.Kernel : 1;
        var starts = new List<int>();
        for (var i = 0; i < vertical.Kernel; i++)
        {
            for (var j = 0; j < horizontal.Kernel; j += together)
                starts.Add((((i * vertical.Dilation * _width) + (j * horizontal.Dilation)) * _pixel) + firstChannel);
        }
        return ([.. starts], count * together);
    }

    /// <summary>Copies a row into a frame whose margins are 0.</summary>
    /// <param name="row">Shape [height, width, padded channels].</param>
    /// <param name="frame">Shape [<see cref="Length"/>].</param>
    public void Fill(ReadOnlySpan<float> row, Span<float> frame)
    {
        var stride = Kernel.Pad(_input.Channels);
        for (var y = 0; y < Lines; y++)
        {
            var source = row[(y * _input.Width * stride)..];
            var target = Line(frame, y);
            if (stride == _pixel)
            {
                source[..target.Length].CopyTo(target);
                continue;
            }
            for (int from = 0, to = 0; to < target.Length; from += stride, to += _pixel)
                source.Slice(from, _pixel).CopyTo(target[to..]);
        }
    }

    /// <summary>Scales a raw row into a frame whose margins are 0.</summary>
    /// <param name="scaler">What scales.</param>
    /// <param name="raw">The row as the column gives it.</param>
    /// <param name="frame">Shape [<see cref="Length"/>].</param>
    public void Fill(ChannelScaler scaler, ReadOnlySpan<float> raw, Span<float> frame)
    {
        for (var y = 0; y < Lines; y++)
        {
            var target = Line(frame, y);
            scaler.Run(raw, y * _input.Width, target.Length / _pixel, target, _pixel);
        }
    }

    /// <summary>Lines of the row that the window sees.</summary>
    private int Lines => Math.Min(_input.Height, _height - _window.Vertical.Before);

    /// <summary>The pixels of a line of the row that the window sees, in the frame.</summary>
    private Span<float> Line(Span<float> frame, int y)
    {
        var left = IsRow ? 0 : _window.Horizontal.Before;
        var top = IsRow ? 0 : _window.Vertical.Before;
        return frame.Slice((((y + top) * _width) + left) * _pixel, Math.Min(_input.Width, _width - left) * _pixel);
    }
}
