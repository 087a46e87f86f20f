using System.Numerics.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;

namespace MLNetDeep.Training.Managed;

/// <summary>Some columns of the input.</summary>
internal sealed class SelectLayer(ManagedContext context, int[] columns)
    : ManagedLayer(context.Input, context.Output(columns.Length))
{
    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        for (int row = 0; row < Input.RowCount; row++)
        {
            ReadOnlySpan<float> x = Input.Row(row);
            Span<float> y = Output.Row(row);
            for (int i = 0; i < columns.Length; i++)
                y[i] = x[columns[i]];
        }
    }

    public override void Backward()
    {
        if (!Input.NeedsGradients)
            return;
        Input.Gradients.AsSpan(0, Input.Length).Clear();
        for (int row = 0; row < Input.RowCount; row++)
        {
            Span<float> dx = Input.GradientRow(row);
            ReadOnlySpan<float> dy = Output.GradientRow(row);
            for (int i = 0; i < columns.Length; i++)
                dx[columns[i]] += dy[i];
        }
    }
}

/// <summary>Branches that see the same input, beside each other or summed.</summary>
internal sealed class ParallelLayer : ManagedLayer
{
    private readonly Block[] _forks;
    private readonly ManagedSequence[] _branches;
    private readonly bool _adds;

    private ParallelLayer(Block input, Block output, Block[] forks, ManagedSequence[] branches, bool adds) : base(input, output) =>
        (_forks, _branches, _adds) = (forks, branches, adds);

    public static ParallelLayer Create(ManagedContext context, IReadOnlyList<LayerStack> stacks, BranchJoin join, int outputWidth)
    {
        Block[] forks = [.. stacks.Select(_ => context.Input.Fork())];
        ManagedSequence[] branches = [.. stacks.Select((stack, i) => context.Create(stack, forks[i]))];
        var output = new Block(outputWidth, branches.Any(branch => branch.Output.NeedsGradients));
        return new ParallelLayer(context.Input, output, forks, branches, join == BranchJoin.Add);
    }

    public override void Forward(bool isTraining)
    {
        for (int i = 0; i < _branches.Length; i++)
        {
            _forks[i].Reserve(Input.RowCount, isTraining);
            _branches[i].Forward(isTraining);
        }

        Output.Reserve(_branches[0].Output.RowCount, isTraining);
        int column = 0;
        foreach (ManagedSequence branch in _branches)
        {
            Block part = branch.Output;
            for (int row = 0; row < Output.RowCount; row++)
            {
                Span<float> target = Output.Row(row).Slice(column, part.Width);
                if (_adds && branch != _branches[0])
                    TensorPrimitives.Add(target, part.Row(row), target);
                else
                    part.Row(row).CopyTo(target);
            }

            column += _adds ? 0 : part.Width;
        }
    }

    public override void Backward()
    {
        int column = 0;
        for (int i = 0; i < _branches.Length; i++)
        {
            Block part = _branches[i].Output;
            if (part.NeedsGradients)
            {
                for (int row = 0; row < Output.RowCount; row++)
                    Output.GradientRow(row).Slice(column, part.Width).CopyTo(part.GradientRow(row));
                _branches[i].Backward();
            }

            column += _adds ? 0 : part.Width;
        }

        if (!Input.NeedsGradients)
            return;
        Span<float> sum = Input.Gradients.AsSpan(0, Input.Length);
        _forks[0].Gradients.AsSpan(0, Input.Length).CopyTo(sum);
        foreach (Block fork in _forks.AsSpan(1))
            TensorPrimitives.Add(sum, fork.Gradients.AsSpan(0, Input.Length), sum);
    }
}

/// <summary>Each row for every member; or, where members learn from rows of their own, the rows as they are.</summary>
internal sealed class EnsembleViewLayer(ManagedContext context, int members)
    : ManagedLayer(context.Input, context.Output(context.Input.Width))
{
    private readonly StepState _step = context.Step;
    private int _copies = 1;

    public override void Forward(bool isTraining)
    {
        _copies = isTraining && _step.SeparatesMembers ? 1 : members;
        Output.Reserve(Input.RowCount * _copies, isTraining);
        for (int row = 0; row < Output.RowCount; row++)
            Input.Row(row / _copies).CopyTo(Output.Row(row));
    }

    public override void Backward()
    {
        if (!Input.NeedsGradients)
            return;
        for (int row = 0; row < Output.RowCount; row++)
        {
            Span<float> dx = Input.GradientRow(row / _copies);
            if (row % _copies == 0)
                Output.GradientRow(row).CopyTo(dx);
            else
                TensorPrimitives.Add(dx, Output.GradientRow(row), dx);
        }
    }
}

/// <summary>Looks up a vector for each column's category; one table holds the vectors of all columns.</summary>
internal sealed class CategoryEmbeddingLayer : ManagedLayer
{
    private readonly ManagedTensor _weight;
    private readonly int[] _counts;
    private readonly int[] _starts;
    private readonly int _size;

    public CategoryEmbeddingLayer(ManagedContext context, IReadOnlyList<int> counts, int size)
        : base(context.Input, context.Output(counts.Count * size, context["weight"]))
    {
        (_weight, _counts, _size) = (context["weight"], [.. counts], size);
        _starts = new int[_counts.Length];
        for (int i = 1; i < _starts.Length; i++)
            _starts[i] = _starts[i - 1] + _counts[i - 1] + 1;
    }

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        for (int row = 0; row < Input.RowCount; row++)
            for (int column = 0; column < _counts.Length; column++)
                _weight.Values.Slice(Place(row, column), _size).CopyTo(Output.Row(row)[(column * _size)..]);
    }

    public override void Backward()
    {
        if (_weight.IsTrained)
        {
            _weight.Gradients.Clear();
            for (int row = 0; row < Input.RowCount; row++)
            {
                for (int column = 0; column < _counts.Length; column++)
                {
                    Span<float> sum = _weight.Gradients.Slice(Place(row, column), _size);
                    TensorPrimitives.Add(sum, Output.GradientRow(row).Slice(column * _size, _size), sum);
                }
            }
        }

        if (Input.NeedsGradients) // the number of a category has no slope
            Input.Gradients.AsSpan(0, Input.Length).Clear();
    }

    /// <summary>What is missing, or no number of a category, has the first vector of its column.</summary>
    private int Place(int row, int column)
    {
        float number = Input.Row(row)[column];
        int known = number >= 0 && number <= _counts[column] ? (int)number : 0;
        return (_starts[column] + known) * _size;
    }
}
