using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep.Scoring;

/// <summary>Reads rows in blocks, scores a block at once, and then hands its rows out one by one.</summary>
/// <remarks>
/// The input is read in a single pass, so the other active columns of a block are kept beside its scores. Blocks start
/// small and grow: a preview of a few rows scores few rows, and a long table is scored in blocks that several threads share.
/// </remarks>
internal sealed class BlockCursor : DataViewRowCursor
{
    private const int FirstBlock = 16;
    private const int LargestBlock = 2048; // of short rows
    private const int LargestBlockOfLongRows = 256;
    private const int BlockFloats = 1 << 18; // features of a block of middling rows

    private readonly ScoredSchema _schema;
    private readonly DataViewRowCursor _input;
    private readonly DeepModel _model;
    private readonly bool[] _active;
    private readonly FeatureReader _reader;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly Dictionary<int, ColumnBuffer> _kept; // by column
    private readonly ColumnBuffer[] _stores;
    private readonly int _inputWidth;
    private readonly int _largestBlock;
    private readonly BlockScores _scores;
    private float[] _features = [];
    private DataViewRowId[] _ids = [];
    private long[] _batches = [];
    private int _blockSize = FirstBlock;
    private int _count;
    private int _index = -1;
    private long _position = -1;
    private bool _hasEnded;

    public BlockCursor(ScoredSchema schema, DataViewRowCursor input, DeepModel model, bool[] active)
    {
        _schema = schema;
        _input = input;
        _model = model;
        _active = active;
        _inputWidth = model.Network.InputWidth;
        _largestBlock = Math.Clamp(BlockFloats / _inputWidth, LargestBlockOfLongRows, LargestBlock);
        _scores = new BlockScores(this, model.Head.OutputWidth);
        _reader = new FeatureReader(input, schema.Inputs);
        _getId = input.GetIdGetter();
        _kept = schema.Input.Where(column => active[column.Index])
            .ToDictionary(column => column.Index, column => ColumnBuffer.Create(input, column));
        _stores = [.. _kept.Values];
    }

    public override long Position => _position;

    public override long Batch => _index < 0 ? 0 : _batches[_index];

    public override DataViewSchema Schema => _schema.Output;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[Row];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _schema.Checked<TValue>(column, _active[column.Index], () => _schema.IsScore(column.Index)
            ? _schema.CreateGetter(column.Index, _scores)
            : _kept[column.Index].CreateGetter(() => Row));

    /// <summary>Where the current row is in the block.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    private int Row => _index >= 0
        ? _index
        : throw new InvalidOperationException("The cursor stands on no row: values can be read only after MoveNext returned true.");

    public override bool MoveNext()
    {
        if (++_index == _count)
            Fill();
        if (_index < _count)
        {
            _position++;
            return true;
        }
        _index = -1;
        _position = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        if (_ids.Length < _blockSize)
        {
            _features = new float[_blockSize * _inputWidth];
            _ids = new DataViewRowId[_blockSize];
            _batches = new long[_blockSize];
        }
        _index = 0;
        _count = 0;
        while (_count < _blockSize && MoveInput())
        {
            _reader.Read(_input.Position + 1, _features.AsSpan(_count * _inputWidth, _inputWidth));
            _getId(ref _ids[_count]);
            _batches[_count] = _input.Batch;
            foreach (var column in _stores)
                column.Store(_count);
            _count++;
        }
        _scores.Score(_count);
        _blockSize = Math.Min(_blockSize * 2, _largestBlock);
    }

    /// <summary>Moves to the next input row; an input that has ended is not asked again.</summary>
    private bool MoveInput()
    {
        _hasEnded = _hasEnded || !_input.MoveNext();
        return !_hasEnded;
    }

    /// <summary>The scores of the block, read at the cursor's row.</summary>
    private sealed class BlockScores(BlockCursor cursor, int width) : ScoreSource
    {
        private float[] _values = [];

        public override ReadOnlySpan<float> Current => _values.AsSpan(cursor.Row * width, width);

        public void Score(int rowCount)
        {
            if (_values.Length < rowCount * width)
                _values = new float[cursor._blockSize * width];
            var features = cursor._features.AsMemory(0, rowCount * cursor._inputWidth);
            ParallelScoring.Score(cursor._model, features, rowCount, _values.AsMemory(0, rowCount * width));
        }
    }
}
