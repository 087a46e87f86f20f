using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Resamples images by an affine map, bilinearly.</summary>
internal sealed class AffineMove(Grid grid, EdgeMode edges)
{
    /// <summary>Lines and columns around the copy of the image: one before, two behind, so that every place has neighbours.</summary>
    private const int Frame = 3;

    private readonly int _line = (grid.Width + Frame) * grid.Channels;
    private readonly float[] _frame = new float[(grid.Height + Frame) * (grid.Width + Frame) * grid.Channels]; // zeros at its edges

    /// <summary>Resamples an image where it lies.</summary>
    /// <param name="row">Shape [height, width, channels].</param>
    /// <param name="map">Where the pixels come from.</param>
    public void Run(Span<float> row, in AffineMap map)
    {
        int line = grid.Width * grid.Channels;
        for (int y = 0; y < grid.Height; y++)
            row.Slice(y * line, line).CopyTo(_frame.AsSpan((y + 1) * _line + grid.Channels));
        (float xx, float yx) = ((float)map.Xx, (float)map.Yx);
        for (int y = 0; y < grid.Height; y++)
        {
            float x0 = (float)(map.Xy * y + map.X0);
            float y0 = (float)(map.Yy * y + map.Y0);
            Span<float> target = row.Slice(y * line, line);
            for (int x = 0; x < grid.Width; x++)
                Sample(Fold(x0 + xx * x, grid.Width), Fold(y0 + yx * x, grid.Height), target.Slice(x * grid.Channels, grid.Channels));
        }
    }

    /// <summary>Takes one pixel between its four neighbours.</summary>
    private void Sample(float x, float y, Span<float> pixel)
    {
        (x, y) = (x + 1, y + 1); // in the frame, where nothing is below 0
        int left = unchecked((int)x);
        int top = unchecked((int)y);
        (float right, float below) = (x - left, y - top);
        int channels = pixel.Length;
        int first = top * _line + left * channels;
        ReadOnlySpan<float> upper = _frame.AsSpan(first, 2 * channels);
        ReadOnlySpan<float> lower = _frame.AsSpan(first + _line, 2 * channels);
        for (int c = 0; c < pixel.Length; c++)
        {
            float high = upper[c] + right * (upper[c + channels] - upper[c]);
            float low = lower[c] + right * (lower[c + channels] - lower[c]);
            pixel[c] = high + below * (low - high);
        }
    }

    /// <summary>The place inside the frame that a place outside comes from.</summary>
    private float Fold(float place, int size)
    {
        if (edges == EdgeMode.Zeros)
            return Math.Clamp(place, -1, size);
        if (edges == EdgeMode.Replicate || size == 1)
            return Math.Clamp(place, 0, size - 1);
        float period = 2 * (size - 1);
        place = Math.Abs(place);
        place -= period * MathF.Floor(place / period);
        return Math.Clamp(Math.Min(place, period - place), 0, size - 1);
    }
}
