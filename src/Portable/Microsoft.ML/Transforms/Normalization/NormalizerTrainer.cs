using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Reads a column's values, up to a number of rows, and learns a normalizer from them.</summary>
internal abstract class NormalizerTrainer
{
    /// <summary>Takes the current row; false when no more rows are wanted.</summary>
    public abstract bool ProcessRow();

    public abstract NormalizerFunction Finish();

    public static NormalizerTrainer Create(DataViewRow row, DataViewSchema.Column column, NormalizingEstimator.ColumnOptions options)
    {
        var itemType = column.Type.GetItemType();
        var isReal = itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;
        if (!isReal || column.Type is VectorDataViewType { IsKnownSize: false })
        {
            throw Contracts.ExceptParam(
                "srcType",
                $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {column.Type}.");
        }

        return Utils.MarshalInvoke(CreateCore<float>, itemType.RawType, row, column, options);
    }

    private static NormalizerTrainer CreateCore<T>(
        DataViewRow row, DataViewSchema.Column column, NormalizingEstimator.ColumnOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new RowReader<T>(row, column, options.MaximumExampleCount, options.CreateStatistics<T>);

    private sealed class RowReader<T> : NormalizerTrainer
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ValueGetter<T>? _getScalar;
        private readonly ValueGetter<VBuffer<T>>? _getVector;
        private readonly INormalizerStatistics<T> _statistics;
        private readonly int _size;
        private T _scalar;
        private VBuffer<T> _vector;
        private long _remaining;

        public RowReader(DataViewRow row, DataViewSchema.Column column, long limit, Func<int, INormalizerStatistics<T>> create)
        {
            _remaining = limit;
            _size = column.Type.GetValueCount();
            _statistics = create(_size);
            if (column.Type is VectorDataViewType)
                _getVector = row.GetGetter<VBuffer<T>>(column);
            else
                _getScalar = row.GetGetter<T>(column);
        }

        public override NormalizerFunction Finish() => _statistics.Finish();

        public override bool ProcessRow()
        {
            if (_remaining == 0)
                return false;
            _remaining--;
            _statistics.StartRow();
            if (_getScalar != null)
            {
                _getScalar(ref _scalar);
                _statistics.Add(_scalar, 0);
                return true;
            }

            _getVector!(ref _vector);
            if (_vector.Length != _size)
                throw Contracts.Except($"Expected {_size} slots, but got {_vector.Length}");
            var values = _vector.GetValues();
            var indices = _vector.GetIndices();
            for (var i = 0; i < values.Length; i++)
                _statistics.Add(values[i], _vector.IsDense ? i : indices[i]);
            return true;
        }
    }
}

/// <summary>What a normalizer needs to know of the data; slots that are not added in a row are zero there.</summary>
internal interface INormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    void StartRow();

    void Add(T value, int slot);

    NormalizerFunction Finish();
}
