using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>
/// CutMix (arXiv:1905.04899): a box of each image becomes that of its partner. As in the paper, one box a step, its centre anywhere, so
/// that the edge may cut it off; shares are those of the area in fact replaced. Of a signal the box is a stretch of time.
/// </summary>
internal sealed class CutMix(double alpha, Grid grid)
{
    private float[] _boxes = [];

    /// <summary>Changes images.</summary>
    /// <param name="values">Shape [rows, height, width, channels].</param>
    /// <param name="partners">Whose box each row gets.</param>
    /// <param name="random">The chance of the step.</param>
    /// <returns>The share of each row's own pixels.</returns>
    public double Apply(Span<float> values, ReadOnlySpan<long> partners, RandomNumbers random)
    {
        double cut = 1 - random.Beta(alpha);
        if (!grid.IsSignal)
            cut = Math.Sqrt(cut);
        (int top, int bottom) = grid.IsSignal ? (0, 1) : Side(grid.Height, cut, random);
        (int left, int right) = Side(grid.Width, cut, random);
        int line = (right - left) * grid.Channels;
        int box = (bottom - top) * line;
        if (box == 0)
            return 1;
        int width = grid.PixelCount * grid.Channels;
        if (_boxes.Length < partners.Length * box)
            _boxes = new float[partners.Length * box];
        for (int row = 0; row < partners.Length; row++)
            for (int y = top; y < bottom; y++)
                values.Slice(row * width + Place(y, left), line).CopyTo(_boxes.AsSpan(row * box + (y - top) * line));
        for (int row = 0; row < partners.Length; row++)
            for (int y = top; y < bottom; y++)
                _boxes.AsSpan((int)partners[row] * box + (y - top) * line, line).CopyTo(values[(row * width + Place(y, left))..]);
        return 1 - (double)(bottom - top) * (right - left) / grid.PixelCount;
    }

    private int Place(int y, int x) => (y * grid.Width + x) * grid.Channels;

    private static (int Start, int End) Side(int size, double share, RandomNumbers random)
    {
        int length = (int)(size * share);
        int start = random.Below(size) - length / 2;
        return (Math.Max(0, start), Math.Min(size, start + length));
    }
}
