using System.Globalization;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Forecasting;

/// <summary>How a forecaster learns from series.</summary>
/// <param name="columns">What it reads and adds.</param>
internal abstract class ForecastMethod(ForecastColumns columns)
{
    public ForecastColumns Columns => columns;

    /// <summary>The name of the method, as it stands in ML.NET's log.</summary>
    public abstract string Name { get; }

    /// <summary>Learns.</summary>
    /// <param name="table">The series.</param>
    /// <param name="host">ML.NET's environment.</param>
    /// <param name="checkAlive">Throws when the user has cancelled.</param>
    /// <exception cref="InvalidOperationException">The series cannot be learned from; the message says why.</exception>
    public abstract ForecastModel Fit(SeriesTable table, IHost host, Action checkAlive);

    /// <summary>Where each series stands.</summary>
    protected static Dictionary<string, SeriesHistory> Histories(IReadOnlyList<SeriesSteps> all, ForecastWindow window, SeriesClock? clock)
    {
        Dictionary<string, SeriesHistory> histories = [];
        foreach (var series in all)
        {
            var history = new SeriesHistory(window, series.Categories, series.Scales);
            var first = Math.Max(0, series.ObservedCount - window.Lookback);
            history.Skip(first);
            for (var step = first; step < series.ObservedCount; step++)
            {
                history.Push(
                    series.Observed.AsSpan(step * window.ObservedWidth, window.ObservedWidth),
                    series.Known.AsSpan(step * window.KnownCount, window.KnownCount),
                    clock?.Step.Add(series.Start, step));
            }
            histories.Add(series.Name, history);
        }
        return histories;
    }

    /// <summary>The scale of each target in the first steps of a series.</summary>
    protected ValueScale[] Scales(SeriesSteps series, int count)
    {
        var values = series.Observed.AsSpan(0, count * columns.ObservedWidth);
        var scales = new ValueScale[columns.Targets.Count];
        for (var target = 0; target < scales.Length; target++)
            scales[target] = ValueScale.Measure(values, columns.ObservedWidth, target);
        return scales;
    }

    /// <summary>Refuses targets without any value.</summary>
    protected void RequireValues(SeriesTable table)
    {
        for (var target = 0; target < columns.Targets.Count; target++)
        {
            if (!table.Series.Any(series => HasValue(series, target)))
            {
                throw new InvalidOperationException(
                    $"Target column '{columns.Targets[target]}' must have a value in some row, but is NaN in every row.");
            }
        }
    }

    /// <summary>A number as messages have it.</summary>
    protected static string Show(int number) => number.ToString(CultureInfo.InvariantCulture);

    private bool HasValue(SeriesSteps series, int target)
    {
        for (var index = target; index < series.Observed.Length; index += columns.ObservedWidth)
        {
            if (!float.IsNaN(series.Observed[index]))
                return true;
        }
        return false;
    }
}
