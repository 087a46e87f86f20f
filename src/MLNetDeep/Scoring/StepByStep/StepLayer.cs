using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>A layer that is fed step by step, and keeps what it must know of the steps before.</summary>
internal abstract class StepLayer
{
    /// <summary>What is kept from step to step; nothing for most layers.</summary>
    public virtual Span<float> State => [];

    /// <summary>Takes one step.</summary>
    /// <param name="input">The step, padded to whole panels.</param>
    /// <returns>The layer's output, padded alike; the layer's own until the next step.</returns>
    public abstract ReadOnlySpan<float> Next(ReadOnlySpan<float> input);

    /// <summary>Layers one after the other, as far as they do something to a row that is scored.</summary>
    /// <param name="layers">Each layer with the shape of its input and its weights' prefix.</param>
    /// <param name="weights">The weights.</param>
    /// <exception cref="NotSupportedException">A layer needs more than the steps so far; the message names it.</exception>
    public static StepLayer[] Chain(LayerStack layers, LayerWeights weights)
    {
        var chain = new List<StepLayer>();
        for (int i = 0; i < layers.Layers.Count; i++)
        {
            if (layers.Layers[i].CreateStep(layers.GetInputShape(i), weights.Under(layers.Prefix(i))) is { } step)
                chain.Add(step);
        }

        return [.. chain];
    }

    /// <summary>Feeds layers one after the other.</summary>
    public static ReadOnlySpan<float> Run(StepLayer[] chain, ReadOnlySpan<float> input)
    {
        foreach (StepLayer layer in chain)
            input = layer.Next(input);
        return input;
    }
}

/// <summary>A layer that treats every step alike, or comes after the pool of the steps.</summary>
internal sealed class KernelStep(Kernel kernel) : StepLayer
{
    private readonly float[] _output = new float[kernel.OutputStride];

    public override ReadOnlySpan<float> Next(ReadOnlySpan<float> input)
    {
        RowLengths.Clear();
        kernel.Run(input[..kernel.InputStride], _output, 1);
        return _output;
    }
}

/// <summary>A recurrent layer.</summary>
internal sealed class RecurrentStep : StepLayer
{
    private static readonly int[] Origin = [0];
    private static readonly int[] OneStep = [1];

    private readonly Recurrence _recurrence;
    private readonly float[] _state; // the state, then the second one
    private readonly float[] _record;
    private readonly float[] _next; // the state after the step
    private readonly float[] _output;

    public RecurrentStep(Recurrence recurrence)
    {
        _recurrence = recurrence;
        CellMath cell = recurrence.Cell;
        (_state, _record, _next) = (new float[2 * cell.Section], new float[cell.RecordWidth], new float[cell.Section]);
        _output = new float[Kernel.Pad(cell.HiddenSize)];
    }

    public override Span<float> State => _state;

    public override ReadOnlySpan<float> Next(ReadOnlySpan<float> input)
    {
        CellMath cell = _recurrence.Cell;
        _recurrence.Forward(
            input, new SequencePlaces(Origin, 0), _record, 0, cell.RecordWidth, cell.RecordWidth, _next, new SequencePlaces(Origin, 0), _state,
            OneStep);
        _next.CopyTo(_state, 0);
        if (cell.HasCellState)
            _record.AsSpan(cell.GateWidth, cell.Section).CopyTo(_state.AsSpan(cell.Section));
        _next.AsSpan(0, cell.HiddenSize).CopyTo(_output);
        return _output;
    }
}

/// <summary>The pool of the steps so far.</summary>
internal sealed class StepPoolStep(StepPool pool, int width) : StepLayer
{
    private readonly float[] _state = new float[width + 1]; // sum or largest, then how many
    private readonly float[] _output = new float[Kernel.Pad(width)];

    public override Span<float> State => _state;

    public override ReadOnlySpan<float> Next(ReadOnlySpan<float> input)
    {
        ReadOnlySpan<float> step = input[..width];
        float count = _state[width] += 1;
        for (int i = 0; i < width; i++)
        {
            _state[i] = pool switch
            {
                StepPool.Mean => _state[i] + step[i],
                StepPool.Max when count > 1 => Math.Max(_state[i], step[i]),
                _ => step[i],
            };
            _output[i] = pool == StepPool.Mean ? _state[i] / count : _state[i];
        }

        return _output;
    }
}

/// <summary>Branches over the same step, joined.</summary>
internal sealed class ParallelStep(StepLayer[][] branches, int[] widths, BranchJoin join) : StepLayer
{
    private readonly float[] _output = new float[Kernel.Pad(join == BranchJoin.Concatenate ? widths.Sum() : widths[0])];

    /// <summary>The branches' own layers, whose states are kept by whoever walks them.</summary>
    public IEnumerable<StepLayer> Layers => branches.SelectMany(branch => branch);

    public override ReadOnlySpan<float> Next(ReadOnlySpan<float> input)
    {
        int column = 0;
        for (int i = 0; i < branches.Length; i++)
        {
            ReadOnlySpan<float> values = Run(branches[i], input)[..widths[i]];
            if (i > 0 && join == BranchJoin.Add)
                System.Numerics.Tensors.TensorPrimitives.Add(values, _output.AsSpan(0, widths[i]), _output);
            else
                values.CopyTo(_output.AsSpan(column));
            column += join == BranchJoin.Concatenate ? widths[i] : 0;
        }

        return _output;
    }
}
