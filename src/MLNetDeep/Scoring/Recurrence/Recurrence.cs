using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// One direction of a recurrent layer in managed code: the same arithmetic trains and scores. Rows come longest first, so that those
/// which have a step are always the first ones.
/// </summary>
internal sealed class Recurrence
{
    private readonly WeightPanels _input;
    private readonly WeightPanels _hidden;
    private readonly WeightPanels? _hiddenBack; // slopes of the gates into slopes of the state
    private readonly int[] _slopeRuns;
    private readonly bool _isReverse;
    private readonly bool _isGru;

    /// <summary>Makes a layer without weights.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="hiddenSize">Numbers in the state.</param>
    /// <param name="isReverse">Whether rows are read from their end.</param>
    /// <param name="isTraining">Whether there is a way back.</param>
    public Recurrence(RecurrentCell cell, int inputs, int hiddenSize, bool isReverse, bool isTraining)
    {
        Cell = CellMath.Of(cell, hiddenSize);
        (Inputs, _isReverse, _isGru) = (inputs, isReverse, cell == RecurrentCell.Gru);
        _input = new WeightPanels(new float[Cell.GateWidth], inputs, isRectified: false);
        _hidden = new WeightPanels(new float[Cell.GateWidth], hiddenSize, isRectified: false);
        _slopeRuns = [.. Cell.HiddenSlopes];
        _hiddenBack = isTraining ? new WeightPanels(new float[hiddenSize], Cell.GateCount * hiddenSize, isRectified: false) : null;
    }

    public CellMath Cell { get; }

    /// <summary>Features of a step.</summary>
    public int Inputs { get; }

    /// <summary>Takes over the weights, which lie as PyTorch has them.</summary>
    public void Load(ReadOnlySpan<float> weightIh, ReadOnlySpan<float> weightHh, ReadOnlySpan<float> biasIh, ReadOnlySpan<float> biasHh)
    {
        int hidden = Cell.HiddenSize;
        for (int gate = 0; gate < Cell.GateCount; gate++)
        {
            int first = gate * Cell.Section;
            _input.Load(weightIh.Slice(gate * hidden * Inputs, hidden * Inputs), first, hidden, Inputs, 1);
            _hidden.Load(weightHh.Slice(gate * hidden * hidden, hidden * hidden), first, hidden, hidden, 1);
            // Where the product with the state is not simply added, its bias stays with it.
            bool isApart = _isGru && gate == 2;
            for (int k = 0; k < hidden; k++)
            {
                _input.Bias[first + k] = biasIh[gate * hidden + k] + (isApart ? 0 : biasHh[gate * hidden + k]);
                _hidden.Bias[first + k] = isApart ? biasHh[gate * hidden + k] : 0;
            }
        }

        _hiddenBack?.Load(weightHh, 0, hidden, 1, hidden);
    }

    /// <summary>Reads rows.</summary>
    /// <param name="x">The input.</param>
    /// <param name="xAt">Where its steps lie.</param>
    /// <param name="records">Takes what the way back needs.</param>
    /// <param name="firstRecord">Where the record of the first row's first step lies.</param>
    /// <param name="recordRow">Distance between the records of neighbouring rows.</param>
    /// <param name="recordStep">Distance between the records of neighbouring steps.</param>
    /// <param name="y">Takes the states, one section each.</param>
    /// <param name="yAt">Where they lie.</param>
    /// <param name="start">States before the first step: shape [rows, section], and behind them the second states.</param>
    /// <param name="lengths">Steps of each row, longest first.</param>
    public void Forward(
        ReadOnlySpan<float> x, SequencePlaces xAt, Span<float> records, int firstRecord, int recordRow, int recordStep, Span<float> y,
        SequencePlaces yAt, ReadOnlySpan<float> start, ReadOnlySpan<int> lengths)
    {
        if (lengths[0] == 0)
            return;
        (int rows, int section) = (lengths.Length, Cell.Section);
        using Scratch scratch = Scratch.Take(rows * Cell.GateWidth);
        Span<float> products = scratch.Values;
        Span<int> places = stackalloc int[rows];
        ReadOnlySpan<float> cells = start[(rows * section)..];
        ProjectInputs(x, xAt, records[firstRecord..], recordRow, recordStep, lengths);
        int longest = lengths[0];
        int previous = _isReverse ? 1 : -1;
        for (int i = 0; i < longest; i++)
        {
            int t = _isReverse ? longest - 1 - i : i;
            int active = ActiveRows(lengths, t);
            int going = _isReverse ? ActiveRows(lengths, t + 1) : i == 0 ? 0 : active; // the others start
            if (going > 0)
            {
                yAt.Fill(places[..going], 0, t + previous);
                _hidden.Run(y, places[..going], [0], Cell.HiddenSize, products, Cell.GateWidth);
            }

            if (going < active)
            {
                for (int row = going; row < active; row++)
                    places[row] = row * section;
                _hidden.Run(start, places[going..active], [0], Cell.HiddenSize, products[(going * Cell.GateWidth)..], Cell.GateWidth);
            }

            for (int row = 0; row < active; row++)
            {
                int at = firstRecord + row * recordRow + t * recordStep;
                bool starts = row >= going;
                ReadOnlySpan<float> state = starts ? start.Slice(row * section, section) : y.Slice(yAt.Of(row, t + previous), section);
                ReadOnlySpan<float> cell = !Cell.HasCellState ? []
                    : starts ? cells.Slice(row * section, section)
                    : records.Slice(at + previous * recordStep + Cell.GateWidth, section);
                Cell.Forward(
                    records.Slice(at, Cell.RecordWidth), products.Slice(row * Cell.GateWidth, Cell.GateWidth), state, cell,
                    y.Slice(yAt.Of(row, t), section));
            }
        }
    }

    /// <summary>The way back, from zero states at the start: turns records into slopes.</summary>
    /// <param name="records">As <see cref="Forward"/> left them.</param>
    /// <param name="firstRecord">Where the record of the first row's first step lies.</param>
    /// <param name="recordRow">Distance between the records of neighbouring rows.</param>
    /// <param name="recordStep">Distance between the records of neighbouring steps.</param>
    /// <param name="y">The states.</param>
    /// <param name="slopes">Their slopes, laid out like them.</param>
    /// <param name="yAt">Where both lie.</param>
    /// <param name="lengths">Steps of each row, longest first.</param>
    /// <param name="truncation">Slopes do not pass multiples of this many steps; 0 for none.</param>
    public void Backward(
        Span<float> records, int firstRecord, int recordRow, int recordStep, ReadOnlySpan<float> y, ReadOnlySpan<float> slopes,
        SequencePlaces yAt, ReadOnlySpan<int> lengths, int truncation)
    {
        if (lengths[0] == 0)
            return;
        (int rows, int section, int width) = (lengths.Length, Cell.Section, _hiddenBack!.Width);
        using Scratch scratch = Scratch.Take(rows * (2 * section + width) + section);
        Span<float> carried = scratch.Values[..(rows * section)];
        Span<float> cellSlopes = scratch.Values.Slice(rows * section, rows * section);
        Span<float> products = scratch.Values.Slice(2 * rows * section, rows * width);
        ReadOnlySpan<float> zeros = scratch.Values[^section..];
        scratch.Values.Clear();
        Span<int> places = stackalloc int[rows];
        int longest = lengths[0];
        int previous = _isReverse ? 1 : -1;
        for (int i = 0; i < longest; i++)
        {
            int t = _isReverse ? i : longest - 1 - i;
            int active = ActiveRows(lengths, t);
            for (int row = 0; row < active; row++)
            {
                int at = firstRecord + row * recordRow + t * recordStep;
                bool starts = _isReverse ? t + 1 == lengths[row] : t == 0;
                Span<float> slope = carried.Slice(row * section, section);
                Add(slopes.Slice(yAt.Of(row, t), section), slope);
                ReadOnlySpan<float> state = starts ? zeros : y.Slice(yAt.Of(row, t + previous), section);
                ReadOnlySpan<float> cell = !Cell.HasCellState ? []
                    : starts ? zeros : records.Slice(at + previous * recordStep + Cell.GateWidth, section);
                Cell.Backward(
                    records.Slice(at, Cell.RecordWidth), state, cell, y.Slice(yAt.Of(row, t), section), slope,
                    cellSlopes.Slice(row * section, section));
                places[row] = at;
            }

            if (truncation > 0 && (_isReverse ? t + 1 : t) % truncation == 0)
            {
                carried.Clear();
                cellSlopes.Clear();
                continue;
            }

            _hiddenBack.Run(records, places[..active], _slopeRuns, Cell.HiddenSize, products, width);
            for (int row = 0; row < active; row++)
                Add(products.Slice(row * width, section), carried.Slice(row * section, section));
        }
    }

    /// <summary>W x + b of all steps.</summary>
    private void ProjectInputs(
        ReadOnlySpan<float> x, SequencePlaces xAt, Span<float> records, int recordRow, int recordStep, ReadOnlySpan<int> lengths)
    {
        if (lengths.Length == 1) // along the steps, since many places at once are quicker
        {
            Span<int> steps = lengths[0] <= 1024 ? stackalloc int[lengths[0]] : new int[lengths[0]];
            for (int t = 0; t < steps.Length; t++)
                steps[t] = xAt.Of(0, t);
            _input.Run(x, steps, [0], Inputs, records, recordStep);
            return;
        }

        Span<int> places = stackalloc int[lengths.Length];
        for (int t = 0; t < lengths[0]; t++)
        {
            int active = ActiveRows(lengths, t);
            xAt.Fill(places[..active], 0, t);
            _input.Run(x, places[..active], [0], Inputs, records[(t * recordStep)..], recordRow);
        }
    }

    /// <summary>How many rows have the step; the first ones.</summary>
    private static int ActiveRows(ReadOnlySpan<int> lengths, int step)
    {
        int count = lengths.Length;
        while (count > 0 && lengths[count - 1] <= step)
            count--;
        return count;
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sum) =>
        System.Numerics.Tensors.TensorPrimitives.Add(sum, values, sum);
}
