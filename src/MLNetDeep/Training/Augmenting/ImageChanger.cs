using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Changes images as <see cref="ImageAugmentation"/> asks for.</summary>
internal sealed class ImageChanger(ImageAugmentation settings, Grid grid) : RowChanger
{
    private readonly GridMove _move = new(grid.Height, grid.Width);
    private readonly AffineMove _affine = new(grid, settings.Edges);
    private readonly float[] _copy = new float[grid.PixelCount * grid.Channels];

    public override void Change(Span<float> row, RandomNumbers random, RowVisit visit)
    {
        if (settings.Moves)
            Move(row, random, visit);
        if (settings.Brightness > 0 || settings.Contrast > 0)
            ChangeValues(row, random);
        if (settings.Noise > 0)
            NormalNoise.Add(row, settings.Noise, random);
        if (settings.Cutout > 0)
            Cut(row, random);
    }

    private void Move(Span<float> row, RandomNumbers random, RowVisit visit)
    {
        bool isMirrored = Flips(settings.HorizontalFlip, visit.Start & 1, visit.Epoch, random);
        // Side by side with horizontal flips, so that all four combinations have their turn.
        int turn = settings.HorizontalFlip == FlipKind.Alternating ? visit.Epoch >> 1 : visit.Epoch;
        bool isUpsideDown = Flips(settings.VerticalFlip, visit.Start >> 1 & 1, turn, random);
        if (settings.Resamples)
        {
            double angle = Around(random, settings.Rotation) * Math.PI / 180;
            double size = 1 + Around(random, settings.Scale);
            double dy = Around(random, (double)settings.Translate);
            double dx = Around(random, (double)settings.Translate);
            _affine.Run(row, AffineMap.Of(grid, angle, size, dy, dx, isUpsideDown, isMirrored));
            return;
        }

        int down = Around(random, settings.Translate);
        int right = Around(random, settings.Translate);
        if (!isMirrored && !isUpsideDown && down == 0 && right == 0)
            return;
        row.CopyTo(_copy);
        _move.Set(isUpsideDown, isMirrored, down, right, settings.Edges);
        _move.Run(_copy, row, grid.Channels);
    }

    private static bool Flips(FlipKind kind, ulong? start, int turn, RandomNumbers random) => kind switch
    {
        FlipKind.None => false,
        FlipKind.Alternating when start is { } first => ((int)first ^ turn & 1) != 0,
        _ => random.Below(2) == 0,
    };

    private void ChangeValues(Span<float> row, RandomNumbers random)
    {
        double factor = 1 + Around(random, settings.Contrast);
        double sum = Around(random, settings.Brightness);
        if (settings.Contrast > 0)
        {
            sum += (1 - factor) * TensorPrimitives.Sum(row) / row.Length;
            TensorPrimitives.Multiply(row, (float)factor, row);
        }

        TensorPrimitives.Add(row, (float)sum, row);
    }

    private void Cut(Span<float> row, RandomNumbers random)
    {
        int top = random.Below(grid.Height) - settings.Cutout / 2;
        int left = random.Below(grid.Width) - settings.Cutout / 2;
        int right = Math.Min(grid.Width, left + settings.Cutout);
        int bottom = Math.Min(grid.Height, top + settings.Cutout);
        left = Math.Max(0, left);
        for (int y = Math.Max(0, top); y < bottom; y++)
            row.Slice((y * grid.Width + left) * grid.Channels, (right - left) * grid.Channels).Clear();
    }
}
