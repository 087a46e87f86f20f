using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the distinct values of a column, without the missing one, up to a number of them.</summary>
internal static class TermMapBuilder
{
    public static ColumnLearner<TermMap> Create(DataViewRow row, DataViewSchema.Column column, KeyOrdinality ordinality, int maximum) =>
        Utils.MarshalInvoke(CreateCore<int>, column.Type.GetItemType().RawType, row, column, ordinality, maximum);

    private static ColumnLearner<TermMap> CreateCore<T>(
        DataViewRow row, DataViewSchema.Column column, KeyOrdinality ordinality, int maximum)
        where T : notnull => new Builder<T>(row, column, ordinality, maximum);

    private sealed class Builder<T>(DataViewRow row, DataViewSchema.Column column, KeyOrdinality ordinality, int maximum)
        : ColumnLearner<T, TermMap>(row, column)
        where T : notnull
    {
        private readonly PrimitiveDataViewType _itemType = (PrimitiveDataViewType)column.Type.GetItemType();
        private readonly Func<T, bool> _isMissing = IsMissing(column.Type.GetItemType());
        private readonly List<T> _terms = [];
        private readonly HashSet<T> _seen = new(ValueComparer.Equality<T>());
        private bool _defaultSeen;

        public override TermMap Finish()
        {
            if (ordinality == KeyOrdinality.ByValue)
                _terms.Sort(ValueComparer.Order<T>());
            return new TermMap<T>(_itemType, [.. _terms]);
        }

        protected override bool Take(in VBuffer<T> vector)
        {
            var values = vector.GetValues();
            var indices = vector.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                // The first gap of a sparse vector is where the default value occurs first.
                if (!vector.IsDense && !_defaultSeen && indices[i] != i && !TakeDefault())
                    return false;
                if (!Take(values[i]))
                    return false;
            }
            return vector.IsDense || _defaultSeen || TakeDefault();
        }

        private bool TakeDefault()
        {
            _defaultSeen = true;
            return Take(default(T)!);
        }

        private bool Take(T value)
        {
            if (_terms.Count < maximum && !_isMissing(value) && !_seen.Contains(value))
            {
                // The text that is kept must not be that of the cursor, which may change.
                if (value is ReadOnlyMemory<char> text)
                    value = (T)(object)text.ToString().AsMemory();
                _seen.Add(value);
                _terms.Add(value);
            }
            return _terms.Count < maximum;
        }

        private static Func<T, bool> IsMissing(DataViewType itemType)
        {
            if (itemType is TextDataViewType)
                return (Func<T, bool>)(object)(Func<ReadOnlyMemory<char>, bool>)(text => text.IsEmpty);
            return MissingValues.Exist(itemType) ? MissingValues.Predicate<T>(itemType) : _ => false;
        }
    }
}
