using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary>Which series, and how far they are forecast.</summary>
internal sealed record SeriesSettings
{
    public required string Data { get; init; }

    /// <summary>The columns to forecast; empty until the file is read where only one can be meant.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public string? Time { get; init; }

    public string? Series { get; init; }

    public required IReadOnlyList<string> Past { get; init; }

    public required IReadOnlyList<string> Future { get; init; }

    public required int Horizon { get; init; }

    /// <summary>Steps that are forecast first and not looked at.</summary>
    public int Gap { get; init; }

    /// <summary>Steps that a model must forecast.</summary>
    public int Reach => Gap + Horizon;

    public int? Lookback { get; init; }

    public int? Season { get; init; }

    public required double Level { get; init; }

    public int? Epochs { get; init; }

    public int Seed { get; init; }

    public string? Plot { get; init; }

    public void Check(SettingRules rules)
    {
        rules.Require(Horizon is >= 1 and <= 100_000, "--horizon", "from 1 to 100000", Horizon);
        rules.Require(Lookback is null or >= 1, "--lookback", "at least 1", Lookback);
        rules.Require(Season is null or >= 1, "--season", "at least 1", Season);
        rules.Require(Level is > 0 and < 1, "--level", "above 0 and below 1", Level);
        rules.Require(Epochs is null or >= 1, "--epochs", "at least 1", Epochs);
    }

    public void CheckTargets()
    {
        if (Plot != null)
            AtomicFile.CheckTarget(Plot, "Plot file");
    }
}
