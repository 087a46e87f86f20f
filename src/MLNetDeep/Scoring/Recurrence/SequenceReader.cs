using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Scoring;

/// <summary>Reads the sequence in a vector: cuts what is too long, and puts minus infinity where steps are missing.</summary>
internal sealed class SequenceReader
{
    private readonly DataViewSchema.Column _column;
    private readonly SequenceInputSpec _sequence;
    private readonly ValueGetter<VBuffer<float>>? _getNumbers;
    private readonly Func<int>? _readTokens; // into the values
    private VBuffer<float> _numbers;
    private float[] _values = [];

    public SequenceReader(DataViewRow row, DataViewSchema.Column column, SequenceInputSpec sequence)
    {
        (_column, _sequence) = (column, sequence);
        if (sequence.AreTokens)
            _readTokens = TokenReader(row);
        else
            _getNumbers = row.GetGetter<VBuffer<float>>(column);
    }

    /// <summary>Writes the steps of the current row.</summary>
    /// <param name="rowNumber">Number of the row from 1, for messages.</param>
    /// <param name="destination">Shape [steps, step width].</param>
    /// <exception cref="InvalidOperationException">The vector is no whole number of steps, or holds an infinite number.</exception>
    public void Read(long rowNumber, Span<float> destination)
    {
        ReadOnlySpan<float> values = _readTokens is null ? ReadNumbers(rowNumber) : ReadTokens(_readTokens);
        if (!_sequence.IsVariable && values.Length != destination.Length)
        {
            throw Refused(
                $"{destination.Length} values long in every row", values.Length.ToString(CultureInfo.InvariantCulture), rowNumber);
        }

        ReadOnlySpan<float> kept = values.Length <= destination.Length ? values
            : _sequence.KeepsEnd ? values[^destination.Length..] : values[..destination.Length];
        kept.CopyTo(destination);
        destination[kept.Length..].Fill(float.NegativeInfinity);
    }

    private ReadOnlySpan<float> ReadNumbers(long rowNumber)
    {
        _getNumbers!(ref _numbers);
        Span<float> values = Reserve(_numbers.Length);
        _numbers.CopyTo(values);
        if (values.Length % _sequence.StepWidth != 0)
        {
            throw Refused(
                $"a whole number of steps of {_sequence.StepWidth} values in every row", $"{values.Length} values long", rowNumber);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsInfinity(values[i]))
                continue;
            var where = $"{NonFinite.Name(values[i])} in row {rowNumber}, slot {FeatureSlots.Describe(_column, i)}";
            throw new InvalidOperationException($"Feature column '{_column.Name}' must be finite or NaN in every row, but was {where}.");
        }

        return values;
    }

    private ReadOnlySpan<float> ReadTokens(Func<int> read)
    {
        int count = read(); // which may move the values
        return _values.AsSpan(0, count);
    }

    /// <summary>Reads keys of any width, which ML.NET has for small vocabularies.</summary>
    private Func<int> TokenReader(DataViewRow row)
    {
        Type raw = ((VectorDataViewType)_column.Type).ItemType.RawType;
        return raw == typeof(byte) ? TokenReader<byte>(row, key => key)
            : raw == typeof(ushort) ? TokenReader<ushort>(row, key => key)
            : TokenReader<uint>(row, key => key);
    }

    private Func<int> TokenReader<T>(DataViewRow row, Func<T, uint> numberOf)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(_column);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            Span<float> values = Reserve(buffer.Length);
            int count = 0;
            foreach (T key in buffer.DenseValues())
                values[count++] = numberOf(key) is var token && token <= _sequence.TokenCount ? token : 0;
            return count;
        };
    }

    private Span<float> Reserve(int length)
    {
        if (_values.Length < length)
            _values = new float[Math.Max(length, 2 * _values.Length)];
        return _values.AsSpan(0, length);
    }

    private InvalidOperationException Refused(string rule, string actual, long rowNumber) =>
        new($"Feature column '{_column.Name}' must be {rule}, but was {actual} in row {rowNumber}.");
}
