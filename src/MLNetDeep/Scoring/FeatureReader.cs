using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Scoring;

/// <summary>Reads the raw row under a cursor, for training and for scoring alike; no memory is taken per row.</summary>
internal sealed class FeatureReader
{
    private readonly BoundInputs _inputs;
    private readonly ValueGetter<VBuffer<float>>? _getFeatures;
    private readonly ValueGetter<uint>[] _getKeys;
    private VBuffer<float> _buffer;

    public FeatureReader(DataViewRow row, BoundInputs inputs)
    {
        _inputs = inputs;
        _getFeatures = inputs.Feature is { } feature ? row.GetGetter<VBuffer<float>>(feature) : null;
        _getKeys = [.. inputs.Categories.Select(row.GetGetter<uint>)];
    }

    /// <summary>Writes the row: features, then keys. A key beyond those trained on is unknown, which is 0 like a missing one.</summary>
    /// <param name="rowNumber">Number of the row from 1, for messages.</param>
    /// <param name="destination">Shape [features + categories].</param>
    /// <exception cref="InvalidOperationException">The feature vector has another length than its type says.</exception>
    public void Read(long rowNumber, Span<float> destination)
    {
        var featureCount = _inputs.Columns.FeatureCount;
        if (_getFeatures is not null)
        {
            _getFeatures(ref _buffer);
            if (_buffer.Length != featureCount)
            {
                throw new InvalidOperationException(
                    $"Feature column '{_inputs.Feature!.Value.Name}' must be {featureCount} values long in every row, "
                    + $"but was {_buffer.Length} in row {rowNumber}.");
            }

            _buffer.CopyTo(destination[..featureCount]);
        }

        for (var i = 0; i < _getKeys.Length; i++)
        {
            uint key = 0;
            _getKeys[i](ref key);
            destination[featureCount + i] = key <= _inputs.Columns.ValueCounts[i] ? key : 0;
        }
    }
}
