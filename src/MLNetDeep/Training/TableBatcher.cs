using System.Runtime.CompilerServices;
using MLNetDeep.Training.Managed;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Batches of rows in memory.</summary>
internal sealed class TableBatcher : Batcher
{
    private readonly int[] _rows;
    private readonly float[]? _weights;
    private readonly FeatureBlock _features;
    private readonly int _targetWidth;
    private readonly float[] _targetValues;
    private readonly torch.Tensor _targets; // over the values
    private readonly torch.Tensor? _weightColumn;
    private torch.Tensor? _order;
    private long[]? _orderOnHost;
    private int _epoch;

    /// <summary>Gathers the rows into blocks of their own.</summary>
    /// <param name="features">Makes the features of the rows that are given.</param>
    /// <param name="targets">Targets.</param>
    /// <param name="weights">Row weights or null.</param>
    /// <param name="rows">The rows of this part; those of weight 0 are left out, since they change nothing.</param>
    /// <param name="batchSize">Rows in a batch; the last one takes what remains.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before, as batch statistics need.</param>
    public TableBatcher(
        Func<int[], FeatureBlock> features, TensorTable targets, float[]? weights, int[] rows, int batchSize, bool joinLoneRow)
        : this(features, targets, weights, batchSize, joinLoneRow, weights is null ? rows : [.. rows.Where(row => weights[row] > 0)])
    {
    }

    private TableBatcher(
        Func<int[], FeatureBlock> features, TensorTable targets, float[]? weights, int batchSize, bool joinLoneRow, int[] weighted)
        : base(weighted.Length, batchSize, joinLoneRow)
    {
        _rows = weighted;
        _features = features(weighted);
        _targetWidth = targets.Width;
        _targetValues = EncodedBlock.Gather(targets, weighted);
        _targets = EncodedBlock.Share(_targetValues, weighted.Length, _targetWidth);
        if (weights is not null)
        {
            _weights = [.. _rows.Select(row => weights[row])];
            _weightColumn = torch.tensor(_weights);
        }
    }

    /// <summary>How many orders of the rows a batch draws from side by side: one for each member of an ensemble.</summary>
    public int OrderCount { get; init; } = 1;

    public override float[] TargetValues => [.. _targetValues];

    public override float[] WeightValues => _weights ?? [];

    public override void BeginEpoch(int epoch, FitRandom random)
    {
        _order?.Dispose();
        _epoch = epoch;
        _orderOnHost = random.Permutations(epoch, RowCount, OrderCount);
        _order = torch.from_array(_orderOnHost);
    }

    protected override Batch Take(int start, int count)
    {
        if (_order is null)
        {
            return new Batch(
                _features.Take(start, count), _targets.narrow(0, start, count), _weightColumn?.narrow(0, start, count),
                TotalWeight(start, count));
        }

        (start, count) = (start * OrderCount, count * OrderCount);
        torch.Tensor chosen = _order.narrow(0, start, count);
        return new Batch(
            _features.Take(chosen, _orderOnHost.AsSpan(start, count)), _targets.index_select(0, chosen), _weightColumn?.index_select(0, chosen),
            TotalWeight(start, count))
        {
            RowNumbers = _orderOnHost.AsMemory(start, count),
            Epoch = _epoch,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Take(int start, int count, ManagedBatch batch)
    {
        if (_orderOnHost is not null)
            (start, count) = (start * OrderCount, count * OrderCount);
        batch.Reserve(count, _targetWidth, _weights is not null);
        for (int i = 0; i < count; i++)
        {
            int row = _orderOnHost is null ? start + i : (int)_orderOnHost[start + i];
            _features.Copy(row, batch.Features.Row(i));
            _targetValues.AsSpan(row * _targetWidth, _targetWidth).CopyTo(batch.Targets[(i * _targetWidth)..]);
            if (_weights is not null)
                batch.Weights[i] = _weights[row];
        }
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
}
