using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Resamples images by an affine map, bilinearly: line by line, all places of a line first, then their values.</summary>
internal sealed class AffineMove(Grid grid, EdgeMode edges)
{
    /// <summary>Lines and columns around the copy of the image: one before, two behind, so that every place has neighbours.</summary>
    private const int Margin = 3;

    private static readonly int PlaceCount = Vector<float>.Count;

    private readonly int _line = (grid.Width + Margin) * grid.Channels;
    private readonly float[] _frame = new float[(grid.Height + Margin) * (grid.Width + Margin) * grid.Channels]; // zeros at its edges

    // For each pixel of a line, and as many more as fill a vector: its neighbour above and to the left, and how far it is from that.
    private readonly int[] _first = new int[grid.Width + PlaceCount];
    private readonly float[] _right = new float[grid.Width + PlaceCount];
    private readonly float[] _below = new float[grid.Width + PlaceCount];

    /// <summary>Resamples an image where it lies.</summary>
    /// <param name="row">Shape [height, width, channels].</param>
    /// <param name="map">Where the pixels come from.</param>
    public void Run(Span<float> row, in AffineMap map)
    {
        int line = grid.Width * grid.Channels;
        for (int y = 0; y < grid.Height; y++)
            row.Slice(y * line, line).CopyTo(_frame.AsSpan((y + 1) * _line + grid.Channels));
        bool isFar = IsFar(map);
        for (int y = 0; y < grid.Height; y++)
        {
            Locate(map, y, isFar);
            if (grid.Channels == 1)
                SampleGrey(row.Slice(y * line, line));
            else
                Sample(row.Slice(y * line, line));
        }
    }

    /// <summary>Whether some place is so far outside that mirroring the image once at each edge does not reach it.</summary>
    private bool IsFar(in AffineMap map)
    {
        (int right, int bottom) = (grid.Width - 1, grid.Height - 1);
        double x = Math.Abs(map.X0) + Math.Abs(map.Xx) * right + Math.Abs(map.Xy) * bottom;
        double y = Math.Abs(map.Y0) + Math.Abs(map.Yx) * right + Math.Abs(map.Yy) * bottom;
        return x > 2 * right || y > 2 * bottom;
    }

    /// <summary>Finds where the pixels of a line come from.</summary>
    private void Locate(in AffineMap map, int y, bool isFar)
    {
        var startX = new Vector<float>((float)(map.Xy * y + map.X0));
        var startY = new Vector<float>((float)(map.Yy * y + map.Y0));
        for (int x = 0; x < grid.Width; x += PlaceCount)
        {
            Vector<float> along = Vector<float>.Indices + new Vector<float>(x);
            // In the frame, where nothing is below 0, so that truncation finds the neighbour.
            Vector<float> placeX = Fold(startX + along * (float)map.Xx, grid.Width, isFar) + Vector<float>.One;
            Vector<float> placeY = Fold(startY + along * (float)map.Yx, grid.Height, isFar) + Vector<float>.One;
            Vector<int> left = Vector.ConvertToInt32Native(placeX);
            Vector<int> top = Vector.ConvertToInt32Native(placeY);
            (top * _line + left * grid.Channels).CopyTo(_first, x);
            (placeX - Vector.ConvertToSingle(left)).CopyTo(_right, x);
            (placeY - Vector.ConvertToSingle(top)).CopyTo(_below, x);
        }
    }

    /// <summary>Takes pixels of one channel between their four neighbours.</summary>
    private void SampleGrey(Span<float> target)
    {
        ref float frame = ref MemoryMarshal.GetArrayDataReference(_frame);
        ReadOnlySpan<int> first = _first.AsSpan(0, target.Length);
        ReadOnlySpan<float> right = _right.AsSpan(0, target.Length);
        ReadOnlySpan<float> below = _below.AsSpan(0, target.Length);
        for (int x = 0; x < target.Length; x++)
        {
            // Folding keeps the place within the frame.
            ref float upper = ref Unsafe.Add(ref frame, first[x]);
            ref float lower = ref Unsafe.Add(ref upper, _line);
            float high = upper + right[x] * (Unsafe.Add(ref upper, 1) - upper);
            float low = lower + right[x] * (Unsafe.Add(ref lower, 1) - lower);
            target[x] = high + below[x] * (low - high);
        }
    }

    /// <summary>The same for several channels.</summary>
    private void Sample(Span<float> target)
    {
        int channels = grid.Channels;
        ref float frame = ref MemoryMarshal.GetArrayDataReference(_frame);
        for (int x = 0; x < grid.Width; x++)
        {
            (float right, float below) = (_right[x], _below[x]);
            ref float upper = ref Unsafe.Add(ref frame, _first[x]);
            ref float lower = ref Unsafe.Add(ref upper, _line);
            ref float pixel = ref target[x * channels];
            for (int c = 0; c < channels; c++)
            {
                float high = Unsafe.Add(ref upper, c);
                float low = Unsafe.Add(ref lower, c);
                high += right * (Unsafe.Add(ref upper, c + channels) - high);
                low += right * (Unsafe.Add(ref lower, c + channels) - low);
                Unsafe.Add(ref pixel, c) = high + below * (low - high);
            }
        }
    }

    /// <summary>The places inside the frame that places outside come from.</summary>
    private Vector<float> Fold(Vector<float> places, int size, bool isFar)
    {
        var last = new Vector<float>(size - 1);
        if (edges == EdgeMode.Zeros)
            return Vector.Max(Vector.Min(places, last + Vector<float>.One), -Vector<float>.One);
        if (edges == EdgeMode.Reflect && size > 1)
        {
            var period = new Vector<float>(2 * (size - 1));
            places = Vector.Abs(places);
            if (isFar)
                places -= period * Vector.Floor(places * (0.5f / (size - 1)));
            places = Vector.Min(places, period - places);
        }

        return Vector.Max(Vector.Min(places, last), Vector<float>.Zero);
    }
}
