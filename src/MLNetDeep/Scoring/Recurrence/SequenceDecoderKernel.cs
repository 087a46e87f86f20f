using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>A decoder in managed code.</summary>
internal sealed class SequenceDecoderKernel : Kernel
{
    private readonly SequenceDecoderSpec _spec;
    private readonly DecoderLoop _loop;
    private readonly int _outputStride;
    private readonly long _multiplyAdds;

    public SequenceDecoderKernel(SequenceDecoderSpec spec, int features, LayerWeights weights) : base(features, spec.OutputCount)
    {
        _spec = spec;
        _outputStride = spec.Steps * Pad(spec.OutputCount);
        _multiplyAdds = spec.GetMultiplyAdds([features]);
        _loop = new DecoderLoop(spec, features);
        _loop.Load(
            spec.TellsTokens ? weights["embedding.weight"] : [], weights["rnn.weight_ih_l0"], weights["rnn.weight_hh_l0"],
            weights["rnn.bias_ih_l0"], weights["rnn.bias_hh_l0"], weights["linear.weight"], weights["linear.bias"]);
    }

    public override int OutputStride => _outputStride;

    public override long MultiplyAdds => _multiplyAdds;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(OutputWidth);
        using Scratch fed = Scratch.Take(rows * _spec.Steps);
        Span<int> lengths = stackalloc int[DecoderLoop.TileRows];
        for (int first = 0; first < rows; first += DecoderLoop.TileRows)
        {
            int count = Math.Min(DecoderLoop.TileRows, rows - first);
            Span<float> own = output.Slice(first * _outputStride, count * _outputStride);
            _loop.RunTile(
                input[(first * InputStride)..], InputStride, count, fed.Values[..(count * _spec.Steps)], [], [], lengths[..count], own,
                _outputStride, stride);
            for (int row = 0; row < count; row++)
                own[(row * _outputStride + lengths[row] * stride)..((row + 1) * _outputStride)].Fill(float.NegativeInfinity);
        }
    }
}

/// <summary>
/// Feeds a decoder its own outputs, step by step. A row's outputs are the same to the last bit whatever rows are beside it.
/// </summary>
internal sealed class DecoderLoop
{
    /// <summary>Rows that go through the steps together.</summary>
    public const int TileRows = 12;

    private readonly SequenceDecoderSpec _spec;
    private readonly Recurrence _recurrence;
    private readonly WeightPanels _output;
    private float[] _embedding = [];

    public DecoderLoop(SequenceDecoderSpec spec, int features)
    {
        (_spec, Features) = (spec, features);
        _recurrence = new Recurrence(spec.Cell, spec.FedSize + features, spec.HiddenSize, isReverse: false, isTraining: false);
        _output = new WeightPanels(new float[spec.OutputCount], spec.HiddenSize, isRectified: false);
    }

    /// <summary>Numbers of a context.</summary>
    public int Features { get; }

    /// <summary>Takes over the weights, which lie as PyTorch has them.</summary>
    public void Load(
        ReadOnlySpan<float> embedding, ReadOnlySpan<float> weightIh, ReadOnlySpan<float> weightHh, ReadOnlySpan<float> biasIh,
        ReadOnlySpan<float> biasHh, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        _embedding = embedding.ToArray();
        _recurrence.Load(weightIh, weightHh, biasIh, biasHh);
        _output.Load(weight, 0, _spec.OutputCount, _spec.HiddenSize, 1);
        bias.CopyTo(_output.Bias);
    }

    /// <summary>Finds what the steps are fed.</summary>
    /// <param name="contexts">The contexts.</param>
    /// <param name="stride">Distance between them.</param>
    /// <param name="rows">How many.</param>
    /// <param name="fed">Takes what each step is fed, shape [rows, steps].</param>
    /// <param name="forced">What it would be fed by a teacher, shape [rows, steps]; empty for no teacher.</param>
    /// <param name="coins">Above 0 where the teacher feeds.</param>
    /// <param name="lengths">Takes the steps of each row up to its end.</param>
    public void Run(
        ReadOnlySpan<float> contexts, int stride, int rows, Span<float> fed, ReadOnlySpan<float> forced, ReadOnlySpan<float> coins,
        Span<int> lengths)
    {
        int steps = _spec.Steps;
        using Scratch outputs = Scratch.Take(TileRows * _output.Width);
        for (int first = 0; first < rows; first += TileRows)
        {
            int count = Math.Min(TileRows, rows - first);
            Range own = (first * steps)..((first + count) * steps);
            RunTile(
                contexts[(first * stride)..], stride, count, fed[own], forced.IsEmpty ? [] : forced[own], forced.IsEmpty ? [] : coins[own],
                lengths.Slice(first, count), outputs.Values, _output.Width, 0);
        }
    }

    /// <summary>The same for a few rows, with their outputs.</summary>
    /// <param name="contexts">The contexts.</param>
    /// <param name="stride">Distance between them.</param>
    /// <param name="rows">How many; at most <see cref="TileRows"/>.</param>
    /// <param name="fed">Takes what each step is fed.</param>
    /// <param name="forced">What it would be fed by a teacher.</param>
    /// <param name="coins">Above 0 where the teacher feeds.</param>
    /// <param name="lengths">Takes the steps of each row up to its end.</param>
    /// <param name="outputs">Takes the outputs; what stands behind the end of a row is arbitrary.</param>
    /// <param name="outputRow">Distance between the outputs of neighbouring rows.</param>
    /// <param name="outputStep">Distance between those of neighbouring steps.</param>
    public void RunTile(
        ReadOnlySpan<float> contexts, int stride, int rows, Span<float> fed, ReadOnlySpan<float> forced, ReadOnlySpan<float> coins,
        Span<int> lengths, Span<float> outputs, int outputRow, int outputStep)
    {
        CellMath cell = _recurrence.Cell;
        (int section, int width, int steps) = (cell.Section, Kernel.Pad(_recurrence.Inputs), _spec.Steps);
        using Scratch scratch = Scratch.Take(rows * (width + cell.RecordWidth + 3 * section));
        Span<float> x = scratch.Values[..(rows * width)];
        Span<float> records = scratch.Values.Slice(rows * width, rows * cell.RecordWidth);
        Span<float> start = scratch.Values.Slice(rows * (width + cell.RecordWidth), 2 * rows * section);
        Span<float> states = scratch.Values[^(rows * section)..];
        scratch.Values.Clear();
        fed.Clear();
        lengths.Fill(steps);
        Span<int> inputs = stackalloc int[rows];
        Span<int> places = stackalloc int[rows];
        Span<int> ones = stackalloc int[rows];
        ones.Fill(1);
        for (int row = 0; row < rows; row++)
        {
            (inputs[row], places[row]) = (row * width, row * section);
            contexts.Slice(row * stride, Features).CopyTo(x[(row * width + _spec.FedSize)..]);
        }

        int going = rows;
        for (int t = 0; t < steps && going > 0; t++)
        {
            for (int row = 0; row < rows; row++)
                Embed(fed[row * steps + t], x[(row * width)..]);
            _recurrence.Forward(
                x, new SequencePlaces(inputs, 0), records, 0, cell.RecordWidth, 0, states, new SequencePlaces(places, 0), start, ones);
            states.CopyTo(start);
            for (int row = 0; row < rows && cell.HasCellState; row++)
                records.Slice(row * cell.RecordWidth + cell.GateWidth, section).CopyTo(start[((rows + row) * section)..]);
            _output.Run(states, places, [0], cell.HiddenSize, outputs[(t * outputStep)..], outputRow);
            for (int row = 0; row < rows; row++)
            {
                float own = Tell(outputs.Slice(row * outputRow + t * outputStep, _spec.OutputCount));
                if (_spec.TellsTokens && forced.IsEmpty && own == 0 && t < lengths[row])
                {
                    lengths[row] = t + 1;
                    going--;
                }

                int next = row * steps + t + 1;
                if (t + 1 < steps)
                    fed[next] = !forced.IsEmpty && coins[next] > 0 ? forced[next] : own;
            }
        }
    }

    private void Embed(float previous, Span<float> x)
    {
        if (_spec.TellsTokens)
            _embedding.AsSpan((int)previous * _spec.EmbeddingSize, _spec.EmbeddingSize).CopyTo(x);
        else
            x[0] = previous;
    }

    private float Tell(ReadOnlySpan<float> outputs) => _spec.TellsTokens ? TensorPrimitives.IndexOfMax(outputs) : outputs[0];
}
