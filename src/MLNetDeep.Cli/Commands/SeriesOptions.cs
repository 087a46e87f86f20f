using System.CommandLine;

namespace MLNetDeep.Cli.Commands;

/// <summary>The options that forecast and backtest share.</summary>
internal sealed class SeriesOptions
{
    public Argument<string> Data { get; } =
        new("DATA") { Description = "Table with a header, a row for each step: CSV or TSV, plain or gzip." };

    public Option<string[]> Targets { get; } = Columns("--target|-t", "Column to forecast; may be given several times.");

    public Option<string?> Time { get; } = NewOption.Optional<string>("--time", "COLUMN", "Column with the date of each row.");

    public Option<string?> Series { get; } = NewOption.Optional<string>("--series", "COLUMN", "Column that tells several series apart.");

    public Option<string[]> Past { get; } = Columns("--past", "Column that helps and is known up to now; may be given several times.");

    public Option<string[]> Future { get; } = Columns("--future", "Column that helps and is known in advance; may be given several times.");

    public Option<int> Horizon { get; } = new("--horizon") { Description = "Steps to forecast.", HelpName = "N", Required = true };

    public Option<int?> Lookback { get; } = NewOption.Optional<int?>("--lookback", "N", "Steps that a network looks back on.");

    public Option<int?> Season { get; } = NewOption.Optional<int?>("--season", "N", "Steps after which the series repeat themselves.");

    public Option<double> Level { get; } = NewOption.Default("--level", "X", 0.9, "Share of the values that the intervals shall cover.");

    public Option<int?> Epochs { get; } = NewOption.Optional<int?>("--epochs", "N", "Most passes of a network over the training windows.");

    public Option<int> Seed { get; } =
        NewOption.Default("--seed", "N", 1, "Where random numbers start; the same seed repeats a run.");

    public Option<string?> Plot { get; } = NewOption.Optional<string>("--plot", "FILE.svg", "Draw history, forecast and interval.");

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document instead of tables." };

    public void AddTo(Command command)
    {
        command.Add(Data);
        Option[] all = [Targets, Time, Series, Past, Future, Horizon, Lookback, Season, Level, Epochs, Seed, Plot, Json];
        foreach (var option in all)
            command.Add(option);
    }

    public SeriesSettings Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(Data),
        Targets = parsed.GetValue(Targets) ?? [],
        Time = parsed.GetValue(Time),
        Series = parsed.GetValue(Series),
        Past = parsed.GetValue(Past) ?? [],
        Future = parsed.GetValue(Future) ?? [],
        Horizon = parsed.GetValue(Horizon),
        Lookback = parsed.GetValue(Lookback),
        Season = parsed.GetValue(Season),
        Level = parsed.GetValue(Level),
        Epochs = parsed.GetValue(Epochs),
        Seed = parsed.GetValue(Seed),
        Plot = parsed.GetValue(Plot),
    };

    private static Option<string[]> Columns(string name, string description) =>
        NewOption.Default<string[]>(name, "COLUMN", [], description);
}
