using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Comparisons.Forecasting;

/// <summary>The series and how they are forecast.</summary>
/// <param name="folder">Where their files are.</param>
/// <param name="only">Only these forecasters; empty for all.</param>
internal sealed class ForecastingSets(string folder, string[] only)
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Half-hourly demand of England and Wales, a day ahead over four weeks.</summary>
    public (string Title, BacktestResult Result) Taylor()
    {
        const int Season = 336;
        var values = Column(Read("taylor-demand"), "value");
        // Summer and autumn of 2000, from a Monday on.
        var start = new DateTime(2000, 6, 5, 0, 0, 0, DateTimeKind.Unspecified);
        var times = Enumerable.Range(0, values.Length).Select(i => start.AddMinutes(30 * i)).ToArray();
        var data = new SeriesView(("Time", times), ("Value", values));
        List<Candidate> candidates = [.. Networks(new Columns(["Value"], "Time", null, 48))];
        foreach (var window in new[] { 48, Season, 2 * Season })
            candidates.Add(Ssa(window, values.Length, 48));
        return ("Half-hourly demand (taylor-demand, 4,032 steps), 48 steps from 28 origins over the last four weeks",
            Run(data, candidates, new BacktestOptions { TimeColumnName = "Time", Horizon = 48, OriginCount = 28, SeasonLength = Season }));
    }

    /// <summary>Monthly passengers, two years from one origin.</summary>
    public (string Title, BacktestResult Result) AirPassengers() =>
        AirPassengers("Monthly passengers (air-passengers, 144 steps), the last 24 from one origin", horizon: 24, origins: 1);

    /// <summary>Monthly passengers, a year from each month of two.</summary>
    public (string Title, BacktestResult Result) RollingAirPassengers() =>
        AirPassengers("The same, 12 steps from 13 origins over the last two years", horizon: 12, origins: 13);

    private (string Title, BacktestResult Result) AirPassengers(string title, int horizon, int origins)
    {
        var values = Column(Read("air-passengers"), "value");
        var start = new DateTime(1949, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var times = Enumerable.Range(0, values.Length).Select(i => start.AddMonths(i)).ToArray();
        var data = new SeriesView(("Time", times), ("Value", values));
        List<Candidate> candidates = [.. Networks(new Columns(["Value"], "Time", null, horizon))];
        foreach (var window in new[] { 12, 24, 36 })
            candidates.Add(Ssa(window, values.Length, horizon));
        return (title, Run(data, candidates, new BacktestOptions
        {
            TimeColumnName = "Time",
            Horizon = horizon,
            OriginCount = origins,
            Stride = 1,
            SeasonLength = 12,
            RankBy = BacktestMetric.MeanAbsolutePercentageError,
        }));
    }

    /// <summary>Daily wind at twelve stations, each forecast from the past of all.</summary>
    public (string Title, BacktestResult Result) IrishWind()
    {
        var (days, names, stations) = Wind();
        var data = new SeriesView([("Time", days), .. names.Zip(stations, (name, values) => (name, (Array)values))]);
        return ("Daily wind at 12 stations (irish-wind, 6,574 days), twelve targets of one model, a day ahead over the last two years",
            Run(data, Networks(new Columns(names, "Time", null, 1)), Daily() with { TargetColumnNames = [.. names] }));
    }

    /// <summary>Daily wind at twelve stations, each forecast from its own past, by what all have taught one model.</summary>
    public (string Title, BacktestResult Result) IrishWindSeries()
    {
        var (days, names, stations) = Wind();
        var data = new SeriesView(
            ("Time", names.SelectMany(_ => days).ToArray()), ("Station", names.SelectMany(name => days.Select(_ => name)).ToArray()),
            ("Value", stations.SelectMany(values => values).ToArray()));
        return ("The same as twelve series in one model, each from its own past",
            Run(data, Networks(new Columns(["Value"], "Time", "Station", 1)), Daily() with { SeriesColumnName = "Station" }));
    }

    private static BacktestOptions Daily() => new()
    {
        TimeColumnName = "Time",
        Horizon = 1,
        OriginCount = 730,
        SeasonLength = 1,
        RankBy = BacktestMetric.RootMeanSquaredError,
    };

    private (DateTime[] Days, string[] Names, float[][] Stations) Wind()
    {
        var table = Read("irish-wind");
        var (years, months, days) = (Column(table, "year"), Column(table, "month"), Column(table, "day"));
        DateTime[] dates =
        [
            .. Enumerable.Range(0, days.Length).Select(i =>
                new DateTime(1900 + (int)years[i], (int)months[i], (int)days[i], 0, 0, 0, DateTimeKind.Unspecified)),
        ];
        var names = table[0][3..];
        return (dates, names, Array.ConvertAll(names, name => Column(table, name)));
    }

    private IEnumerable<Candidate> Networks(Columns columns)
    {
        yield return new("LSTM", _ml.Forecasting.ForecastByLstm(columns.AddTo(new LstmForecastOptions())));
        yield return new("GRU", _ml.Forecasting.ForecastByGru(columns.AddTo(new GruForecastOptions())));
        yield return new("NLinear", _ml.Forecasting.ForecastByNLinear(columns.AddTo(new NLinearForecastOptions())));
        yield return new("DLinear", _ml.Forecasting.ForecastByDLinear(columns.AddTo(new DLinearForecastOptions())));
        yield return new("MLP", _ml.Forecasting.ForecastByMlp(columns.AddTo(new MlpForecastOptions())));
    }

    private Candidate Ssa(int window, int rowCount, int horizon) => new($"SSA, window {window}", _ml.Forecasting.ForecastBySsa(
        "Forecast", "Value", window, window + 1, rowCount, horizon,
        confidenceLowerBoundColumn: "LowerBound", confidenceUpperBoundColumn: "UpperBound", confidenceLevel: 0.9f));

    private BacktestResult Run(IDataView data, IEnumerable<Candidate> candidates, BacktestOptions options)
    {
        bool IsChosen(Candidate candidate) =>
            only.Length == 0 || only.Any(name => candidate.Name.StartsWith(name, StringComparison.Ordinal));
        return _ml.Forecasting.Backtest(data, [.. candidates.Where(IsChosen)], options with { Progress = new Progress() });
    }

    private string[][] Read(string name)
    {
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(folder, name + ".csv.gz")), CompressionMode.Decompress);
        using var text = new StreamReader(gzip);
        var rows = new List<string[]>();
        while (text.ReadLine() is { } line)
            rows.Add([.. line.Split(',').Select(field => field.Trim('"'))]);
        return [.. rows];
    }

    private static float[] Column(string[][] table, string name)
    {
        var column = Array.IndexOf(table[0], name);
        return [.. table.Skip(1).Select(row => float.Parse(row[column], CultureInfo.InvariantCulture))];
    }

    private sealed class Progress : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value)
        {
            if (value.Errors is { } errors)
                Console.Error.WriteLine(FormattableString.Invariant($"{value.CandidateName}: MAE {errors.MeanAbsoluteError:G4}"));
        }
    }

    private sealed record Columns(string[] Targets, string Time, string? Series, int Horizon)
    {
        public TOptions AddTo<TOptions>(TOptions options) where TOptions : ForecastOptions
        {
            ForecastOptions told = options;
            return (TOptions)(told with
            {
                InputColumnNames = [.. Targets],
                TimeColumnName = Time,
                SeriesColumnName = Series,
                Horizon = Horizon,
                LowerBoundColumnName = "LowerBound",
                UpperBoundColumnName = "UpperBound",
                Seed = 1,
            });
        }
    }
}
