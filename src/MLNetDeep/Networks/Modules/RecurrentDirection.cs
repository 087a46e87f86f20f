using System.Runtime.InteropServices;
using MLNetDeep.Scoring;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>What one direction of a recurrent layer keeps of a batch; steps lie together, the rows of a step beside each other.</summary>
internal sealed class DirectionBuffers(CellMath cell, int stepRows)
{
    /// <summary>Shape [steps, rows, record].</summary>
    public float[] Records { get; } = Allocate(stepRows * cell.RecordWidth);

    /// <summary>The states, shape [steps, rows, section].</summary>
    public float[] Outputs { get; } = Allocate(stepRows * cell.Section);

    /// <summary>Their slopes, shape [steps, rows, section]; none until the way back.</summary>
    public float[] Slopes { get; private set; } = [];

    public static float[] Allocate(int length) => GC.AllocateUninitializedArray<float>(length, pinned: true);

    /// <summary>The states, shape [steps, rows, hidden].</summary>
    public torch.Tensor States(int steps, int rows) =>
        RecurrentModule.View(Outputs, steps, rows, cell.Section).narrow(2, 0, cell.HiddenSize);

    /// <summary>Copies the states' slopes, shape [steps, rows, hidden].</summary>
    public void TakeSlopes(torch.Tensor slopes, int steps, int rows)
    {
        if (Slopes.Length < steps * rows * cell.Section)
        {
            Slopes = Allocate(steps * rows * cell.Section);
            Slopes.AsSpan().Clear(); // the padding must be no NaN
        }

        RecurrentModule.View(Slopes, steps, rows, cell.Section).narrow(2, 0, cell.HiddenSize).copy_(slopes);
    }
}

/// <summary>The weights of one direction of a recurrent layer, and the work with them.</summary>
internal sealed class DirectionWeights
{
    private const int LeastRows = 6; // what a product takes at once

    private readonly torch.Tensor _weightIh;
    private readonly torch.Tensor _weightHh;
    private readonly torch.Tensor _biasIh;
    private readonly torch.Tensor _biasHh;
    private readonly Recurrence _recurrence;
    private readonly bool _isReverse;

    public DirectionWeights(RecurrentSpec spec, int inputs, int direction, ModuleContext context)
    {
        string suffix = RecurrentSpec.Suffix(direction);
        (_weightIh, _weightHh) = (context["weight_ih" + suffix], context["weight_hh" + suffix]);
        (_biasIh, _biasHh) = (context["bias_ih" + suffix], context["bias_hh" + suffix]);
        _isReverse = direction == 1;
        _recurrence = new Recurrence(spec.Cell, inputs, spec.HiddenSize, _isReverse, isTraining: true);
    }

    public CellMath Cell => _recurrence.Cell;

    public bool AreTrained => _weightIh.requires_grad || _weightHh.requires_grad || _biasIh.requires_grad || _biasHh.requires_grad;

    public void Forward(float[] input, DirectionBuffers buffers, int steps, int rows, int[] lengths)
    {
        _recurrence.Load(Numbers(_weightIh), Numbers(_weightHh), Numbers(_biasIh), Numbers(_biasHh));
        if (lengths[^1] < steps) // what a row does not reach is 0
            buffers.Outputs.AsSpan(0, steps * rows * Cell.Section).Clear();
        int inputs = _recurrence.Inputs;
        Share(rows, lengths, (own, ownLengths, first, stride) =>
        {
            Span<int> x = stackalloc int[own];
            Span<int> y = stackalloc int[own];
            for (int i = 0; i < own; i++)
                (x[i], y[i]) = ((first + i * stride) * inputs, (first + i * stride) * Cell.Section);
            float[] start = new float[2 * own * Cell.Section];
            _recurrence.Forward(
                input, new SequencePlaces(x, rows * inputs), buffers.Records, first * Cell.RecordWidth, stride * Cell.RecordWidth,
                rows * Cell.RecordWidth, buffers.Outputs, new SequencePlaces(y, rows * Cell.Section), start, ownLengths);
        });
    }

    public void Backward(DirectionBuffers buffers, int rows, int[] lengths, int truncation)
    {
        Share(rows, lengths, (own, ownLengths, first, stride) =>
        {
            Span<int> y = stackalloc int[own];
            for (int i = 0; i < own; i++)
                y[i] = (first + i * stride) * Cell.Section;
            _recurrence.Backward(
                buffers.Records, first * Cell.RecordWidth, stride * Cell.RecordWidth, rows * Cell.RecordWidth, buffers.Outputs,
                buffers.Slopes, new SequencePlaces(y, rows * Cell.Section), ownLengths, truncation);
        });
        int longest = lengths[0];
        for (int t = lengths[^1]; t < longest; t++) // slopes of steps that rows do not have
        {
            int active = lengths.Count(length => length > t);
            buffers.Records.AsSpan((t * rows + active) * Cell.RecordWidth, (rows - active) * Cell.RecordWidth).Clear();
        }
    }

    /// <summary>Adds the gradients of the weights.</summary>
    /// <param name="x">The input, shape [steps rows, inputs], as far as a row has steps.</param>
    /// <param name="buffers">What the way back left.</param>
    /// <param name="steps">Steps of the longest row.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="needsInput">Whether the slopes of the input are wanted.</param>
    /// <returns>The slopes of the input, shape [steps rows, inputs]; null where they are not needed.</returns>
    public torch.Tensor? AddGradients(torch.Tensor x, DirectionBuffers buffers, int steps, int rows, bool needsInput)
    {
        (int hidden, int count) = (Cell.HiddenSize, steps * rows);
        torch.Tensor records = RecurrentModule.View(buffers.Records, count, Cell.RecordWidth);
        torch.Tensor states = RecurrentModule.View(buffers.Outputs, count, Cell.Section).narrow(1, 0, hidden);
        torch.Tensor? inputSlopes = null;
        for (int gate = 0; gate < Cell.GateCount; gate++)
        {
            torch.Tensor slopes = records.narrow(1, gate * Cell.Section, hidden);
            torch.Tensor hiddenSlopes = records.narrow(1, Cell.HiddenSlopes[gate], hidden);
            Add(_weightIh, gate, () => slopes.t().mm(x));
            Add(_biasIh, gate, () => slopes.sum(dim: 0));
            Add(_biasHh, gate, () => hiddenSlopes.sum(dim: 0));
            if (steps > 1)
                Add(_weightHh, gate, () => _isReverse
                    ? hiddenSlopes.narrow(0, 0, count - rows).t().mm(states.narrow(0, rows, count - rows))
                    : hiddenSlopes.narrow(0, rows, count - rows).t().mm(states.narrow(0, 0, count - rows)));
            if (!needsInput)
                continue;
            torch.Tensor product = slopes.mm(_weightIh.narrow(0, gate * hidden, hidden));
            inputSlopes = inputSlopes is null ? product : inputSlopes.add_(product);
        }

        return inputSlopes;
    }

    private void Add(torch.Tensor weights, int gate, Func<torch.Tensor> gradient)
    {
        if (!weights.requires_grad)
            return;
        using torch.Tensor all = weights.grad!;
        all.narrow(0, gate * Cell.HiddenSize, Cell.HiddenSize).add_(gradient());
    }

    /// <summary>Every n-th row for each of n threads, so that long rows are shared out evenly.</summary>
    private static void Share(int rows, int[] lengths, RowWork work)
    {
        int count = Math.Clamp(rows / LeastRows, 1, torch.get_num_threads());
        if (count == 1)
        {
            work(rows, lengths, 0, 1);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, first =>
        {
            int[] own = [.. Enumerable.Range(0, (rows - first + count - 1) / count).Select(i => lengths[first + i * count])];
            work(own.Length, own, first, count);
        });
    }

    private static ReadOnlySpan<float> Numbers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private delegate void RowWork(int rows, int[] lengths, int first, int stride);
}
