using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Scoring;

/// <summary>Reads the raw row under a cursor, for training and for scoring alike; no memory is taken per row.</summary>
internal sealed class FeatureReader
{
    private readonly BoundInputs _inputs;
    private readonly ValueGetter<VBuffer<float>>? _getFeatures;
    private readonly ValueGetter<VBuffer<byte>>? _getBytes;
    private readonly SequenceReader? _sequence;
    private readonly ValueGetter<uint>[] _getKeys;
    private VBuffer<float> _buffer;
    private VBuffer<byte> _bytes;

    public FeatureReader(DataViewRow row, BoundInputs inputs)
    {
        _inputs = inputs;
        if (inputs.Feature is { } feature)
        {
            if (inputs.Columns.Sequence is { } sequence)
                _sequence = new SequenceReader(row, feature, sequence);
            else if (ColumnChecks.IsByteVector(feature.Type))
                _getBytes = row.GetGetter<VBuffer<byte>>(feature);
            else
                _getFeatures = row.GetGetter<VBuffer<float>>(feature);
        }

        _getKeys = [.. inputs.Categories.Select(row.GetGetter<uint>)];
    }

    /// <summary>Writes the row: features, then keys. A key beyond those trained on is unknown, which is 0 like a missing one.</summary>
    /// <param name="rowNumber">Number of the row from 1, for messages.</param>
    /// <param name="destination">Shape [features + categories].</param>
    /// <exception cref="InvalidOperationException">The feature vector has another length than its type says.</exception>
    public void Read(long rowNumber, Span<float> destination)
    {
        var featureCount = _inputs.Columns.FeatureCount;
        if (_sequence is not null)
        {
            _sequence.Read(rowNumber, destination[..featureCount]);
        }
        else if (_getFeatures is not null)
        {
            _getFeatures(ref _buffer);
            RequireLength(_buffer.Length, rowNumber);
            _buffer.CopyTo(destination[..featureCount]);
        }
        else if (_getBytes is not null)
        {
            _getBytes(ref _bytes);
            RequireLength(_bytes.Length, rowNumber);
            if (!_bytes.IsDense)
                destination[..featureCount].Clear();
            foreach (var (slot, value) in _bytes.Items())
                destination[slot] = value;
        }

        for (var i = 0; i < _getKeys.Length; i++)
        {
            uint key = 0;
            _getKeys[i](ref key);
            destination[featureCount + i] = key <= _inputs.Columns.ValueCounts[i] ? key : 0;
        }
    }

    /// <summary>Writes the bytes of a row, which has nothing else.</summary>
    /// <param name="rowNumber">Number of the row from 1, for messages.</param>
    /// <param name="destination">Shape [features].</param>
    /// <exception cref="InvalidOperationException">The feature vector has another length than its type says.</exception>
    public void ReadBytes(long rowNumber, Span<byte> destination)
    {
        _getBytes!(ref _bytes);
        RequireLength(_bytes.Length, rowNumber);
        _bytes.CopyTo(destination);
    }

    private void RequireLength(int length, long rowNumber)
    {
        if (length == _inputs.Columns.FeatureCount)
            return;
        throw new InvalidOperationException(
            $"Feature column '{_inputs.Feature!.Value.Name}' must be {_inputs.Columns.FeatureCount} values long in every row, "
            + $"but was {length} in row {rowNumber}.");
    }
}
