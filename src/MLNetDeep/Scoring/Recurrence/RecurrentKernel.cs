using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>A recurrent layer in managed code.</summary>
internal sealed class RecurrentKernel : Kernel
{
    private const int TileRows = 12; // two tiles of the products; their records stay in the level-2 cache

    private readonly Recurrence[] _directions;
    private readonly int _steps;
    private readonly int _inputStride;
    private readonly int _outputStride;
    private readonly long _multiplyAdds;

    public RecurrentKernel(RecurrentSpec spec, IReadOnlyList<int> inputShape, LayerWeights weights)
        : base(inputShape[1], spec.DirectionCount * spec.HiddenSize)
    {
        _steps = inputShape[0];
        _inputStride = Stride(inputShape);
        _outputStride = _steps * Pad(OutputWidth);
        _multiplyAdds = spec.GetMultiplyAdds(inputShape);
        _directions = new Recurrence[spec.DirectionCount];
        for (int i = 0; i < _directions.Length; i++)
            _directions[i] = spec.CreateRecurrence(i, InputWidth, weights);
    }

    public override int InputStride => _inputStride;

    public override int OutputStride => _outputStride;

    public override long MultiplyAdds => _multiplyAdds;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        ReadOnlySpan<int> lengths = RowLengths.Current;
        Span<int> order = stackalloc int[TileRows];
        Span<int> sorted = stackalloc int[TileRows];
        for (int first = 0; first < rows; first += TileRows)
        {
            int count = Math.Min(TileRows, rows - first);
            for (int i = 0; i < count; i++)
                (order[i], sorted[i]) = (first + i, lengths.IsEmpty ? _steps : -lengths[first + i]);
            if (!lengths.IsEmpty)
            {
                sorted[..count].Sort(order[..count]);
                for (int i = 0; i < count; i++)
                    sorted[i] = -sorted[i];
                output.Slice(first * _outputStride, count * _outputStride).Clear();
            }

            for (int i = 0; i < _directions.Length; i++)
                Run(_directions[i], i, input, output, order[..count], sorted[..count]);
        }
    }

    private void Run(
        Recurrence direction, int number, ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> order, ReadOnlySpan<int> lengths)
    {
        CellMath cell = direction.Cell;
        (int rows, int startLength) = (order.Length, 2 * order.Length * cell.Section);
        if (lengths[0] == 0)
            return;
        Span<int> inputs = stackalloc int[rows];
        Span<int> outputs = stackalloc int[rows];
        for (int i = 0; i < rows; i++)
            (inputs[i], outputs[i]) = (order[i] * _inputStride, order[i] * _outputStride + number * cell.HiddenSize);
        using Scratch scratch = Scratch.Take(startLength + rows * lengths[0] * cell.RecordWidth);
        Span<float> start = scratch.Values[..startLength];
        start.Clear();
        direction.Forward(
            input, new SequencePlaces(inputs, Pad(InputWidth)), scratch.Values[startLength..], 0, cell.RecordWidth,
            rows * cell.RecordWidth, output, new SequencePlaces(outputs, Pad(OutputWidth)), start, lengths);
    }
}
