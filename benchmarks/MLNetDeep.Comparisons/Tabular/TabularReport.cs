using System.Globalization;
using System.Text;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>The results as people read them, within 80 columns: errors, ranks, ratios, wins, losses and seconds.</summary>
internal sealed class TabularReport
{
    private const int ColumnsAtOnce = 9;
    private const string Published = "RTD-S*";

    private static readonly string[] Ranked =
        [TabularTrainer.Default, TabularTrainer.FastTree, TabularTrainer.FastForest, TabularTrainer.Lbfgs, TabularTrainer.Sdca];

    private static readonly string[] References = [TabularTrainer.FastTree, TabularTrainer.XGBoost, TabularTrainer.HistGradient];
    private readonly TabularTable[] _tables;
    private readonly string[] _trainers;
    private readonly List<TabularResult> _results = [];
    private readonly Dictionary<(string Table, string Trainer), double> _errors = [];

    public TabularReport(TabularCommand.Settings settings, TabularTable[] tables, TabularResults results)
    {
        _tables = tables;
        _trainers = [.. settings.Trainers.Select(trainer => trainer.Name)];
        foreach (TabularTable table in tables)
        {
            foreach (TabularTrainer trainer in settings.Trainers)
            {
                TabularResult[] folds = [.. Enumerable.Range(0, settings.FoldCount)
                    .Select(fold => results.Find(table.Name, fold, trainer.Name))
                    .Where(result => settings.IsCurrent(result, table, trainer)).Select(result => result!)];
                _results.AddRange(folds);
                if (folds.Length == settings.FoldCount && folds.All(result => result.Error is not null))
                    _errors[(table.Name, trainer.Name)] = folds.Average(result => result.Error!.Value);
            }
        }

        ReadPublished(Path.Combine(settings.Folder, "peers.csv"));
    }

    public string Text()
    {
        var text = new StringBuilder();
        string[] columns = _errors.Keys.Any(key => key.Trainer == Published) ? [.. _trainers, Published] : _trainers;
        text.AppendLine("Errors, mean of the folds: 1 - accuracy (insurance-coil: 1 - AUC), RMSE for numbers.");
        foreach (string[] some in columns.Chunk(ColumnsAtOnce))
            AppendErrors(text, some);
        if (columns.Length > _trainers.Length)
        {
            text.AppendLine().AppendLine("* RealMLP-TD-S, the published code's scores from peers.csv; letter and diamonds");
            text.AppendLine("  learnt from more rows, one fold; chicago-l the last fifth in time alone.");
        }

        AppendRanks(text);
        AppendRatios(text);
        AppendWins(text);
        AppendLosses(text);
        AppendSeconds(text);
        foreach (TabularResult failed in _results.Where(result => result.Error is null))
            text.AppendLine().AppendLine(Invariant($"{failed.Trainer} failed on {failed.Table}, fold {failed.Fold}: {failed.Failure}"));
        return text.ToString();
    }

    /// <summary>The page that is kept in the repository.</summary>
    public string Markdown(string text, string versions) => $"""
        # Tabular trainers beside classical ones and peers

        Printed by `./build.sh bench tabular --data FOLDER`: {_tables.Length} tables, the first three of five folds (scikit-learn's,
        shuffled, random state 0; chicago-l by rolling origin), at most 10,000 training rows, one thread a fit, two fits at a time,
        every trainer with its defaults. Featurised as `mlnetdeep compare` does it; the peers get the same one-hot numbers. Several
        classes: trees one versus all. Ours are told the metric that a table is judged by (`ValidationMetric`).

        The presets' numbers come from a search over some forty configurations on these very tables and folds, and two of `Auto`'s rules
        (RealMLP for more than two classes, fewer epochs where AUC counts) were made after their errors had been seen. So what stands
        here flatters `MLP` and `TabM`; nobody held a table back. Letter carries much of the averages.

        {versions}.

        ```
        {text.TrimEnd()}
        ```

        """;

    private void AppendErrors(StringBuilder text, string[] trainers)
    {
        text.AppendLine().AppendLine($"{"table",-14} {"unit",-6}{string.Concat(trainers.Select(t => $"{t,6} "))}".TrimEnd());
        foreach (TabularTable table in _tables)
        {
            double[] all = [.. _trainers.Where(t => _errors.ContainsKey((table.Name, t))).Select(t => _errors[(table.Name, t)])];
            if (all.Length == 0)
                continue;
            int exponent = (int)Math.Floor(Math.Log10(all.Min()));
            double best = all.Min();
            text.Append(Invariant($"{table.Name,-14} {$"1e{exponent}",-6}"));
            foreach (string trainer in trainers)
            {
                bool known = _errors.TryGetValue((table.Name, trainer), out double error);
                double shown = error * Math.Pow(10, -exponent);
                string number = !known ? "-" : shown < 100 ? Invariant($"{shown:F3}")[..5] : Invariant($"{shown:F0}");
                text.Append(Invariant($"{number,6}{(known && error == best ? '<' : ' ')}"));
            }

            text.Length -= text[^1] == ' ' ? 1 : 0;
            text.AppendLine();
        }
    }

    private void AppendRanks(StringBuilder text)
    {
        string[] complete = [.. _tables.Select(t => t.Name).Where(t => Ranked.All(trainer => _errors.ContainsKey((t, trainer))))];
        if (complete.Length == 0)
            return;
        text.AppendLine().AppendLine($"Mean rank among {string.Join(", ", Ranked)} on {complete.Length} tables (1 is best):");
        foreach (string trainer in Ranked.OrderBy(MeanRank))
            text.AppendLine(Invariant($"  {trainer,-6} {MeanRank(trainer),5:F2}"));

        double MeanRank(string trainer) => complete.Average(table =>
        {
            double own = _errors[(table, trainer)];
            double[] all = [.. Ranked.Select(other => _errors[(table, other)])];
            return all.Count(error => error < own) + ((all.Count(error => error == own) + 1) / 2.0);
        });
    }

    private void AppendRatios(StringBuilder text)
    {
        text.AppendLine().AppendLine("Geometric mean of the error relative to (below 1 is better; tables in brackets)");
        text.AppendLine($"        {string.Concat(References.Select(r => $"{r,14}"))}");
        foreach (string trainer in _trainers)
        {
            text.Append($"  {trainer,-6}");
            foreach (string reference in References)
            {
                double[] logs = [.. _tables.Select(t => t.Name)
                    .Where(t => _errors.ContainsKey((t, trainer)) && _errors.ContainsKey((t, reference)))
                    .Select(t => Math.Log(_errors[(t, trainer)] / _errors[(t, reference)]))];
                text.Append(logs.Length == 0 ? $"{"-",14}" : Invariant($"{Math.Exp(logs.Average()),9:F4} ({logs.Length,2})"));
            }

            text.AppendLine();
        }
    }

    private void AppendWins(StringBuilder text)
    {
        (string Winner, string Loser)[] duels =
        [
            (TabularTrainer.TabM, TabularTrainer.Plain), (TabularTrainer.PlainEnsemble, TabularTrainer.Plain),
            (TabularTrainer.DefaultEnsemble, TabularTrainer.Default), (TabularTrainer.Mix, TabularTrainer.Default),
            (TabularTrainer.Default, TabularTrainer.FastTree), (TabularTrainer.Default, TabularTrainer.XGBoost),
            (TabularTrainer.Default, TabularTrainer.HistGradient),
        ];
        text.AppendLine();
        foreach ((string winner, string loser) in duels)
        {
            string[] both = [.. _tables.Select(t => t.Name)
                .Where(t => _errors.ContainsKey((t, winner)) && _errors.ContainsKey((t, loser)))];
            if (both.Length == 0)
                continue;
            int wins = both.Count(t => _errors[(t, winner)] < _errors[(t, loser)]);
            int ties = both.Count(t => _errors[(t, winner)] == _errors[(t, loser)]);
            text.AppendLine(Invariant($"{winner} beats {loser} on {wins} of {both.Length}{(ties > 0 ? $", {ties} alike" : "")}."));
        }
    }

    private void AppendLosses(StringBuilder text)
    {
        string[] others = [.. Ranked.Skip(1), TabularTrainer.XGBoost, TabularTrainer.HistGradient];
        text.AppendLine().AppendLine($"Where {TabularTrainer.Default} loses, and by how much of the winner's error:");
        foreach (TabularTable table in _tables)
        {
            if (!_errors.TryGetValue((table.Name, TabularTrainer.Default), out double own))
                continue;
            string[] ahead = [.. others
                .Where(other => _errors.TryGetValue((table.Name, other), out double error) && error < own)
                .OrderBy(other => _errors[(table.Name, other)])
                .Select(other => Invariant($"{other} {(own / _errors[(table.Name, other)]) - 1:P1}"))];
            if (ahead.Length > 0)
                text.AppendLine($"  {table.Name,-14} {string.Join(", ", ahead)}");
        }
    }

    private void AppendSeconds(StringBuilder text)
    {
        text.AppendLine().AppendLine("Seconds of fitting, one thread:  mean   longest     total");
        foreach (string trainer in _trainers)
        {
            double[] seconds = [.. _results.Where(result => result.Trainer == trainer).Select(result => result.Seconds)];
            if (seconds.Length > 0)
                text.AppendLine(Invariant($"  {trainer,-28} {seconds.Average(),7:F1} {seconds.Max(),9:F1} {seconds.Sum(),9:F0}"));
        }

        text.AppendLine(Invariant($"  {"all",-28} {"",7} {"",9} {_results.Sum(result => result.Seconds),9:F0}"));
    }

    /// <summary>The published code's scores, where the folder has them: name, metrics and fold by the file's header.</summary>
    private void ReadPublished(string file)
    {
        if (!File.Exists(file))
            return;
        string[][] lines = [.. File.ReadLines(file).Select(line => line.Split(','))];
        int set = Array.IndexOf(lines[0], "set");
        int method = Array.IndexOf(lines[0], "method");
        foreach (TabularTable table in _tables)
        {
            int metric = Array.IndexOf(lines[0], table.Metric);
            double[] values = [.. lines.Where(line => line[set] == table.Name && line[method] == "realmlp" && line[metric].Length > 0)
                .Select(line => double.Parse(line[metric], CultureInfo.InvariantCulture))
                .Select(value => table.Metric == "rmse" ? value : 1 - value)];
            if (values.Length > 0)
                _errors[(table.Name, Published)] = values.Average();
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
