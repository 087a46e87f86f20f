using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>Finds the steps that stand for nothing, and puts zeros there, or minus infinity.</summary>
internal sealed class StepMaskKernel(IReadOnlyList<int> shape, bool marksMissing) : Kernel(shape[1], shape[1])
{
    private readonly int _steps = shape[0];

    public override int InputStride => _steps * Pad(InputWidth);

    public override int OutputStride => InputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int width = Pad(InputWidth);
        bool isFirst = RowLengths.Current.IsEmpty;
        Span<int> lengths = RowLengths.Begin(rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> steps = input.Slice(row * InputStride, InputStride);
            if (isFirst)
                lengths[row] = Measure(steps, width);
            steps[..(lengths[row] * width)].CopyTo(output[(row * InputStride)..]);
            output[(row * InputStride + lengths[row] * width)..((row + 1) * InputStride)].Fill(marksMissing ? float.NegativeInfinity : 0);
        }
    }

    private int Measure(ReadOnlySpan<float> steps, int width)
    {
        int length = 0;
        while (length < _steps && !float.IsNegativeInfinity(steps[length * width]))
            length++;
        return length;
    }
}

/// <summary>One step, the mean or the largest of all.</summary>
internal sealed class StepPoolKernel(IReadOnlyList<int> inputShape, StepPool pool) : Kernel(inputShape[1], inputShape[1])
{
    private readonly int _steps = inputShape[0];

    public override int InputStride => _steps * Pad(InputWidth);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        ReadOnlySpan<int> lengths = RowLengths.Current;
        for (int row = 0; row < rows; row++)
        {
            Take(
                input.Slice(row * InputStride, InputStride), lengths.IsEmpty ? _steps : lengths[row],
                output.Slice(row * OutputStride, OutputStride));
        }
    }

    private void Take(ReadOnlySpan<float> steps, int length, Span<float> target)
    {
        int width = target.Length;
        ReadOnlySpan<float> last = steps.Slice((Math.Max(length, 1) - 1) * width, width);
        switch (pool)
        {
            case StepPool.Last:
                last.CopyTo(target);
                break;
            case StepPool.Ends:
                last[..(InputWidth / 2)].CopyTo(target);
                steps[(InputWidth / 2)..InputWidth].CopyTo(target[(InputWidth / 2)..]);
                break;
            case StepPool.Mean:
                target.Clear();
                for (int t = 0; t < length; t++)
                    TensorPrimitives.Add(target, steps.Slice(t * width, width), target);
                TensorPrimitives.Divide(target, Math.Max(length, 1), target);
                break;
            default:
                if (length == 0)
                    target.Clear();
                else
                    steps[..width].CopyTo(target);
                for (int t = 1; t < length; t++)
                    TensorPrimitives.Max(target, steps.Slice(t * width, width), target);
                break;
        }
    }
}

/// <summary>The mean of the steps with learned weights.</summary>
internal sealed class AttentionPoolKernel : Kernel
{
    private readonly int _steps;
    private readonly WeightPanels _weight;
    private readonly float[] _query;

    public AttentionPoolKernel(IReadOnlyList<int> inputShape, LayerWeights weights) : base(inputShape[1], inputShape[1])
    {
        _steps = inputShape[0];
        _weight = new WeightPanels(weights["bias"], InputWidth, isRectified: false);
        _weight.Load(weights["weight"], 0, InputWidth, InputWidth, 1);
        _query = weights["query"].ToArray();
    }

    public override int InputStride => _steps * Pad(InputWidth);

    public override long MultiplyAdds => (long)_steps * InputWidth * (InputWidth + 2);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        ReadOnlySpan<int> lengths = RowLengths.Current;
        for (int row = 0; row < rows; row++)
        {
            Take(
                input.Slice(row * InputStride, InputStride), lengths.IsEmpty ? _steps : lengths[row],
                output.Slice(row * OutputStride, OutputStride));
        }
    }

    private void Take(ReadOnlySpan<float> steps, int length, Span<float> target)
    {
        target.Clear();
        if (length == 0)
            return;
        int width = Pad(InputWidth);
        using Scratch scratch = Scratch.Take(length * (_weight.Width + 1));
        Span<float> keys = scratch.Values[..(length * _weight.Width)];
        Span<float> scores = scratch.Values[(length * _weight.Width)..];
        int[] places = new int[length];
        for (int t = 0; t < length; t++)
            places[t] = t * width;
        _weight.Run(steps, places, [0], InputWidth, keys, _weight.Width);
        for (int t = 0; t < length; t++)
        {
            Span<float> key = keys.Slice(t * _weight.Width, InputWidth);
            TensorPrimitives.Tanh(key, key);
            scores[t] = TensorPrimitives.Dot<float>(key, _query);
        }

        TensorPrimitives.SoftMax(scores, scores);
        for (int t = 0; t < length; t++)
            TensorPrimitives.MultiplyAdd(steps.Slice(t * width, width), scores[t], target, target);
    }
}
