using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the distinct values of a column, without the missing one, up to a number of them.</summary>
internal abstract class TermMapBuilder
{
    public static TermMapBuilder Create(
        DataViewRow row, DataViewSchema.Column column, ValueToKeyMappingEstimator.KeyOrdinality ordinality, int maximum)
    {
        var itemType = (PrimitiveDataViewType)column.Type.GetItemType();
        return itemType is TextDataViewType
            ? new TextBuilder(row, column, ordinality, maximum)
            : Utils.MarshalInvoke(CreateValue<int>, itemType.RawType, row, column, ordinality, maximum);
    }

    /// <summary>Takes the values of the current row; false when no more can be taken.</summary>
    public abstract bool ProcessRow();

    public abstract TermMap Finish();

    private static TermMapBuilder CreateValue<T>(
        DataViewRow row, DataViewSchema.Column column, ValueToKeyMappingEstimator.KeyOrdinality ordinality, int maximum)
        where T : unmanaged, IEquatable<T>, IComparable<T> => new ValueBuilder<T>(row, column, ordinality, maximum);

    private abstract class Builder<T> : TermMapBuilder
    {
        private readonly ValueGetter<T>? _getScalar;
        private readonly ValueGetter<VBuffer<T>>? _getVector;
        private T _scalar = default!;
        private VBuffer<T> _vector;
        private int _remaining;
        private bool _defaultSeen;

        protected Builder(DataViewRow row, DataViewSchema.Column column, ValueToKeyMappingEstimator.KeyOrdinality ordinality, int maximum)
        {
            _remaining = maximum;
            Sorts = ordinality == ValueToKeyMappingEstimator.KeyOrdinality.ByValue;
            ItemType = (PrimitiveDataViewType)column.Type.GetItemType();
            if (column.Type is VectorDataViewType)
                _getVector = row.GetGetter<VBuffer<T>>(column);
            else
                _getScalar = row.GetGetter<T>(column);
        }

        protected bool Sorts { get; }

        protected PrimitiveDataViewType ItemType { get; }

        public sealed override bool ProcessRow()
        {
            if (_getScalar != null)
            {
                _getScalar(ref _scalar);
                return Take(in _scalar);
            }

            _getVector!(ref _vector);
            var values = _vector.GetValues();
            var indices = _vector.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                // The first gap of a sparse vector is where the default value occurs first.
                if (!_vector.IsDense && !_defaultSeen && indices[i] != i && !TakeDefault())
                    return false;
                if (!Take(in values[i]))
                    return false;
            }

            return _vector.IsDense || _defaultSeen || TakeDefault();
        }

        protected abstract bool TryAdd(in T value);

        private bool TakeDefault()
        {
            _defaultSeen = true;
            return Take(default!);
        }

        private bool Take(in T value)
        {
            if (_remaining > 0 && TryAdd(in value))
                _remaining--;
            return _remaining > 0;
        }
    }

    private sealed class TextBuilder(
        DataViewRow row, DataViewSchema.Column column, ValueToKeyMappingEstimator.KeyOrdinality ordinality, int maximum)
        : Builder<ReadOnlyMemory<char>>(row, column, ordinality, maximum)
    {
        private readonly List<string> _terms = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public override TermMap Finish()
        {
            if (Sorts)
                _terms.Sort(StringComparer.Ordinal);
            return new TextTermMap([.. _terms]);
        }

        protected override bool TryAdd(in ReadOnlyMemory<char> value)
        {
            var lookup = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
            if (value.IsEmpty || lookup.Contains(value.Span))
                return false;
            var term = value.ToString();
            _seen.Add(term);
            _terms.Add(term);
            return true;
        }
    }

    private sealed class ValueBuilder<T>(
        DataViewRow row, DataViewSchema.Column column, ValueToKeyMappingEstimator.KeyOrdinality ordinality, int maximum)
        : Builder<T>(row, column, ordinality, maximum)
        where T : unmanaged, IEquatable<T>, IComparable<T>
    {
        private readonly Func<T, bool>? _isMissing =
            MissingValues.Exist(column.Type.GetItemType()) ? MissingValues.Predicate<T>(column.Type.GetItemType()) : null;

        private readonly List<T> _terms = [];
        private readonly HashSet<T> _seen = [];

        public override TermMap Finish()
        {
            if (Sorts)
                _terms.Sort();
            return new ValueTermMap<T>(ItemType, [.. _terms]);
        }

        protected override bool TryAdd(in T value)
        {
            if (_isMissing?.Invoke(value) == true || !_seen.Add(value))
                return false;
            _terms.Add(value);
            return true;
        }
    }
}
