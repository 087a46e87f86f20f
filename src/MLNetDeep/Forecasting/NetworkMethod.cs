using System.Diagnostics;
using Microsoft.ML.Runtime;
using MLNetDeep.Persistence;

namespace MLNetDeep.Forecasting;

/// <summary>Fits a network to windows, and its bounds to what it missed in windows that it had not seen.</summary>
/// <param name="options">What the user said.</param>
/// <param name="seed">Where random numbers start.</param>
internal sealed class NetworkMethod(ForecastOptions options, int seed) : ForecastMethod(ForecastColumns.Of(options))
{
    private const double UnseenShare = 0.632;

    public override string Name => options.Architecture;

    /// <summary>Whether windows that were held out choose the epoch.</summary>
    private bool StopsEarly => options.Patience > 0 || options.ValidationMetric is not null || options.StopsEarly;

    private bool Refits => options.RefitOnAllRows ?? options.UsualRefit;

    public override ForecastModel Fit(SeriesTable table, IHost host, Action checkAlive)
    {
        RequireValues(table);
        LeakageCheck.Check(table.Series, Columns, options.Horizon);
        var maySpread = Refits && !StopsEarly && options.ValidationFraction is null;
        var plan = ForecastPlan.Make(table, options, maySpread);
        var (core, band) = Train(new NetworkFits(options, plan, table.Series, host, ChooseSeed()), plan, checkAlive);
        return new ForecastModel
        {
            Columns = Columns,
            Encoder = plan.Encoder,
            Core = core,
            Band = band,
            ConfidenceLevel = options.ConfidenceLevel,
            Known = plan.Known,
            Logarithms = plan.Logarithms,
            Histories = Histories(table.Series, plan.Window, plan.Known.Clock),
        };
    }

    private (NetworkCore Core, ForecastBand Band) Train(NetworkFits fits, ForecastPlan plan, Action checkAlive)
    {
        if (plan.Cuts.Count == 0)
        {
            var core = fits.Train(fits.Select(_ => true), null, new NetworkFits.Run(IsFinal: true) { MaximumTime = options.MaximumTime });
            return (core, ForecastBand.None(plan.Window.LabelCount));
        }
        var watch = Stopwatch.StartNew();
        var misses = new ForecastMisses(plan.Window);
        NetworkCore? last = null;
        // A network that has less to learn from than the last one fits too much of it in as many epochs, and would be judged too badly.
        var judgesChoose = StopsEarly || Refits;
        for (var cut = 0; cut < plan.Cuts.Count; cut++)
        {
            var number = cut;
            var learned = fits.Select(place => plan.Cuts.IsLearned(place, number, plan.Window.Horizon));
            var judges = fits.Select(place => plan.Cuts.IsJudge(place, number));
            if (learned.Count == 0 || judges.Count == 0)
                continue;
            // Half of the time is for the forecasts themselves.
            var time = Refits ? options.MaximumTime / (2 * plan.Cuts.Count) : options.MaximumTime;
            last = fits.Train(learned, judgesChoose ? judges : null, new NetworkFits.Run(IsFinal: !Refits) { MaximumTime = time });
            misses.Add(last, judges, checkAlive);
        }
        if (last is null)
            throw TooFew(plan);
        var band = misses.Symmetric(options.ConfidenceLevel);
        if (!Refits)
            return (last, band);
        var final = Refit(fits, last, watch);
        return (final, Mend(band, final, fits, plan, checkAlive));
    }

    /// <summary>
    /// The bounds of the networks that judged, which had less to learn from, are too wide for the last one, and its own on what it has
    /// learned are too narrow: the shares of the .632 estimator (Efron 1983) lie between.
    /// </summary>
    private ForecastBand Mend(ForecastBand judged, NetworkCore core, NetworkFits fits, ForecastPlan plan, Action checkAlive)
    {
        var misses = new ForecastMisses(plan.Window);
        misses.Add(core, fits.Select(_ => true), checkAlive);
        return judged.Mix(misses.Symmetric(options.ConfidenceLevel), UnseenShare);
    }

    /// <summary>Trains afresh on all windows; after early stopping for as many epochs as were best.</summary>
    private NetworkCore Refit(NetworkFits fits, NetworkCore first, Stopwatch watch)
    {
        var rest = options.MaximumTime - watch.Elapsed;
        var run = new NetworkFits.Run(IsFinal: true)
        {
            MaximumTime = rest <= TimeSpan.Zero ? TimeSpan.FromTicks(1) : rest,
            EpochCount = StopsEarly ? first.Model.History.BestEpoch : null,
        };
        try
        {
            return fits.Train(fits.Select(_ => true), null, run);
        }
        catch (OperationCanceledException) when (options.OnCancellation == CancellationBehavior.ReturnBestSoFar)
        {
            return first;
        }
    }

    /// <summary>The options' seed, or that of the checkpoint to go on from, or the one drawn.</summary>
    private int ChooseSeed() => options.Seed is null && options.ResumeFrom is { } path && CheckpointFile.Find(path) is { } file
        ? CheckpointFile.Read(file).State.Seed
        : seed;

    private static InvalidOperationException TooFew(ForecastPlan plan)
    {
        var window = plan.Window;
        return new InvalidOperationException(
            $"A lookback of {Show(window.Lookback)} and a horizon of {Show(window.Horizon)} leave no window to learn from before those "
            + $"that correct the bounds, whose targets must be others: it takes {Show(window.Lookback + (2 * window.Horizon))} rows with "
            + "targets in some series, a shorter Lookback, or a ValidationFraction of 0.");
    }
}
