using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Changes signals as <see cref="SignalAugmentation"/> asks for.</summary>
internal sealed class SignalChanger(SignalAugmentation settings, Grid grid) : RowChanger
{
    private readonly GridMove _move = new(1, grid.Width);
    private readonly float[] _copy = new float[grid.Width * grid.Channels];

    public override void Change(Span<float> row, RandomNumbers random, RowVisit visit)
    {
        int shift = Around(random, settings.Shift);
        if (shift != 0)
        {
            row.CopyTo(_copy);
            _move.Set(isUpsideDown: false, isMirrored: false, 0, shift, settings.Edges);
            _move.Run(_copy, row, grid.Channels);
        }

        if (settings.Scale > 0)
            TensorPrimitives.Multiply(row, (float)(1 + Around(random, settings.Scale)), row);
        if (settings.Noise > 0)
            NormalNoise.Add(row, settings.Noise, random);
        if (settings.TimeMask > 0)
        {
            int length = random.Below(Math.Min(settings.TimeMask, grid.Width) + 1);
            int start = random.Below(grid.Width - length + 1);
            row.Slice(start * grid.Channels, length * grid.Channels).Clear();
        }
    }
}
