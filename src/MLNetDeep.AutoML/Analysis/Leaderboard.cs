using System.Globalization;
using System.Text;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>The best trials of a study as a table for a terminal.</summary>
internal static class Leaderboard
{
    private const int Width = 80;

    /// <summary>Writes the table.</summary>
    /// <param name="definition">The study.</param>
    /// <param name="ranking">Its trials, best first.</param>
    /// <param name="count">Rows at most.</param>
    public static string Write(StudyDefinition definition, IReadOnlyList<Trial> ranking, int count)
    {
        var text = new StringBuilder();
        string metric = Cut(definition.MetricNames[definition.Metric], 8);
        text.AppendLine($"{"#",3} {"trial",5} {metric,8} {"± sd",8} {"fit s",7} {"epochs",6}  setting");
        foreach ((int index, Trial trial) in ranking.Take(count).Index())
            text.AppendLine(Cut(Row(definition, index + 1, trial), Width));
        return text.Append(Summary(ranking)).ToString();
    }

    /// <summary>The middle of the epochs that the folds chose; at least 1.</summary>
    public static int MedianEpoch(IReadOnlyList<TrialFold> folds)
    {
        int[] epochs = [.. folds.Select(fold => fold.BestEpoch ?? 1).Order()];
        return Math.Max(1, (epochs[(epochs.Length - 1) / 2] + epochs[epochs.Length / 2] + 1) / 2);
    }

    private static string Row(StudyDefinition definition, int rank, Trial trial)
    {
        double[] scores = [.. trial.Folds.Select(fold => fold.Values[definition.Metric])];
        string spread = scores.Length > 1 ? Number(Statistics.StandardDeviation(scores)) : "";
        string seconds = scores.Length > 0 ? Number(trial.Folds.Average(fold => fold.FitTime.TotalSeconds)) : "";
        string epochs = trial.Folds is [{ BestEpoch: not null }, ..] ? $"{MedianEpoch(trial.Folds)}" : "";
        string score = trial.Score is { } value ? Number(value) : "";
        string state = trial.State == TrialState.Completed ? "" : $"({trial.State.ToString().ToLowerInvariant()}) ";
        return $"{rank,3} {trial.Number,5} {score,8} {spread,8} {seconds,7} {epochs,6}  {state}{Describe(trial)}";
    }

    private static string Summary(IReadOnlyList<Trial> trials)
    {
        int Count(TrialState state) => trials.Count(trial => trial.State == state);
        int open = Count(TrialState.Running) + Count(TrialState.Waiting);
        return $"{trials.Count} trials: {Count(TrialState.Completed)} completed, {Count(TrialState.Pruned)} pruned, "
            + $"{Count(TrialState.Failed)} failed{(open > 0 ? $", {open} open" : "")}";
    }

    /// <summary>The last estimator of the chosen ones, and the values that the setting gives for all of these.</summary>
    private static string Describe(Trial trial)
    {
        var values = new List<string>();
        Collect(TrialParameters.Read(trial.ParameterJson), values);
        return string.Join(" ", values);
    }

    private static void Collect(Parameter parameter, List<string> values)
    {
        string[]? chosen = parameter.ContainsKey(PipelineSchema.Key) ? PipelineSchema.EstimatorsOf(parameter[PipelineSchema.Key]) : null;
        if (chosen is [.., var last])
            values.Add(last);
        foreach (string key in parameter.Keys.Where(key => chosen is null || Array.IndexOf(chosen, key) >= 0))
        {
            Parameter inner = parameter[key];
            if (inner.ParameterType == ParameterType.Object)
                Collect(inner, values);
            else if (!key.EndsWith("ColumnName", StringComparison.Ordinal)) // the same in all trials
                values.Add($"{key}={Show(inner)}");
        }
    }

    private static string Show(Parameter value) => value.ParameterType switch
    {
        ParameterType.Number => Number(value.AsType<double>()),
        ParameterType.String => value.AsType<string>().Replace(" ", "", StringComparison.Ordinal),
        _ => TrialParameters.Write(value),
    };

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
