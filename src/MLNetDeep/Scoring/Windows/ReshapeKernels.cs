namespace MLNetDeep.Scoring;

/// <summary>Another shape: the numbers stay in their order, the gaps between stretches move.</summary>
internal sealed class ReshapeKernel(IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
    : Kernel(inputShape[^1], outputShape[^1])
{
    private readonly int _inputStride = Stride(inputShape);
    private readonly int _outputStride = Stride(outputShape);
    private readonly int _count = inputShape.Aggregate(1, (product, size) => checked(product * size));

    public override int InputStride => _inputStride;

    public override int OutputStride => _outputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int from, int to) = (Pad(InputWidth), Pad(OutputWidth));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * _inputStride, _inputStride);
            Span<float> target = output.Slice(row * _outputStride, _outputStride);
            for (int at = 0; at < _count;)
            {
                (int inputStretch, int inputPlace) = Math.DivRem(at, InputWidth);
                (int outputStretch, int outputPlace) = Math.DivRem(at, OutputWidth);
                int count = Math.Min(InputWidth - inputPlace, OutputWidth - outputPlace);
                source.Slice(inputStretch * from + inputPlace, count).CopyTo(target[(outputStretch * to + outputPlace)..]);
                at += count;
            }
        }
    }
}

/// <summary>Another order of dimensions.</summary>
internal sealed class PermuteKernel : Kernel
{
    private readonly int _inputStride;
    private readonly int _outputStride;
    private readonly int[] _starts; // for each stretch of the output, where its first number lies in the input
    private readonly int _step; // between neighbours of such a stretch, in the input

    public PermuteKernel(IReadOnlyList<int> inputShape, IReadOnlyList<int> order)
        : base(inputShape[^1], inputShape[order[^1]])
    {
        int[] outputShape = [.. order.Select(dimension => inputShape[dimension])];
        _inputStride = Stride(inputShape);
        _outputStride = Stride(outputShape);
        int[] steps = Steps(inputShape);
        _step = steps[order[^1]];
        _starts = new int[outputShape.SkipLast(1).Aggregate(1, (product, size) => product * size)];
        for (int stretch = 0; stretch < _starts.Length; stretch++)
        {
            int rest = stretch;
            for (int dimension = order.Count - 2; dimension >= 0; dimension--)
            {
                (rest, int place) = Math.DivRem(rest, outputShape[dimension]);
                _starts[stretch] += place * steps[order[dimension]];
            }
        }
    }

    public override int InputStride => _inputStride;

    public override int OutputStride => _outputStride;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stretch = Pad(OutputWidth);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * _inputStride, _inputStride);
            Span<float> target = output.Slice(row * _outputStride, _outputStride);
            for (int i = 0; i < _starts.Length; i++)
                for (int k = 0, at = _starts[i]; k < OutputWidth; k++, at += _step)
                    target[i * stretch + k] = source[at];
        }
    }

    /// <summary>How far neighbours along each dimension lie apart.</summary>
    private static int[] Steps(IReadOnlyList<int> shape)
    {
        int[] steps = new int[shape.Count];
        steps[^1] = 1;
        for (int dimension = shape.Count - 2; dimension >= 0; dimension--)
            steps[dimension] = dimension == shape.Count - 2 ? Pad(shape[^1]) : steps[dimension + 1] * shape[dimension + 1];
        return steps;
    }
}
