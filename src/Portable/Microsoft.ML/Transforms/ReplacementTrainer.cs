using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace Microsoft.ML.Transforms;

/// <summary>Reads a column's values and finds what stands for the missing ones.</summary>
internal abstract class ReplacementTrainer
{
    public abstract void ProcessRow();

    /// <summary>The replacements: one, or one for each slot.</summary>
    public abstract Array Finish();

    public static ReplacementTrainer Create(DataViewRow row, DataViewSchema.Column column, ColumnOptions options) =>
        Utils.MarshalInvoke(CreateCore<float>, column.Type.GetItemType().RawType, row, column, options);

    private static ReplacementTrainer CreateCore<T>(DataViewRow row, DataViewSchema.Column column, ColumnOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => new Trainer<T>(row, column, options);

    private sealed class Trainer<T> : ReplacementTrainer
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ValueGetter<T>? _getScalar;
        private readonly ValueGetter<VBuffer<T>>? _getVector;
        private readonly SlotStatistic<T>[] _statistics;
        private readonly bool _bySlot;
        private T _scalar;
        private VBuffer<T> _vector;
        private long _valueCount;

        public Trainer(DataViewRow row, DataViewSchema.Column column, ColumnOptions options)
        {
            var vector = column.Type as VectorDataViewType;
            _bySlot = options.ImputeBySlot && vector is { IsKnownSize: true } && options.Replacement != ReplacementMode.DefaultValue;
            _statistics = new SlotStatistic<T>[_bySlot ? vector!.Size : 1];
            for (var i = 0; i < _statistics.Length; i++)
                _statistics[i] = SlotStatistic<T>.Create(options.Replacement);
            if (options.Replacement == ReplacementMode.DefaultValue)
                return;
            if (vector != null)
                _getVector = row.GetGetter<VBuffer<T>>(column);
            else
                _getScalar = row.GetGetter<T>(column);
        }

        public override void ProcessRow()
        {
            if (_getScalar != null)
            {
                _getScalar(ref _scalar);
                _statistics[0].Add(_scalar);
                _valueCount++;
            }
            else if (_getVector != null)
            {
                _getVector(ref _vector);
                if (_bySlot && _vector.Length != _statistics.Length)
                    throw Contracts.Except($"Expected {_statistics.Length} slots, but got {_vector.Length}");
                var values = _vector.GetValues();
                var indices = _vector.GetIndices();
                for (var i = 0; i < values.Length; i++)
                    _statistics[!_bySlot ? 0 : _vector.IsDense ? i : indices[i]].Add(values[i]);
                _valueCount += _bySlot ? 1 : _vector.Length;
            }
        }

        public override Array Finish() => Array.ConvertAll(_statistics, s => s.Finish(_valueCount));
    }
}

/// <summary>A statistic of the finite values of a slot. Values that are never added, of sparse vectors, are zeros.</summary>
internal abstract class SlotStatistic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected long Added { get; private set; }

    public void Add(T value)
    {
        Added++;
        Update(value);
    }

    /// <summary>The result over so many values in all.</summary>
    public abstract T Finish(long valueCount);

    public static SlotStatistic<T> Create(ReplacementMode mode) => mode switch
    {
        ReplacementMode.Mean => new Mean(),
        ReplacementMode.Minimum => new Extreme(false),
        ReplacementMode.Maximum => new Extreme(true),
        ReplacementMode.Mode => new MostFrequent(),
        _ => new Zero(),
    };

    protected abstract void Update(T value);

    private sealed class Zero : SlotStatistic<T>
    {
        public override T Finish(long valueCount) => T.Zero;

        protected override void Update(T value)
        {
            // The default value depends on nothing.
        }
    }

    private sealed class Mean : SlotStatistic<T>
    {
        private double _mean;
        private long _nonZero;
        private long _ignored;

        public override T Finish(long valueCount) =>
            valueCount == _ignored ? T.Zero : T.CreateTruncating(_mean * _nonZero / (valueCount - _ignored));

        protected override void Update(T value)
        {
            if (T.IsZero(value))
                return;
            if (!T.IsFinite(value))
            {
                _ignored++;
                return;
            }

            _nonZero++;
            var x = double.CreateTruncating(value);
            // Values of opposite sign are divided first: their difference could overflow.
            if ((_mean > 0) == (x > 0))
                _mean += (x - _mean) / _nonZero;
            else
                _mean = _mean - (_mean / _nonZero) + (x / _nonZero);
        }
    }

    private sealed class Extreme(bool largest) : SlotStatistic<T>
    {
        private T _value = largest ? T.NegativeInfinity : T.PositiveInfinity;

        public override T Finish(long valueCount)
        {
            if (Added < valueCount)
                Update(T.Zero);
            return _value;
        }

        protected override void Update(T value)
        {
            if (largest ? value > _value : value < _value)
                _value = value;
        }
    }

    private sealed class MostFrequent : SlotStatistic<T>
    {
        private readonly Dictionary<T, long> _counts = [];
        private T _value;
        private long _count;

        public override T Finish(long valueCount) =>
            valueCount - Added + _counts.GetValueOrDefault(T.Zero) > _count ? T.Zero : _value;

        // Of equally frequent values the one that got there first.
        protected override void Update(T value)
        {
            if (!T.IsFinite(value))
                return;
            var count = _counts[value] = _counts.GetValueOrDefault(value) + 1;
            if (count > _count)
                (_value, _count) = (value, count);
        }
    }
}
