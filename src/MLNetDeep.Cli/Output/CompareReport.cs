using MLNetDeep.Cli.Commands;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>The table that <c>compare</c> prints, best first, and what follows from it in words.</summary>
internal sealed record CompareReport(DataPlan Plan, ComparisonResult Result, int FoldCount, int Seed)
{
    /// <summary>A difference less likely than this by chance is called one.</summary>
    private const double Significance = 0.05;

    /// <summary>Metrics that fit into 80 columns beside the costs; all are in the JSON.</summary>
    private const int ShownMetricCount = 3;

    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private CandidateOutcome Mlp => Result[CompareCommand.MlpName];

    private CandidateOutcome BestOther => Result.Candidates.First(c => c.Name != CompareCommand.MlpName);

    private object Document() => new
    {
        Command = "compare",
        Data = Plan.Profile.Table.Name,
        Task = Plan.Task.Name,
        Label = Plan.LabelName,
        Plan.Classes,
        Plan.Profile.RowCount,
        FoldCount,
        Seed,
        Candidates = Result.Candidates.Select(c => new
        {
            c.Name,
            c.IsBaseline,
            Metrics = Result.Metrics.Select((m, i) => new
            {
                m.Name,
                m.HigherIsBetter,
                Mean = c.Mean(i),
                StandardDeviation = c.StandardDeviation(i),
                Folds = c.Folds.Select(f => f.Values[i]),
            }),
            c.FitSeconds,
            c.RowsPerSecond,
            c.ModelByteCount,
        }),
        MlpAgainstBestOther = Result.Compare(Mlp.Name, BestOther.Name),
        Plan.Notes,
        Versions = Versions.Current,
    };

    private void WriteText(CliStreams streams)
    {
        var shown = Result.Metrics.Take(ShownMetricCount).ToArray();
        var table = Text.Table(["trainer", .. shown.Select(Heading), "fit s", "rows/s", "size"]);
        foreach (var candidate in Result.Candidates)
        {
            var metrics = shown.Select((_, i) => Text.Spread(candidate.Mean(i), candidate.StandardDeviation(i)));
            string[] costs = candidate.IsBaseline
                ? ["–", "–", "–"]
                : [Text.Seconds(candidate.FitSeconds), Text.Short(candidate.RowsPerSecond), Text.Bytes(candidate.ModelByteCount)];
            table.Row([candidate.Name, .. metrics, .. costs]);
        }
        Text.Render(streams, table);
        Text.WriteWrapped(streams, $"Mean ± standard deviation over {FoldCount} folds of {Plan.Profile.RowCount:N0} rows, " +
            "the same for all; fit and size per model.");
        Text.WriteWrapped(streams, Verdict());
        Text.WriteWrapped(streams, $"Ran on {Versions.Line}.");
    }

    // The one name too long for its column.
    private static string Heading(Metric metric) => metric.Name.Replace("macro-accuracy", "macro-acc.", StringComparison.Ordinal);

    /// <summary>Whether the MLP wins, said either way.</summary>
    private string Verdict()
    {
        var difference = Result.Compare(Mlp.Name, BestOther.Name);
        var ahead = (difference.Mean > 0) == Result.Metrics[0].HigherIsBetter && difference.Mean != 0;
        var sure = difference.PValue < Significance;
        var size = $"{Text.Number(Math.Abs(difference.Mean))} {difference.MetricName} " +
            $"({Text.PValue(difference.PValue)}, paired over the folds)";
        return (ahead, sure) switch
        {
            (true, true) => $"The MLP wins: ahead of {BestOther.Name} by {size}.",
            (true, false) => $"The MLP leads, though not clearly: it is ahead of {BestOther.Name} by {size}.",
            (false, false) => $"The MLP does not win, nor does it clearly lose: {BestOther.Name} is ahead by {size}.",
            (false, true) => $"The MLP does not win: {BestOther.Name} is ahead by {size}.",
        };
    }
}
