using MLNetDeep.Training.Managed;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// Batches of rows in a file. The file is cut into shards; an epoch takes them in a random order, as many at a time as a buffer holds,
/// and shuffles the rows in the buffer. Each batch follows from seed, epoch and number alone, so that a fit goes on in the middle.
/// </summary>
internal sealed class StreamBatcher : Batcher
{
    private const int LargestShard = 4096;
    private const int SmallestShard = 16;
    private const int ShardsInBuffer = 16; // at least, so that rows that lie together do not stay together

    private readonly StreamedRows _rows;
    private readonly bool _isValidation;
    private readonly InputEncoding? _encoding;
    private readonly TargetEncoder _encodeTargets;
    private readonly int _shardRows;
    private readonly int[] _shardCounts; // rows of this part in each shard
    private readonly int _capacity;
    private readonly int[] _shards; // in the present order
    private readonly List<Window> _windows = [];
    private readonly float[] _featureValues;
    private readonly float[] _targetValues;
    private readonly float[] _weightValues;
    private readonly long[] _order;
    private readonly torch.Tensor _features;
    private readonly torch.Tensor _targets;
    private readonly torch.Tensor? _weights;
    private readonly torch.Tensor _orderTensor;
    private readonly float[] _shard;
    private readonly float[] _raw;
    private FitRandom? _random; // null: the rows as they lie
    private int _epoch;
    private int _loaded = -1;

    /// <summary>Makes the batches of one part.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isValidation">Which part.</param>
    /// <param name="encoding">Encodes features; null leaves them as they are.</param>
    /// <param name="encodeTargets">Encodes targets.</param>
    /// <param name="batchSize">Rows in a batch; the last one takes what remains.</param>
    /// <param name="joinLoneRow">Whether a last batch of one row joins the one before, as batch statistics need.</param>
    public StreamBatcher(
        StreamedRows rows, bool isValidation, InputEncoding? encoding, TargetEncoder encodeTargets, int batchSize, bool joinLoneRow)
        : base(isValidation ? rows.ValidationRowCount : rows.TrainRowCount, batchSize, joinLoneRow)
    {
        (_rows, _isValidation, _encodeTargets, _encoding) = (rows, isValidation, encodeTargets, encoding);
        RowLayout layout = rows.Layout;
        int width = encoding?.OutputWidth ?? layout.FeatureWidth;
        long bytes = (long)(width + layout.TargetWidth + 1) * sizeof(float) + sizeof(long);
        // An eighth of the budget for the training rows; the validation rows are not shuffled and need less.
        long wanted = rows.Budget / (isValidation ? 32 : 8) / bytes;
        _capacity = (int)Math.Clamp(wanted, 2 * SmallestShard, Math.Max(2 * SmallestShard, rows.File.RowCount));
        _shardRows = Math.Clamp(_capacity / ShardsInBuffer, SmallestShard, LargestShard);
        _shardCounts = CountShards();
        _shards = [.. Enumerable.Range(0, _shardCounts.Length)];
        _shard = new float[_shardRows * layout.Width];
        _raw = new float[_shardRows * layout.FeatureWidth];
        (_featureValues, _features) = Block(encoding?.OutputShape ?? [width]);
        (_targetValues, _targets) = Block([layout.TargetWidth]);
        _weightValues = [];
        if (layout.HasWeight)
        {
            (_weightValues, torch.Tensor column) = Block([1]);
            _weights = column.view(_capacity);
        }

        _order = GC.AllocateArray<long>(_capacity, pinned: true);
        _orderTensor = torch.from_array(_order);
        CutWindows();
    }

    public override float[] TargetValues
    {
        get
        {
            int width = _rows.Layout.TargetWidth;
            float[] values = new float[checked(RowCount * width)];
            ForEachWindow(window =>
                _targetValues.AsSpan(0, window.Count * width).CopyTo(values.AsSpan(window.First * width)));
            return values;
        }
    }

    public override float[] WeightValues
    {
        get
        {
            if (_weights is null)
                return [];
            float[] values = new float[RowCount];
            ForEachWindow(window => _weightValues.AsSpan(0, window.Count).CopyTo(values.AsSpan(window.First)));
            return values;
        }
    }

    public override void BeginEpoch(int epoch, FitRandom random)
    {
        (_epoch, _random) = (epoch, random);
        long[] order = random.Permutation(epoch, _shards.Length);
        for (int i = 0; i < order.Length; i++)
            _shards[i] = (int)order[i];
        CutWindows();
    }

    protected override Batch Take(int start, int count)
    {
        var parts = new List<Batch>();
        while (count > 0)
        {
            int window = FindWindow(start);
            Load(window);
            int offset = start - _windows[window].First;
            int taken = Math.Min(count, _windows[window].Count - offset);
            parts.Add(TakeLoaded(offset, taken));
            (start, count) = (start + taken, count - taken);
        }

        return parts.Count == 1 ? parts[0] : new Batch(
            torch.cat([.. parts.Select(part => part.Features)], 0), torch.cat([.. parts.Select(part => part.Targets)], 0),
            _weights is null ? null : torch.cat([.. parts.Select(part => part.Weights!)], 0), parts.Sum(part => part.TotalWeight));
    }

    protected override void Take(int start, int count, ManagedBatch batch)
    {
        (int width, int targetWidth) = (_featureValues.Length / _capacity, _rows.Layout.TargetWidth);
        batch.Reserve(count, targetWidth, _weights is not null);
        for (int i = 0; i < count; i++)
        {
            int window = FindWindow(start + i);
            Load(window);
            int row = (int)_order[start + i - _windows[window].First];
            _featureValues.AsSpan(row * width, width).CopyTo(batch.Features.Row(i));
            _targetValues.AsSpan(row * targetWidth, targetWidth).CopyTo(batch.Targets[(i * targetWidth)..]);
            if (_weights is not null)
                batch.Weights[i] = _weightValues[row];
        }
    }

    /// <summary>Copies, since the buffer is filled anew while batches are still used.</summary>
    private Batch TakeLoaded(int offset, int count)
    {
        torch.Tensor chosen = _orderTensor.narrow(0, offset, count);
        double weight = count;
        if (_weights is not null)
        {
            weight = 0;
            foreach (long row in _order.AsSpan(offset, count))
                weight += _weightValues[row];
        }

        return new Batch(
            _features.index_select(0, chosen), _targets.index_select(0, chosen), _weights?.index_select(0, chosen), weight);
    }

    private int[] CountShards()
    {
        int[] counts = new int[(_rows.File.RowCount + _shardRows - 1) / _shardRows];
        for (int row = 0; row < _rows.File.RowCount; row++)
            counts[row / _shardRows] += _rows.Contains(row, _isValidation) ? 1 : 0;
        return counts;
    }

    /// <summary>Packs shards, in their present order, into windows that the buffer holds.</summary>
    private void CutWindows()
    {
        _windows.Clear();
        _loaded = -1;
        (int firstShard, int first, int count) = (0, 0, 0);
        for (int i = 0; i < _shards.Length; i++)
        {
            int rows = _shardCounts[_shards[i]];
            if (count + rows > _capacity)
            {
                _windows.Add(new Window(firstShard, i, first, count));
                (firstShard, first, count) = (i, first + count, 0);
            }

            count += rows;
        }

        if (count > 0)
            _windows.Add(new Window(firstShard, _shards.Length, first, count));
    }

    private int FindWindow(int row)
    {
        if (_loaded >= 0 && row >= _windows[_loaded].First && row < _windows[_loaded].First + _windows[_loaded].Count)
            return _loaded;
        return _windows.FindIndex(window => row < window.First + window.Count);
    }

    private void Load(int index)
    {
        if (_loaded == index)
            return;
        Window window = _windows[index];
        int done = 0;
        for (int i = window.FirstShard; i < window.EndShard; i++)
            done += LoadShard(_shards[i], done);
        _encodeTargets(_targetValues.AsSpan(0, done * _rows.Layout.TargetWidth));
        RandomNumbers? random = _random?.For(RandomUse.ShuffleBuffer, ((long)_epoch << 32) | (uint)index);
        for (int i = 0; i < done; i++)
        {
            int j = random?.Below(i + 1) ?? i;
            _order[i] = _order[j];
            _order[j] = i;
        }

        _loaded = index;
    }

    private int LoadShard(int shard, int done)
    {
        RowLayout layout = _rows.Layout;
        int first = shard * _shardRows;
        int inFile = Math.Min(_shardRows, _rows.File.RowCount - first);
        _rows.File.Read(first, _shard.AsSpan(0, inFile * layout.Width));
        int count = 0;
        for (int i = 0; i < inFile; i++)
        {
            if (!_rows.Contains(first + i, _isValidation))
                continue;
            Span<float> row = _shard.AsSpan(i * layout.Width, layout.Width);
            layout.Features(row).CopyTo(_raw.AsSpan(count * layout.FeatureWidth));
            layout.Targets(row).CopyTo(_targetValues.AsSpan((done + count) * layout.TargetWidth));
            if (_weights is not null)
                _weightValues[done + count] = layout.WeightOf(row);
            count++;
        }

        int width = _featureValues.Length / _capacity;
        ReadOnlySpan<float> raw = _raw.AsSpan(0, count * layout.FeatureWidth);
        Span<float> encoded = _featureValues.AsSpan(done * width, count * width);
        if (_encoding is null)
            raw.CopyTo(encoded);
        else
            _encoding.Encode(raw, layout.HasBytes, count, encoded);
        return count;
    }

    private void ForEachWindow(Action<Window> use)
    {
        for (int i = 0; i < _windows.Count; i++)
        {
            Load(i);
            use(_windows[i]);
        }
    }

    private (float[] Values, torch.Tensor Tensor) Block(IReadOnlyList<int> rowShape)
    {
        float[] values = GC.AllocateArray<float>(rowShape.Aggregate(_capacity, (product, size) => checked(product * size)), pinned: true);
        using torch.Tensor flat = torch.from_array(values); // shares the array
        return (values, flat.view([_capacity, .. rowShape.Select(size => (long)size)]));
    }

    /// <summary>Shards that are in memory together.</summary>
    /// <param name="FirstShard">Position of the first one in the present order.</param>
    /// <param name="EndShard">Position behind the last one.</param>
    /// <param name="First">Position of the first row.</param>
    /// <param name="Count">Rows.</param>
    private readonly record struct Window(int FirstShard, int EndShard, int First, int Count);
}
