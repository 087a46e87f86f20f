using Microsoft.ML;

namespace MLNetDeep.Forecasting;

/// <summary>Goes through rows in their order, moves each one's series on, and forecasts from there when it is asked to.</summary>
internal sealed class ForecastWalk
{
    private readonly ForecastModel _model;
    private readonly ForecastRowReader _reader;
    private readonly ForecastRow _row;
    private readonly Dictionary<string, Walked> _series = [];
    private readonly Dictionary<string, SeriesSteps>? _ahead;
    private readonly ForecastNumbers _numbers;
    private Walked? _current;
    private bool _isMade;

    /// <summary>Begins before the first row.</summary>
    /// <param name="model">The forecaster.</param>
    /// <param name="cursor">The rows.</param>
    /// <param name="columns">Where its columns are.</param>
    /// <param name="ahead">What is known in advance of all rows; null when nothing is read of it.</param>
    public ForecastWalk(
        ForecastModel model, DataViewRowCursor cursor, BoundForecastColumns columns, Dictionary<string, SeriesSteps>? ahead)
    {
        _model = model;
        _reader = new ForecastRowReader(cursor, columns);
        _row = new ForecastRow(model.Columns);
        _ahead = ahead;
        _numbers = new ForecastNumbers(model.Window);
    }

    /// <summary>Takes the row under the cursor.</summary>
    /// <exception cref="InvalidOperationException">It cannot follow, or nothing is known of what is ahead.</exception>
    public void Take()
    {
        _reader.Read(_row);
        var ticks = _model.Clock?.TicksOf(_row) ?? 0;
        if (!_series.TryGetValue(_row.Series, out _current))
        {
            _current = new Walked(_model.Start(_row.Series, _row.Statics), ticks);
            if (_model.Clock is not null && ticks <= _current.History.LastTicks)
                _current.History.Clear(); // rows from before the end of training, such as the training rows themselves
            _series.Add(_row.Series, _current);
            RequireAhead();
        }
        else
        {
            _current.Step += _model.Clock is { } clock
                ? (int)SeriesClock.Distance(clock.Step, _current.Ticks, ticks, _row.Series)
                : 1;
            _current.Ticks = ticks;
        }
        _model.Append(_current.History, _row.Series, _row.Observed, _row.Future, ticks);
        _isMade = false;
        if (_model.Learns)
            Forecast();
    }

    /// <summary>The forecast from the row taken last; NaN where there is not enough to look back on, or not all known ahead.</summary>
    public ForecastNumbers Forecast()
    {
        if (_isMade)
            return _numbers;
        if (!TryGetFuture(out var future) || !_model.Forecast(_current!.History, future, _numbers))
            _numbers.Clear();
        _isMade = true;
        return _numbers;
    }

    /// <summary>What is known of the steps of the horizon; false where the rows end before.</summary>
    private bool TryGetFuture(out ReadOnlySpan<float> future)
    {
        future = default;
        var width = _model.Columns.Future.Count;
        if (width == 0)
            return true;
        var steps = _ahead![_row.Series];
        if (_current!.Step + _model.Window.Horizon >= steps.Count)
            return false;
        future = steps.Future.AsSpan((_current.Step + 1) * width, _model.Window.Horizon * width);
        // Gaps between are interpolated; what lies beyond the last known value is not known.
        return future[^width..].IndexOf(float.NaN) < 0;
    }

    /// <summary>The first row of a series has most ahead of it: if even there the rows end too soon, none has a forecast.</summary>
    private void RequireAhead()
    {
        if (_model.Columns.Future.Count == 0)
            return;
        var count = _ahead![_row.Series].Count - 1;
        if (count < _model.Window.Horizon)
        {
            throw new InvalidOperationException(
                $"Future covariates ({string.Join(", ", _model.Columns.Future)}) must be known for the {_model.Window.Horizon} steps after "
                + $"a row to forecast from, but only {count} steps follow row {_row.Number}{SeriesClock.Of(_row.Series)}. Append rows that "
                + "carry them, with NaN as targets.");
        }
    }

    private sealed class Walked(SeriesHistory history, long ticks)
    {
        public SeriesHistory History => history;

        public long Ticks { get; set; } = ticks;

        /// <summary>Steps from the first row on.</summary>
        public int Step { get; set; }
    }
}
