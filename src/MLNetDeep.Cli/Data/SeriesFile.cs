using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Cli.Commands;

namespace MLNetDeep.Cli.Data;

/// <summary>The series of a file: rows in the order of time, series after series.</summary>
internal sealed class SeriesFile
{
    private SeriesFile(string name, SeriesSettings settings, Row[] rows)
    {
        Name = name;
        Settings = settings;
        Rows = rows;
    }

    public string Name { get; }

    /// <summary>The settings, with the targets that were found where none were named.</summary>
    public SeriesSettings Settings { get; }

    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Whether rows have dates.</summary>
    public bool HasTimes => Settings.Time != null;

    public IReadOnlyList<string> SeriesNames => [.. Rows.Select(row => row.Series).Distinct()];

    /// <summary>Rows of the longest series.</summary>
    public int LongestCount => Rows.CountBy(row => row.Series).Max(pair => pair.Value);

    public static SeriesFile Read(DataFile file, SeriesSettings settings)
    {
        var table = CsvTable.Open(file);
        var time = Find(table, settings.Time, "Time");
        var series = Find(table, settings.Series, "Series");
        if (settings.Targets.Count == 0)
            settings = settings with { Targets = [GuessTarget(table, time, series)] };
        string[] names = [.. settings.Targets, .. settings.Past, .. settings.Future];
        var repeated = names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null)
            throw new CliException($"Column '{repeated.Key}' is named twice: a column is a target or a covariate.");
        int[] columns = [.. names.Select((name, i) => Find(table, name, i < settings.Targets.Count ? "Target" : "Covariate"))];
        var texts = table.Rows().Select(row => (
            Time: time < 0 ? "" : row.Fields[time], Series: series < 0 ? "" : row.Fields[series],
            Values: columns.Select(column => Number(table, row, column)).ToArray())).ToList();
        if (texts.Count == 0)
            throw new CliException($"Data file '{file.Name}' has a header but no rows.");
        var times = time < 0 ? null : TimeTexts.Parse(file.Name, settings.Time!, [.. texts.Select(row => row.Time)]);
        var rows = texts.Select((row, i) => new Row(i + 1, times?[i] ?? default, row.Series, row.Values)).ToArray();
        var result = new SeriesFile(file.Name, settings, times is null ? rows : [.. rows.OrderBy(row => row.Time)]);
        result.CheckTimes();
        return result;
    }

    /// <summary>Some of the rows as a data view.</summary>
    public IDataView View(IReadOnlyList<Row> rows)
    {
        var columns = new List<(string, Array)>();
        if (Settings.Time is { } time)
            columns.Add((time, rows.Select(row => row.Time).ToArray()));
        if (Settings.Series is { } series)
            columns.Add((series, rows.Select(row => row.Series).ToArray()));
        string[] names = [.. Settings.Targets, .. Settings.Past, .. Settings.Future];
        for (var i = 0; i < names.Length; i++)
            columns.Add((names[i], rows.Select(row => row.Values[i]).ToArray()));
        return new SeriesView(columns);
    }

    /// <summary>One line: the file, its rows and series, from when to when.</summary>
    public string Summary()
    {
        var count = SeriesNames.Count;
        var of = Settings.Targets.Count == 1 ? $"'{Settings.Targets[0]}'" : $"{Settings.Targets.Count} columns";
        var from = HasTimes ? $", from {TimeTexts.Show(Rows[0].Time)} to {TimeTexts.Show(Rows[^1].Time)}" : "";
        return $"{Name}: {Rows.Count:N0} rows of {of}{(count == 1 ? "" : $" in {count:N0} series")}{from}";
    }

    private static int Find(CsvTable table, string? name, string role)
    {
        if (name is null)
            return -1;
        var index = table.Header.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new CliException($"{role} column '{name}' is not in '{table.Name}'.{NearestName.Hint(name, [.. table.Header])}");
    }

    private static string GuessTarget(CsvTable table, int time, int series)
    {
        var others = table.Header.Where((_, i) => i != time && i != series).ToArray();
        if (others.Length == 1)
            return others[0];
        var names = $"{string.Join(", ", others.Take(8))}{(others.Length > 8 ? ", …" : "")}";
        throw new CliException(
            $"--target must name what to forecast, for '{table.Name}' has {others.Length} columns to choose from: {names}.");
    }

    private static float Number(CsvTable table, CsvRow row, int column)
    {
        var field = row.Fields[column];
        if (FieldValue.IsMissing(field))
            return float.NaN;
        return FieldValue.TryNumber(field, out var value) && float.IsFinite(value)
            ? value
            : throw new CliException(
                $"Column '{table.Header[column]}' of '{table.Name}' must hold finite numbers, but row {row.Number:N0} has '{field}'.");
    }

    private void CheckTimes()
    {
        if (!HasTimes)
            return;
        foreach (var rows in Rows.GroupBy(row => row.Series))
        {
            var twice = rows.GroupBy(row => row.Time).FirstOrDefault(g => g.Count() > 1);
            if (twice is null)
                continue;
            var of = Settings.Series is null ? ": --series names the column that tells series apart" : $" of series '{rows.Key}'";
            throw new CliException($"Time {TimeTexts.Show(twice.Key)} occurs twice in '{Name}' (rows " +
                $"{string.Join(" and ", twice.Take(2).Select(row => row.Number.ToString("N0", CultureInfo.InvariantCulture)))}){of}.");
        }
    }

    /// <summary>One row.</summary>
    /// <param name="Number">Its position in the file, from 1.</param>
    /// <param name="Time">Its time; the default without times.</param>
    /// <param name="Series">Its series; empty when there is one alone.</param>
    /// <param name="Values">Targets, then past covariates, then future ones; NaN is missing.</param>
    public sealed record Row(long Number, DateTime Time, string Series, float[] Values);
}
