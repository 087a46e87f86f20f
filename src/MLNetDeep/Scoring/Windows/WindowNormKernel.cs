using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Normalises the targets of each window, runs the inner layers and undoes it on what they put out.</summary>
internal sealed class WindowNormKernel(
    WindowNormSpec spec, int inputWidth, int outputWidth, Kernel? inner, float[] weight, float[] bias) : Kernel(inputWidth, outputWidth)
{
    private readonly float _undoEpsilon = (float)(spec.Epsilon * spec.Epsilon); // RevIN's guard against a weight of 0

    public override long MultiplyAdds => (inner?.MultiplyAdds ?? 0) + InputStride + OutputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int targets = spec.TargetCount;
        using Scratch scratch = Scratch.Take(rows * InputStride);
        using Scratch moments = Scratch.Take(rows * targets * 2); // of each row its shifts, then its scales
        input[..(rows * InputStride)].CopyTo(scratch.Values);
        for (int row = 0; row < rows; row++)
        {
            Span<float> own = moments.Values.Slice(row * targets * 2, targets * 2);
            for (int target = 0; target < targets; target++)
                (own[target], own[targets + target]) = Normalize(scratch.Values.Slice(row * InputStride, InputWidth), target);
        }

        if (inner is null)
            scratch.Values.CopyTo(output);
        else
            inner.Run(scratch.Values, output, rows);
        for (int row = 0; row < rows; row++)
            Undo(output.Slice(row * OutputStride, OutputWidth), moments.Values.Slice(row * targets * 2, targets * 2));
    }

    private (float Shift, float Scale) Normalize(Span<float> window, int target)
    {
        int last = (spec.StepCount - 1) * spec.FeatureCount + target;
        float shift = window[last];
        float scale = 1;
        if (spec.HasDeviation)
        {
            (double mean, double variance) = Moments(window, target, last);
            scale = (float)Math.Sqrt(variance + spec.Epsilon);
            if (spec.Normalization == WindowNormKind.MeanAndDeviation)
                shift = (float)mean;
        }

        (float factor, float offset) = spec.Affine ? (weight[target], bias[target]) : (1, 0);
        for (int at = target; at <= last; at += spec.FeatureCount)
            window[at] = (window[at] - shift) / scale * factor + offset;
        return (shift, scale);
    }

    private (double Mean, double Variance) Moments(ReadOnlySpan<float> window, int target, int last)
    {
        double sum = 0;
        for (int at = target; at <= last; at += spec.FeatureCount)
            sum += window[at];
        double mean = sum / spec.StepCount;
        double squares = 0;
        for (int at = target; at <= last; at += spec.FeatureCount)
            squares += (window[at] - mean) * (window[at] - mean);
        return (mean, squares / spec.StepCount);
    }

    private void Undo(Span<float> output, ReadOnlySpan<float> moments)
    {
        int levels = spec.OutputsPerTarget;
        for (int start = 0, target = 0; start < output.Length; start += levels, target = (target + 1) % spec.TargetCount)
        {
            (float factor, float offset) = spec.Affine ? (weight[target] + _undoEpsilon, bias[target]) : (1, 0);
            (float shift, float scale) = (moments[target], moments[spec.TargetCount + target]);
            foreach (ref float value in output.Slice(start, levels))
                value = (value - offset) / factor * scale + shift;
        }
    }
}
