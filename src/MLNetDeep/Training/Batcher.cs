using MLNetDeep.Training.Managed;

namespace MLNetDeep.Training;

/// <summary>
/// Hands out the rows of one part of the data in batches, as they lie or in a random order. Its tensors belong to the dispose scope
/// that is current when it is made.
/// </summary>
internal abstract class Batcher
{
    private readonly int _batchSize;
    private readonly bool _joinLoneRow;

    /// <param name="rowCount">Rows.</param>
    /// <param name="batchSize">Rows in a batch; the last one takes what remains.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before, as batch statistics need.</param>
    protected Batcher(int rowCount, int batchSize, bool joinLoneRow)
    {
        RowCount = rowCount;
        _batchSize = batchSize;
        _joinLoneRow = joinLoneRow;
    }

    public int RowCount { get; }

    /// <summary>Whether rows that do not fill a last batch are left out, unless they are all there are.</summary>
    public bool DropsLast { get; init; }

    /// <summary>The targets in the rows' first order, shape [rows, targets].</summary>
    public abstract float[] TargetValues { get; }

    /// <summary>The weights in the rows' first order, shape [rows]; empty when all rows count alike.</summary>
    public abstract float[] WeightValues { get; }

    public int BatchCount
    {
        get
        {
            int whole = RowCount / _batchSize;
            int rest = RowCount % _batchSize;
            return rest == 0 || (DropsLast && whole > 0) || (rest == 1 && _joinLoneRow && whole > 0) ? whole : whole + 1;
        }
    }

    /// <summary>The most rows a batch has.</summary>
    public int LargestBatch => Math.Min(RowCount, _joinLoneRow ? _batchSize + 1 : _batchSize);

    /// <summary>Puts the rows into an epoch's order, which depends on nothing but the seed and the epoch.</summary>
    public abstract void BeginEpoch(int epoch, FitRandom random);

    /// <summary>A batch in the present order.</summary>
    /// <param name="index">Number of the batch, from 0.</param>
    public Batch Get(int index)
    {
        (int start, int count) = Bounds(index);
        return Take(start, count);
    }

    /// <summary>The same batch in managed memory.</summary>
    /// <param name="index">Number of the batch, from 0.</param>
    /// <param name="batch">What to fill.</param>
    public void Get(int index, ManagedBatch batch)
    {
        (int start, int count) = Bounds(index);
        Take(start, count, batch);
    }

    /// <summary>Some rows in the present order.</summary>
    protected abstract Batch Take(int start, int count);

    /// <summary>The same rows in managed memory.</summary>
    protected abstract void Take(int start, int count, ManagedBatch batch);

    private (int Start, int Count) Bounds(int index)
    {
        int start = index * _batchSize;
        bool takesRest = index == BatchCount - 1 && !(DropsLast && RowCount >= _batchSize);
        return (start, takesRest ? RowCount - start : _batchSize);
    }
}
