using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Forecasting;

/// <summary>What a row says of a step.</summary>
internal sealed class ForecastRow(ForecastColumns columns)
{
    /// <summary>The number of the row from 1, for messages.</summary>
    public long Number { get; set; }

    /// <summary>The series; empty when there is one alone.</summary>
    public string Series { get; set; } = "";

    /// <summary>The time; 0 when there is none.</summary>
    public long Ticks { get; set; }

    /// <summary>The same time in UTC, where the column has offsets.</summary>
    public long UtcTicks { get; set; }

    /// <summary>Targets, then past covariates.</summary>
    public float[] Observed { get; } = new float[columns.ObservedWidth];

    /// <summary>Future covariates.</summary>
    public float[] Future { get; } = new float[columns.Future.Count];

    public uint[] Statics { get; } = new uint[columns.Static.Count];
}

/// <summary>Reads what a forecaster needs of the row under a cursor.</summary>
internal sealed class ForecastRowReader
{
    private readonly DataViewRow _row;
    private readonly BoundForecastColumns _columns;
    private readonly ValueGetter<float>[] _observed;
    private readonly ValueGetter<float>[] _future;
    private readonly ValueGetter<uint>[] _statics;
    private readonly Func<string>? _series;
    private readonly Func<(long Ticks, long Utc)>? _time;

    public ForecastRowReader(DataViewRow row, BoundForecastColumns columns)
    {
        _row = row;
        _columns = columns;
        _observed = [.. columns.Observed.Select(row.GetGetter<float>)];
        _future = [.. columns.Future.Select(row.GetGetter<float>)];
        _statics = [.. columns.Static.Select(row.GetGetter<uint>)];
        _series = columns.Series is { } series ? SeriesNames.CreateReader(row, series) : null;
        _time = columns.Time is { } time ? TimeReader(row, time) : null;
    }

    /// <summary>Reads the row.</summary>
    /// <param name="row">Takes what it says.</param>
    /// <exception cref="InvalidOperationException">A value is infinite, or series or time is missing.</exception>
    public void Read(ForecastRow row)
    {
        row.Number = _row.Position + 1;
        ReadValues(_observed, _columns.Observed, row.Observed, row.Number);
        ReadValues(_future, _columns.Future, row.Future, row.Number);
        for (var index = 0; index < _statics.Length; index++)
            _statics[index](ref row.Statics[index]);
        if (_series is not null)
            row.Series = _series();
        if (_series is not null && row.Series.Length == 0)
            throw Missing("Series", _columns.Series, row.Number);
        if (_time is not null)
            (row.Ticks, row.UtcTicks) = _time();
        if (_time is not null && row.Ticks == 0)
            throw Missing("Time", _columns.Time, row.Number);
    }

    private static InvalidOperationException Missing(string role, DataViewSchema.Column? column, long rowNumber) =>
        new($"{role} column '{column!.Value.Name}' must have a value in every row, but has none in row {rowNumber}.");

    private static void ReadValues(ValueGetter<float>[] getters, DataViewSchema.Column[] columns, float[] values, long rowNumber)
    {
        for (var index = 0; index < getters.Length; index++)
        {
            getters[index](ref values[index]);
            if (!float.IsInfinity(values[index]))
                continue;
            var value = values[index].ToString(CultureInfo.InvariantCulture);
            throw new InvalidOperationException(
                $"Column '{columns[index].Name}' must be finite or NaN in every row, but was {value} in row {rowNumber}.");
        }
    }

    private static Func<(long Ticks, long Utc)> TimeReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is DateTimeOffsetDataViewType)
        {
            var getOffset = row.GetGetter<DateTimeOffset>(column);
            return () =>
            {
                DateTimeOffset value = default;
                getOffset(ref value);
                return (value.DateTime.Ticks, value.UtcTicks);
            };
        }
        var get = row.GetGetter<DateTime>(column);
        return () =>
        {
            DateTime value = default;
            get(ref value);
            return (value.Ticks, value.Ticks);
        };
    }
}
