using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Forecasting;

/// <summary>All series of some data, step by step.</summary>
/// <param name="Series">The series, in the order of their first rows.</param>
/// <param name="Clock">How their times are counted; null without times. Its calendar is not chosen yet.</param>
internal sealed record SeriesTable(IReadOnlyList<SeriesSteps> Series, SeriesClock? Clock)
{
    /// <summary>How many values each static key has.</summary>
    public IReadOnlyList<int> StaticValueCounts { get; init; } = [];

    /// <summary>Reads training data.</summary>
    /// <param name="data">The data; the columns have been checked.</param>
    /// <param name="columns">Which columns.</param>
    /// <param name="checkAlive">Called now and then; throws when the user has cancelled.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or they make no series; the message says why.</exception>
    public static SeriesTable Read(IDataView data, ForecastColumns columns, Action checkAlive)
    {
        var bound = BoundForecastColumns.Bind(data.Schema, columns);
        var rows = ReadRows(data, columns, bound, readsObserved: true, checkAlive);
        if (rows.Count == 0)
            throw new InvalidOperationException("Training data must have at least one row, but was empty.");
        SeriesClock? clock = null;
        if (bound.Time is { } time)
        {
            var usesUtc = time.Type is DateTimeOffsetDataViewType && TimeStepFinder.PrefersUtc(rows.Select(series => series.UtcTicks));
            var step = TimeStepFinder.Find([.. rows.Select(series => usesUtc ? series.UtcTicks : series.Ticks)]);
            clock = new SeriesClock(step, usesUtc, CalendarFeatures.None);
        }
        var steps = rows.Select(series => series.ToSteps(clock)).ToArray();
        foreach (var series in steps)
        {
            if (columns.Future.Count > 0)
                series.EndAtLastTarget(columns.ObservedWidth, columns.Targets.Count);
        }
        return new SeriesTable(steps, clock)
        {
            StaticValueCounts = [.. bound.Static.Select(column => (int)((KeyDataViewType)column.Type).Count)],
        };
    }

    /// <summary>Reads what is known in advance of data to forecast.</summary>
    /// <param name="data">The data; the columns have been checked.</param>
    /// <param name="columns">Which columns.</param>
    /// <param name="clock">How the model counts times.</param>
    /// <exception cref="InvalidOperationException">The times are not in order, or a value is infinite.</exception>
    public static Dictionary<string, SeriesSteps> ReadAhead(IDataView data, ForecastColumns columns, SeriesClock? clock)
    {
        var bound = BoundForecastColumns.Bind(data.Schema, columns);
        return ReadRows(data, columns, bound, readsObserved: false, static () => { })
            .ToDictionary(series => series.Name, series => series.ToSteps(clock));
    }

    private static List<SeriesRows> ReadRows(
        IDataView data, ForecastColumns columns, BoundForecastColumns bound, bool readsObserved, Action checkAlive)
    {
        using var cursor = data.GetRowCursor(readsObserved ? bound.All : bound.Ahead);
        var reader = new ForecastRowReader(cursor, readsObserved ? bound : bound with { Observed = [] });
        var row = new ForecastRow(columns);
        List<SeriesRows> all = [];
        Dictionary<string, SeriesRows> byName = [];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            if (row.Number % 1024 == 0)
                checkAlive();
            if (!byName.TryGetValue(row.Series, out var series))
            {
                series = new SeriesRows(row.Series, [.. row.Statics]);
                byName.Add(row.Series, series);
                all.Add(series);
            }
            Check(series, row, columns);
            series.Add(row, columns.Time is not null);
        }
        return all;
    }

    private static void Check(SeriesRows series, ForecastRow row, ForecastColumns columns)
    {
        for (var index = 0; index < series.Statics.Length; index++)
        {
            if (series.Statics[index] != row.Statics[index])
            {
                throw new InvalidOperationException(
                    $"Static column '{columns.Static[index]}' must be the same in all rows{SeriesClock.Of(series.Name)}, but changes in "
                    + $"row {row.Number}.");
            }
        }
        if (columns.Time is null || series.Count == 0 || row.UtcTicks > series.UtcTicks[^1])
            return;
        var rule = row.UtcTicks == series.UtcTicks[^1] ? "there once" : "ascending";
        throw new InvalidOperationException(
            $"Time column '{columns.Time}' must be {rule} in the rows{SeriesClock.Of(series.Name)}, but row {row.Number} has "
            + $"{TimeStep.Show(row.Ticks)} after {TimeStep.Show(series.Ticks[^1])}.");
    }
}
