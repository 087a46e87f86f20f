using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The first layer of a recurrent network over numbers.</summary>
internal sealed class SequenceInputKernel : Kernel
{
    private readonly SequenceInputSpec _spec;
    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly int _outputStride;

    public SequenceInputKernel(SequenceInputSpec spec, LayerWeights weights) : base(spec.InputWidth, spec.StepWidth)
    {
        _spec = spec;
        _mean = weights["mean"].ToArray();
        _scale = weights["scale"].ToArray();
        _outputStride = spec.Steps * Pad(spec.StepWidth);
    }

    public override int OutputStride => _outputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(_spec.StepWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> raw = input.Slice(row * InputStride, InputWidth);
            Span<float> steps = output.Slice(row * _outputStride, _outputStride);
            for (int t = 0; t < _spec.Steps; t++)
                Scale(raw.Slice(t * _spec.StepWidth, _spec.StepWidth), steps.Slice(t * stride, _spec.StepWidth));
        }
    }

    private void Scale(ReadOnlySpan<float> raw, Span<float> scaled)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            float value = (raw[i] - _mean[i]) * _scale[i];
            scaled[i] = float.IsNegativeInfinity(raw[i]) ? raw[i] : float.IsNaN(value) ? 0 : value;
        }
    }
}

/// <summary>The first layer of a recurrent network over tokens.</summary>
internal sealed class TokenInputKernel(SequenceInputSpec spec, ReadOnlySpan<float> index) : Kernel(spec.InputWidth, 1)
{
    private readonly float[] _index = index.ToArray(); // of each token, from 1; 0 for one that is not known

    public override int OutputStride => spec.Steps * Pad(1);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(1);
        for (int row = 0; row < rows; row++)
        {
            Span<float> steps = output.Slice(row * OutputStride, OutputStride);
            int count = 0;
            foreach (float token in input.Slice(row * InputStride, spec.Steps))
            {
                if (float.IsNegativeInfinity(token))
                    break;
                float number = token >= 1 && token <= _index.Length ? _index[(int)token - 1] : 0;
                if (number > 0 || !spec.DropsUnknown)
                    steps[count++ * stride] = number;
            }

            for (; count < spec.Steps; count++)
                steps[count * stride] = float.NegativeInfinity;
        }
    }
}
