using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>
/// A recurrent layer that trains in managed code: the threads share the rows, not the steps, so that nobody waits between steps;
/// libtorch multiplies the large matrices of the weights' gradients.
/// </summary>
internal sealed class RecurrentModule : LayerModule
{
    private readonly RecurrentSpec _spec;
    private readonly StepState _step;
    private readonly int _steps;
    private readonly int _inputs;
    private readonly DirectionWeights[] _weights;
    private float[] _input = []; // [steps, rows, inputs]
    private DirectionBuffers[] _buffers = [];

    public RecurrentModule(RecurrentSpec spec, ModuleContext context)
    {
        (_spec, _step, _steps, _inputs) = (spec, context.Step, context.InputShape[0], context.InputShape[1]);
        _weights = [.. Enumerable.Range(0, spec.DirectionCount).Select(i => new DirectionWeights(spec, _inputs, i, context))];
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        int rows = (int)input.size(0);
        bool isRecorded = torch.is_grad_enabled() && (input.requires_grad || _weights.Any(weights => weights.AreTrained));
        SortedRows sorted = SortedRows.Of(_step.LengthsFor(_steps), rows, _steps);
        Reserve(rows, keepsOwn: pass == Pass.Training);
        torch.Tensor x = View(_input, _steps, rows, _inputs);
        torch.Tensor output;
        using (torch.no_grad())
        {
            x.copy_(sorted.Arrange(input).transpose(0, 1));
            for (int i = 0; i < _weights.Length; i++)
                _weights[i].Forward(_input, _buffers[i], _steps, rows, sorted.Lengths);
            var states = _buffers.Select(buffer => buffer.States(_steps, rows)).ToArray();
            output = sorted.Restore((states.Length == 1 ? states[0] : torch.cat(states, -1)).transpose(0, 1)).contiguous();
        }

        if (isRecorded)
        {
            // What is kept for the way back must not be overwritten by a second batch before it.
            (float[] ownInput, DirectionBuffers[] own) = (_input, _buffers);
            if (pass != Pass.Training)
                (_input, _buffers) = ([], []);
            output.requires_grad = true;
            _step.Cuts.Add(new GradientCut(input, output, slope => Differentiate(slope, ownInput, own, sorted, input.requires_grad)));
        }

        return output;
    }

    private torch.Tensor? Differentiate(
        torch.Tensor slope, float[] input, DirectionBuffers[] buffers, SortedRows sorted, bool needsInput)
    {
        using var noGradients = torch.no_grad();
        (int rows, int steps) = (sorted.Lengths.Length, sorted.Lengths[0]); // behind the longest row is nothing
        if (steps == 0)
            return needsInput ? torch.zeros([rows, _steps, _inputs]) : null;
        torch.Tensor slopes = sorted.Arrange(slope).transpose(0, 1);
        torch.Tensor x = View(input, steps * rows, _inputs);
        torch.Tensor? sum = null;
        for (int i = 0; i < _weights.Length; i++)
        {
            buffers[i].TakeSlopes(slopes.narrow(2, i * _spec.HiddenSize, _spec.HiddenSize), _steps, rows);
            _weights[i].Backward(buffers[i], rows, sorted.Lengths, _spec.TruncationSteps ?? 0);
            torch.Tensor? part = _weights[i].AddGradients(x, buffers[i], steps, rows, needsInput);
            sum = sum is null ? part : sum.add_(part!);
        }

        if (sum is not null && steps < _steps)
            sum = torch.cat([sum, torch.zeros([(_steps - steps) * rows, _inputs])], 0);
        return sum is null ? null : sorted.Restore(sum.view(_steps, rows, _inputs).transpose(0, 1));
    }

    private void Reserve(int rows, bool keepsOwn)
    {
        if (!keepsOwn || _input.Length < _steps * rows * _inputs)
        {
            _input = DirectionBuffers.Allocate(_steps * rows * _inputs);
            _buffers = [.. _weights.Select(weights => new DirectionBuffers(weights.Cell, _steps * rows))];
        }
    }

    internal static torch.Tensor View(float[] values, params long[] shape)
    {
        using torch.Tensor all = torch.from_array(values);
        using torch.Tensor used = all.narrow(0, 0, shape.Aggregate(1L, (product, size) => product * size));
        return used.view(shape);
    }
}

/// <summary>The order of rows by their lengths, longest first; as they come where all are of one length.</summary>
/// <param name="Lengths">The lengths in that order.</param>
/// <param name="Order">The rows in that order; null for rows as they come.</param>
/// <param name="Back">Where each row went.</param>
internal sealed record SortedRows(int[] Lengths, torch.Tensor? Order, torch.Tensor? Back)
{
    public static SortedRows Of(ReadOnlySpan<int> lengths, int rows, int steps)
    {
        if (lengths.IsEmpty)
            return new SortedRows([.. Enumerable.Repeat(steps, rows)], null, null);
        int[] own = lengths.ToArray();
        long[] order = [.. Enumerable.Range(0, rows).OrderByDescending(row => own[row]).Select(row => (long)row)];
        long[] back = new long[rows];
        for (int i = 0; i < rows; i++)
            back[order[i]] = i;
        return new SortedRows([.. order.Select(row => own[row])], torch.tensor(order), torch.tensor(back));
    }

    public torch.Tensor Arrange(torch.Tensor rows) => Order is null ? rows : rows.index_select(0, Order);

    public torch.Tensor Restore(torch.Tensor rows) => Back is null ? rows : rows.index_select(0, Back);
}
