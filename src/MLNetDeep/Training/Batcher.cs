using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// Hands out the rows of one part of the data, as they lie or in a random order: one index_select a batch and column block, no
/// tensor for a row. Its tensors belong to the dispose scope that is current when it is made.
/// </summary>
internal sealed class Batcher
{
    private readonly int[] _rows;
    private readonly float[]? _weights;
    private readonly torch.Tensor _features;
    private readonly torch.Tensor _targets;
    private readonly torch.Tensor? _weightColumn;
    private readonly int _batchSize;
    private readonly bool _joinLoneRow;
    private torch.Tensor? _order;
    private long[]? _orderOnHost;

    /// <summary>Gathers the rows into blocks of their own.</summary>
    /// <param name="features">Normalised features.</param>
    /// <param name="targets">Targets.</param>
    /// <param name="weights">Row weights or null.</param>
    /// <param name="rows">The rows of this part; those of weight 0 are left out, since they change nothing.</param>
    /// <param name="batchSize">Rows in a batch; the last one takes what remains.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before, as batch statistics need.</param>
    public Batcher(TensorTable features, TensorTable targets, float[]? weights, int[] rows, int batchSize, bool joinLoneRow)
    {
        _rows = weights is null ? rows : [.. rows.Where(row => weights[row] > 0)];
        _batchSize = batchSize;
        _joinLoneRow = joinLoneRow;
        _features = Gather(features);
        _targets = Gather(targets);
        if (weights is not null)
        {
            _weights = [.. _rows.Select(row => weights[row])];
            _weightColumn = torch.tensor(_weights);
        }
    }

    public int RowCount => _rows.Length;

    /// <summary>The targets in the rows' first order, shape [rows, targets].</summary>
    public float[] TargetValues => _targets.data<float>().ToArray();

    /// <summary>The weights in the rows' first order, shape [rows]; empty when all rows count alike.</summary>
    public float[] WeightValues => _weights ?? [];

    public int BatchCount
    {
        get
        {
            int whole = _rows.Length / _batchSize;
            int rest = _rows.Length % _batchSize;
            return rest == 0 || (rest == 1 && _joinLoneRow && whole > 0) ? whole : whole + 1;
        }
    }

    /// <summary>The most rows a batch has.</summary>
    public int LargestBatch => Math.Min(_rows.Length, _joinLoneRow ? _batchSize + 1 : _batchSize);

    /// <summary>Puts the rows into another order.</summary>
    /// <param name="order">A permutation of the numbers below <see cref="RowCount"/>; not copied.</param>
    public void Reorder(long[] order)
    {
        _order?.Dispose();
        _order = torch.from_array(order);
        _orderOnHost = order;
    }

    /// <summary>A batch in the present order.</summary>
    /// <param name="index">Number of the batch, from 0.</param>
    public Batch Get(int index)
    {
        int start = index * _batchSize;
        int count = index == BatchCount - 1 ? _rows.Length - start : _batchSize;
        if (_order is null)
        {
            return new Batch(
                _features.narrow(0, start, count), _targets.narrow(0, start, count), _weightColumn?.narrow(0, start, count),
                TotalWeight(start, count));
        }

        torch.Tensor chosen = _order.narrow(0, start, count);
        return new Batch(
            _features.index_select(0, chosen), _targets.index_select(0, chosen), _weightColumn?.index_select(0, chosen),
            TotalWeight(start, count));
    }

    private double TotalWeight(int start, int count)
    {
        if (_weights is null)
            return count;
        double sum = 0;
        for (int i = start; i < start + count; i++)
            sum += _weights[_orderOnHost is null ? i : _orderOnHost[i]];
        return sum;
    }

    private torch.Tensor Gather(TensorTable table)
    {
        float[] values = new float[checked(_rows.Length * table.Width)];
        for (int i = 0; i < _rows.Length; i++)
            table.Row(_rows[i]).CopyTo(values.AsSpan(i * table.Width));
        using torch.Tensor flat = torch.from_array(values); // pins and shares the array
        return flat.view(_rows.Length, table.Width);
    }
}
