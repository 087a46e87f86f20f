using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Forecasting;
using MLNetDeep.Tasks;

namespace MLNetDeep.Comparison;

/// <summary>The series behind the rows: which step of which series each row is, and what it says.</summary>
internal sealed class BacktestRows
{
    private readonly float[][] _values;
    private readonly bool[][] _hasRow;

    private BacktestRows(int[] rowSeries, int[] rowSteps, int stepCount, DateTime[]? times, string[] names, float[][] rowValues)
    {
        (RowSeries, RowSteps, StepCount, Times, TargetCount) = (rowSeries, rowSteps, stepCount, times, rowValues.Length);
        _hasRow = [.. names.Select(_ => new bool[stepCount])];
        _values = [.. names.SelectMany(_ => rowValues.Select(_ => Enumerable.Repeat(float.NaN, stepCount).ToArray()))];
        for (var row = 0; row < rowSeries.Length; row++)
        {
            _hasRow[rowSeries[row]][rowSteps[row]] = true;
            for (var target = 0; target < TargetCount; target++)
                _values[(rowSeries[row] * TargetCount) + target][rowSteps[row]] = rowValues[target][row];
        }
    }

    /// <summary>The series of each row, by the order in which they appear.</summary>
    public int[] RowSeries { get; }

    /// <summary>The step of each row.</summary>
    public int[] RowSteps { get; }

    public int StepCount { get; }

    public int TargetCount { get; }

    /// <summary>Number of series that rows tell apart; each has all targets.</summary>
    public int GroupCount => _hasRow.Length;

    /// <summary>The date of each step; null when no column tells dates.</summary>
    public DateTime[]? Times { get; }

    /// <summary>The names of the series, target after target for each.</summary>
    public required string[] Names { get; init; }

    /// <summary>Values of a series for all steps, NaN where there is none: [group · <see cref="TargetCount"/> + target].</summary>
    public IReadOnlyList<float[]> Values => _values;

    /// <summary>Whether a series has a row of a step.</summary>
    public bool HasRow(int group, int step) => _hasRow[group][step];

    /// <summary>Reads the columns that the options name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">Times do not rise within a series, or there are no rows.</exception>
    public static BacktestRows Read(IDataView data, BacktestOptions options)
    {
        float[][] values = [.. options.TargetColumnNames.Select(name => ReadTarget(data, name))];
        if (values[0].Length == 0)
            throw new ArgumentException("A backtest needs rows, but the data have none.");
        var (series, names) = ReadSeries(data, options.SeriesColumnName, values[0].Length);
        int[] steps;
        int stepCount;
        DateTime[]? times = null;
        if (options.TimeColumnName is { } timeName)
        {
            var rowTimes = TimeColumn.Read(data, timeName);
            CheckOrder(rowTimes, series, names, timeName);
            var areDates = data.Schema[timeName].Type is DateTimeDataViewType or DateTimeOffsetDataViewType;
            (steps, times, stepCount) = areDates ? StepsOfDates(rowTimes, series, names.Length) : StepsOfNumbers(rowTimes);
        }
        else
        {
            (steps, stepCount) = NumberSteps(series, names.Length);
        }
        string[] fullNames =
        [
            .. names.SelectMany(name => options.TargetColumnNames.Select(target =>
                options.SeriesColumnName is null ? target : values.Length == 1 ? name : $"{name} {target}")),
        ];
        return new BacktestRows(series, steps, stepCount, times, names, values) { Names = fullNames };
    }

    /// <summary>After how many steps the series repeat themselves, as far as the first steps tell; null when they do not.</summary>
    public int? FindSeason(int stepCount)
    {
        // Each series begins with its first row: what lies before is not missing, but has not begun.
        var all = new List<SeriesSteps>();
        for (var series = 0; series < _values.Length; series++)
        {
            var first = Math.Max(0, Array.FindIndex(_values[series], float.IsFinite));
            if (first < stepCount)
            {
                all.Add(new SeriesSteps(Names[series], stepCount - first, start: 0)
                {
                    Observed = _values[series][first..stepCount],
                    Future = [],
                    Statics = [],
                });
            }
        }
        return all.Count == 0 ? null : SeasonFinder.Find(all, width: 1, targetCount: 1).Season;
    }

    private static float[] ReadTarget(IDataView data, string name)
    {
        var column = data.Schema.GetColumnOrNull(name) ?? throw OutOfRange($"Could not find target column '{name}'");
        return column.Type.Equals(NumberDataViewType.Single)
            ? [.. data.GetColumn<float>(column)]
            : throw OutOfRange($"Schema mismatch for target column '{name}': expected Single, got {column.Type}");
    }

    private static (int[] Series, string[] Names) ReadSeries(IDataView data, string? name, int rowCount)
    {
        if (name is null)
            return (new int[rowCount], [""]);
        var column = data.Schema.GetColumnOrNull(name) ?? throw OutOfRange($"Could not find series column '{name}'");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var series = new List<int>(rowCount);
        foreach (var id in ReadIds(data, column))
        {
            if (!numbers.TryGetValue(id, out var number))
                numbers.Add(id, number = numbers.Count);
            series.Add(number);
        }
        return ([.. series], [.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
    }

    private static IEnumerable<string> ReadIds(IDataView data, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
            return data.GetColumn<ReadOnlyMemory<char>>(column).Select(id => id.ToString());
        if (column.Type is KeyDataViewType && column.Type.RawType == typeof(uint))
        {
            var names = KeyNames.ClassesOf(column)!;
            return data.GetColumn<uint>(column).Select(key => key == 0 ? "?" : names[(int)key - 1]);
        }
        var read = column.Type is BooleanDataViewType ? null : TimeColumn.Reader(column.Type);
        return read is not null && column.Type is NumberDataViewType
            ? ReadNumbers(data, column, read)
            : throw OutOfRange($"Schema mismatch for series column '{column.Name}': expected a text, a key or a number, got {column.Type}");
    }

    private static IEnumerable<string> ReadNumbers(
        IDataView data, DataViewSchema.Column column, Func<DataViewRow, DataViewSchema.Column, Func<double>> make)
    {
        using var cursor = data.GetRowCursor([column]);
        var read = make(cursor, column);
        while (cursor.MoveNext())
            yield return read().ToString(CultureInfo.InvariantCulture);
    }

    private static void CheckOrder(double[] times, int[] series, string[] names, string timeName)
    {
        var last = Enumerable.Repeat(double.NegativeInfinity, names.Length).ToArray();
        for (var row = 0; row < times.Length; row++)
        {
            if (times[row] <= last[series[row]])
            {
                var where = names.Length > 1 ? $" of series '{names[series[row]]}'" : "";
                throw new ArgumentException($"Time column '{timeName}' must rise from row to row{where}, but does not in row {row + 1}.");
            }
            last[series[row]] = times[row];
        }
    }

    /// <summary>Counts dates as forecasters do, so that steps without a row are steps too; where that fails, dates that occur.</summary>
    private static (int[] Steps, DateTime[] Times, int Count) StepsOfDates(double[] times, int[] series, int seriesCount)
    {
        var (distinct, ranks) = Rank(times);
        var bySeries = Enumerable.Range(0, seriesCount)
            .Select(number => (IReadOnlyList<long>)[.. times.Where((_, row) => series[row] == number).Select(time => (long)time)])
                .ToArray();
        if (bySeries.Any(of => of.Count > 1) && TimeStepFinder.Find(bySeries) is var step)
        {
            var first = (long)distinct[0];
            long?[] counted = Array.ConvertAll(distinct, time => step.Between(first, (long)time));
            // Far more steps than dates are no series of such a step.
            if (counted.All(number => number < 100L * distinct.Length))
            {
                var count = (int)counted[^1]!.Value + 1;
                DateTime[] all = [.. Enumerable.Range(0, count).Select(number => new DateTime(step.Add(first, number)))];
                return (Array.ConvertAll(ranks, rank => (int)counted[rank]!.Value), all, count);
            }
        }
        return (ranks, Array.ConvertAll(distinct, time => new DateTime((long)time)), distinct.Length);
    }

    private static (int[] Steps, DateTime[]? Times, int Count) StepsOfNumbers(double[] times)
    {
        var (distinct, ranks) = Rank(times);
        return (ranks, null, distinct.Length);
    }

    private static (double[] Distinct, int[] Ranks) Rank(double[] times)
    {
        double[] distinct = [.. times.Distinct().Order()];
        return (distinct, Array.ConvertAll(times, time => Array.BinarySearch(distinct, time)));
    }

    /// <summary>Counts the rows of each series so that all series end with the last step.</summary>
    private static (int[] Steps, int StepCount) NumberSteps(int[] series, int seriesCount)
    {
        var counts = new int[seriesCount];
        var steps = Array.ConvertAll(series, number => counts[number]++);
        var stepCount = counts.Max();
        for (var row = 0; row < steps.Length; row++)
            steps[row] += stepCount - counts[series[row]];
        return (steps, stepCount);
    }

    private static ArgumentOutOfRangeException OutOfRange(string message, string parameter = "inputSchema") => new(parameter, message);
}
