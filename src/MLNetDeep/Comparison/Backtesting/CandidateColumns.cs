using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>The columns that a candidate added: its forecast and, where it has them, its bounds.</summary>
internal sealed class CandidateColumns
{
    private readonly string _candidate;
    private readonly IDataView _data;
    private readonly DataViewSchema.Column[] _columns;
    private readonly int _targetCount;
    private readonly BacktestOptions _options;

    private CandidateColumns(string candidate, IDataView data, DataViewSchema.Column[] columns, int targetCount, BacktestOptions options)
    {
        _candidate = candidate;
        _data = data;
        _columns = columns;
        _targetCount = targetCount;
        _options = options;
        foreach (var column in columns.Where(column => column.Type is VectorDataViewType { IsKnownSize: true }))
            CheckLength(column.Name, ((VectorDataViewType)column.Type).Size);
    }

    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentException">
    /// The forecast is missing, a column is no float vector or too short, or one bound is missing.
    /// </exception>
    public static CandidateColumns Find(string candidate, IDataView data, int targetCount, BacktestOptions options)
    {
        var forecast = FindVector(candidate, data, nameof(options.ForecastColumnName), options.ForecastColumnName)
            ?? throw new ArgumentException($"Candidate '{candidate}' adds no column '{options.ForecastColumnName}': " +
                $"{nameof(BacktestOptions)}.{nameof(options.ForecastColumnName)} must name its forecast.");
        var lower = FindVector(candidate, data, nameof(options.LowerBoundColumnName), options.LowerBoundColumnName);
        var upper = FindVector(candidate, data, nameof(options.UpperBoundColumnName), options.UpperBoundColumnName);
        if (lower is null != upper is null)
        {
            var (has, lacks) = lower is null
                ? (options.UpperBoundColumnName, options.LowerBoundColumnName)
                : (options.LowerBoundColumnName, options.UpperBoundColumnName);
            throw new ArgumentException($"Candidate '{candidate}' adds column '{has}' but no column '{lacks}': bounds come in pairs.");
        }
        DataViewSchema.Column[] columns = lower is null ? [forecast] : [forecast, lower.Value, upper!.Value];
        return new CandidateColumns(candidate, data, columns, targetCount, options);
    }

    /// <summary>A cursor over the rows.</summary>
    public Cursor Open() => new(this);

    private static DataViewSchema.Column? FindVector(string candidate, IDataView data, string member, string name)
    {
        if (data.Schema.GetColumnOrNull(name) is not { } column)
            return null;
        return column.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item.RawType == typeof(float)
            ? column
            : throw new ArgumentException($"{nameof(BacktestOptions)}.{member} must name a vector of Single, but column '{name}' of " +
                $"candidate '{candidate}' is {column.Type}.");
    }

    private void CheckLength(string name, int length)
    {
        if (length % _targetCount == 0 && length / _targetCount >= _options.Reach)
            return;
        var gap = _options.Gap == 0 ? "" : $" after a gap of {_options.Gap}";
        var targets = _targetCount == 1 ? "" : $" for {_targetCount} targets";
        throw new ArgumentException($"Column '{name}' of candidate '{_candidate}' has {length} values, too few for the " +
            $"{_options.Horizon} steps{gap}{targets} that {nameof(BacktestOptions)}.{nameof(_options.Horizon)} asks for.");
    }

    /// <summary>Reads forecasts; only those that are asked for are made.</summary>
    public sealed class Cursor : IDisposable
    {
        private readonly CandidateColumns _owner;
        private readonly DataViewRowCursor _cursor;
        private readonly ValueGetter<VBuffer<float>>[] _getters;

        internal Cursor(CandidateColumns owner)
        {
            _owner = owner;
            _cursor = owner._data.GetRowCursor(owner._columns);
            _getters = Array.ConvertAll(owner._columns, column => _cursor.GetGetter<VBuffer<float>>(column));
        }

        public bool MoveNext() => _cursor.MoveNext();

        /// <summary>The forecast and the bounds at the row; bounds are empty where there are none.</summary>
        public (float[] Values, float[] Lower, float[] Upper) Read() =>
            _getters.Length == 1 ? (Read(0), [], []) : (Read(0), Read(1), Read(2));

        public void Dispose() => _cursor.Dispose();

        private float[] Read(int column)
        {
            VBuffer<float> buffer = default;
            _getters[column](ref buffer);
            _owner.CheckLength(_owner._columns[column].Name, buffer.Length);
            return [.. buffer.DenseValues()];
        }
    }
}
