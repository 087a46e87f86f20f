using Microsoft.ML;
using Microsoft.ML.Transforms.TimeSeries;
using MLNetDeep.Cli.Data;

namespace MLNetDeep.Cli.Models;

/// <summary>A forecaster that the tool offers.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Title">How tables call it.</param>
/// <param name="Make">Makes it for a file's series.</param>
internal sealed record Forecaster(string Name, string Title, Func<MLContext, SeriesFile, FitWatch, IEstimator<ITransformer>> Make)
{
    public const string ForecastColumn = "Forecast";
    public const string LowerColumn = "LowerBound";
    public const string UpperColumn = "UpperBound";

    public static IReadOnlyList<Forecaster> All { get; } =
    [
        new("lstm", "LSTM", (ml, file, watch) => ml.Forecasting.ForecastByLstm(Network(new LstmForecastOptions(), file, watch))),
        new("gru", "GRU", (ml, file, watch) => ml.Forecasting.ForecastByGru(Network(new GruForecastOptions(), file, watch))),
        new("nlinear", "NLinear", (ml, file, watch) =>
            ml.Forecasting.ForecastByNLinear(Network(new NLinearForecastOptions(), file, watch))),
        new("dlinear", "DLinear", (ml, file, watch) =>
            ml.Forecasting.ForecastByDLinear(Network(new DLinearForecastOptions(), file, watch))),
        new("mlp", "MLP", (ml, file, watch) => ml.Forecasting.ForecastByMlp(Network(new MlpForecastOptions(), file, watch))),
        new("seasonal-naive", "seasonal naive", (ml, file, _) => ml.Forecasting.ForecastBySeasonalNaive(Naive(file, SeasonOf(file)))),
        new("repeat-last", "repeat last", (ml, file, _) => ml.Forecasting.ForecastByRepeatLast(Naive(file, 1))),
        new("ssa", "SSA", (ml, file, _) => Ssa(ml, file)),
    ];

    public static Forecaster Named(string name) => All.Single(f => f.Name == name);

    private static TOptions Network<TOptions>(TOptions options, SeriesFile file, FitWatch watch) where TOptions : ForecastOptions
    {
        var settings = file.Settings;
        ForecastOptions told = options;
        told = told with
        {
            OutputColumnName = ForecastColumn,
            LowerBoundColumnName = LowerColumn,
            UpperBoundColumnName = UpperColumn,
            InputColumnNames = [.. settings.Targets],
            PastCovariateColumnNames = [.. settings.Past],
            FutureCovariateColumnNames = [.. settings.Future],
            SeriesColumnName = settings.Series,
            TimeColumnName = settings.Time,
            Horizon = settings.Reach,
            Lookback = settings.Lookback,
            SeasonLength = settings.Season,
            ConfidenceLevel = settings.Level,
            Seed = settings.Seed,
            Progress = watch.Progress,
            CancellationToken = watch.Cancellation,
        };
        if (settings.Epochs is { } epochs)
            told = told with { MaximumEpochCount = epochs };
        return (TOptions)told;
    }

    private static NaiveForecastOptions Naive(SeriesFile file, int season) => new()
    {
        OutputColumnName = ForecastColumn,
        LowerBoundColumnName = LowerColumn,
        UpperBoundColumnName = UpperColumn,
        InputColumnNames = [.. file.Settings.Targets],
        SeriesColumnName = file.Settings.Series,
        TimeColumnName = file.Settings.Time,
        Horizon = file.Settings.Reach,
        SeasonLength = season,
        ConfidenceLevel = file.Settings.Level,
    };

    private static int SeasonOf(SeriesFile file) => file.Settings.Season
        ?? throw new CliException("--season must say after how many steps the series repeat themselves, for the model seasonal-naive.");

    // The window spans two seasons, so that the leading vectors hold a whole one; the documentation asks for twice as many rows.
    private static SsaForecastingEstimator Ssa(MLContext ml, SeriesFile file)
    {
        if (file.Settings.Targets.Count > 1 || file.SeriesNames.Count > 1)
            throw new CliException("The model ssa forecasts one series of one target column.");
        var rowCount = file.LongestCount;
        var window = Math.Min(2 * (file.Settings.Season ?? Math.Max(6, file.Settings.Reach)), (rowCount / 3) - 1);
        if (window < 2)
            throw new CliException($"'{file.Name}' has {rowCount} rows, too few for the model ssa.");
        return ml.Forecasting.ForecastBySsa(
            ForecastColumn, file.Settings.Targets[0], window, window + 1, rowCount, file.Settings.Reach,
            confidenceLowerBoundColumn: LowerColumn, confidenceUpperBoundColumn: UpperColumn, confidenceLevel: (float)file.Settings.Level);
    }
}

/// <summary>How a fit is watched and stopped.</summary>
/// <param name="Progress">Told after every epoch.</param>
/// <param name="Cancellation">Stops it.</param>
internal sealed record FitWatch(IProgress<EpochReport>? Progress, CancellationToken Cancellation);
