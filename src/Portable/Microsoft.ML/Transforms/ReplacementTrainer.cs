using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace Microsoft.ML.Transforms;

/// <summary>Reads a column's values and finds what stands for the missing ones: one value, or one for each slot.</summary>
internal static class ReplacementTrainer
{
    public static ColumnLearner<Array> Create(DataViewRow row, DataViewSchema.Column column, ReplacementMode mode, bool bySlot) =>
        Utils.MarshalInvoke(CreateCore<float>, column.Type.GetItemType().RawType, row, column, mode, bySlot);

    private static ColumnLearner<Array> CreateCore<T>(DataViewRow row, DataViewSchema.Column column, ReplacementMode mode, bool bySlot)
        where T : unmanaged, IFloatingPointIeee754<T> => new Trainer<T>(row, column, mode, bySlot);

    private sealed class Trainer<T>(DataViewRow row, DataViewSchema.Column column, ReplacementMode mode, bool bySlot)
        : ColumnLearner<T, Array>(row, column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool _bySlot = bySlot && column.Type.IsKnownSizeVector();
        private readonly SlotStatistic<T>[] _statistics = Enumerable.Range(0, bySlot ? Math.Max(column.Type.GetVectorSize(), 1) : 1)
            .Select(_ => SlotStatistic<T>.Create(mode)).ToArray();

        private long _valueCount;

        public override Array Finish() => Array.ConvertAll(_statistics, s => s.Finish(_valueCount));

        protected override bool Take(in VBuffer<T> vector)
        {
            var values = vector.GetValues();
            var indices = vector.GetIndices();
            for (var i = 0; i < values.Length; i++)
                _statistics[!_bySlot ? 0 : vector.IsDense ? i : indices[i]].Add(values[i]);
            _valueCount += _bySlot ? 1 : vector.Length;
            return true;
        }
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
        _ => new MostFrequent(),
    };

    protected abstract void Update(T value);

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
