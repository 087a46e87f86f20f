using System.Text.Json;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Commands;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>sweep</c> prints when it is done.</summary>
/// <param name="Data">What was asked for.</param>
/// <param name="Plan">The table.</param>
/// <param name="Settings">How it was searched.</param>
/// <param name="Pipeline">The candidates.</param>
/// <param name="Result">What was found.</param>
/// <param name="ModelByteCount">The saved model's size; null when none was.</param>
internal sealed record SweepReport(
    DataSettings Data, DataPlan Plan, SweepSettings Settings, SweepPipeline Pipeline, StudyResult Result, long? ModelByteCount)
{
    private const int ShownCount = 10;

    /// <summary>Options that explain less of the differences are not worth a word.</summary>
    private const double LeastShare = 0.02;

    private bool IsStopped => Result.StopReason == StudyStopReason.Cancelled;

    private string? Code => Result.Best is null ? null : Result.ToCSharp();

    private IReadOnlyList<ParameterImportance> Importance => Result.FindImportance();

    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private void WriteText(CliStreams streams)
    {
        if (Result.Trials.Any(trial => trial.IsFinished))
            WriteTable(streams);
        if (Result.Best is { } best)
        {
            var values = Result.Metrics.Select((m, i) => $"{m.Name} {Text.Number(best.Folds.Average(fold => fold.Values[i]))}");
            streams.Out.WriteLine();
            Text.WriteWrapped(streams, $"Best is trial {best.Number + 1}, {SweepProgress.Describe(Pipeline, best)}: "
                + $"{string.Join(", ", values)}, means over {best.Folds.Count} folds. As C#:");
            streams.Out.WriteLine();
            streams.Out.WriteLine(Code!.TrimEnd());
            streams.Out.WriteLine();
        }

        foreach (var sentence in NextSteps())
            Text.WriteWrapped(streams, sentence);
        Text.WriteWrapped(streams, $"Ran on {Versions.Line}.");
    }

    private void WriteTable(CliStreams streams)
    {
        var table = Text.Table("trainer", "trial", Result.Metric.Name, "± sd", "fit s", "epochs");
        foreach (var trial in Result.Ranking.Where(trial => trial.State == TrialState.Completed).Take(ShownCount))
        {
            double[] scores = [.. trial.Folds.Select(fold => fold.Values[Result.Metrics.ToList().IndexOf(Result.Metric)])];
            var mean = scores.Average();
            var deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / Math.Max(1, scores.Length - 1));
            table.Row(
                SweepProgress.Describe(Pipeline, trial), $"{trial.Number + 1}", Text.Number(mean), Text.Number(deviation),
                Text.Seconds(trial.Folds.Average(fold => fold.FitTime.TotalSeconds)),
                trial.Folds[0].EpochCount is null ? "" : Text.Number(trial.Folds.Average(fold => fold.EpochCount ?? 0)));
        }

        if (table.Rows.Count > 0)
            Text.Render(streams, table);
        int Count(TrialState state) => Result.Trials.Count(trial => trial.State == state);
        Text.WriteWrapped(streams, $"{Result.Trials.Count(trial => trial.IsFinished)} trials: {Count(TrialState.Completed)} completed, "
            + $"{Count(TrialState.Pruned)} pruned, {Count(TrialState.Failed)} failed; {Text.Seconds(Result.Elapsed.TotalSeconds)} s.");
        string[] shares = [.. Importance.Where(each => each.Share >= LeastShare).Take(ShownCount / 2).Select(Describe)];
        if (shares.Length > 0)
            Text.WriteWrapped(streams, $"What mattered, by fANOVA: {string.Join(", ", shares)}.");
    }

    private IEnumerable<string> NextSteps()
    {
        var again = $"mlnetdeep sweep {Data.Data} --label {Plan.LabelName} --storage {Settings.Storage ?? "sweep.db"}";
        if (IsStopped)
        {
            yield return Settings.Storage is null
                ? "Stopped. Nothing is kept without --storage."
                : $"Stopped; what was finished is kept in {Settings.Storage}. Go on: {again} --resume";
        }
        else if (Settings.Storage is not null)
        {
            yield return $"Kept in {Settings.Storage}. Search on: {again} --resume --trials {2 * Result.Trials.Count}";
        }

        if (ModelByteCount is { } size)
        {
            yield return $"Saved {Settings.Save} ({Text.Bytes(size)}), fitted on all {Plan.Profile.RowCount:N0} rows. "
                + $"Predict: mlnetdeep predict {Settings.Save} DATA";
        }
        else if (!IsStopped && Settings.Save is null && Result.Best is not null)
        {
            yield return "A model of the best setting on all rows is saved by --save model.zip"
                + (Settings.Storage is null ? "." : $": {again} --resume --save model.zip");
        }
    }

    private string Describe(ParameterImportance importance)
    {
        var with = importance.With is { } other ? $" with {Pipeline.NameOf(other)}" : "";
        return FormattableString.Invariant($"{Pipeline.NameOf(importance.Name)}{with} {100 * importance.Share:F0} %");
    }

    private object Document() => new
    {
        Command = "sweep",
        Data = Plan.Profile.Table.Name,
        Task = Plan.Task.Name,
        Label = Plan.LabelName,
        Plan.Classes,
        Plan.Profile.RowCount,
        Metric = Result.Metric.Name,
        Result.Metric.HigherIsBetter,
        FoldCount = Settings.Folds,
        StopReason = Result.StopReason.ToString(),
        ElapsedSeconds = Result.Elapsed.TotalSeconds,
        Settings.Storage,
        Best = Result.Best is { } best ? Describe(best) : null,
        Trials = Result.Trials.Select(Describe),
        Importance = Importance.Select(each => new
        {
            Name = Pipeline.NameOf(each.Name),
            With = each.With is { } other ? Pipeline.NameOf(other) : null,
            each.Share,
        }),
        Code,
        Model = ModelByteCount is null ? null : Settings.Save,
        ModelByteCount,
        Plan.Notes,
        Versions = Versions.Current,
    };

    private object Describe(Trial trial) => new
    {
        trial.Number,
        State = trial.State.ToString(),
        Trainer = SweepProgress.Describe(Pipeline, trial),
        trial.Score,
        trial.Origin,
        trial.Reason,
        Setting = JsonSerializer.Deserialize<JsonElement>(trial.ParameterJson),
        Folds = trial.Folds.Select(fold => new
        {
            fold.Fold,
            Metrics = Result.Metrics.Select((m, i) => new { m.Name, Value = fold.Values[i] }),
            FitSeconds = fold.FitTime.TotalSeconds,
            fold.EpochCount,
            fold.BestEpoch,
            fold.ModelByteCount,
        }),
    };
}
