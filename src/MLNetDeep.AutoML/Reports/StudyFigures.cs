using MLNetDeep.Plots;
using MLNetDeep.Reports;

namespace MLNetDeep.AutoML;

/// <summary>A study in charts.</summary>
internal static class StudyFigures
{
    private const int MostCurves = 120;
    private const int MostBoxes = 12;
    private const int MostBars = 12;
    private const double BestShare = 0.1;

    private static readonly (TrialState State, string Name, Paint Paint, Marker Marker)[] Looks =
    [
        (TrialState.Completed, "completed", Paint.Series(0), Marker.Disc),
        (TrialState.Pruned, "pruned", Paint.Series(4), Marker.Ring),
        (TrialState.Failed, "failed", Paint.Series(1), Marker.Cross),
        (TrialState.Running, "running", Paint.Series(2), Marker.Diamond),
    ];

    /// <summary>Each trial's score, and the best so far.</summary>
    public static Figure Course(StudySnapshot study)
    {
        var layers = Looks.Select(look => (ChartLayer)Points(study, look, trial => trial.Number))
            .Where(layer => layer.Extent.Any()).ToList();
        var best = new List<(double, double)>();
        double? value = null;
        foreach (var trial in study.Trials.Where(trial => trial is { State: TrialState.Completed, Score: not null }))
        {
            if (value is null || (study.HigherIsBetter ? trial.Score > value : trial.Score < value))
                value = trial.Score;
            best.Add((trial.Number, value!.Value));
        }
        layers.Add(new LineLayer(best) { Name = "best so far", Paint = Paint.Ink, IsStepped = true, Width = 2 });
        return new Figure("Scores", new Chart(layers) { X = new AxisSpec("trial") { IsWhole = true }, Y = Scores(study), Aspect = 0.34 })
        {
            Note = "A pruned trial stands at its last value.",
        };
    }

    /// <summary>Two objectives against each other, with the trials that no other beats; null when no trial has them.</summary>
    public static Figure? Front(StudySnapshot study)
    {
        var completed = study.Trials.Where(trial => trial.Objectives.Count > 1).ToArray();
        if (completed.Length == 0)
            return null;
        var names = study.Definition.ObjectiveNames;
        string Title(Trial trial) =>
            $"trial {trial.Number}: " + string.Join(", ", trial.Objectives.Select((value, i) => $"{names[i]} {Numbers.Show(value)}"));
        Mark Of(Trial trial) => new(trial.Objectives[1], trial.Objectives[0], Title(trial));
        var front = new TrialOrder(study.Definition).FindFront(completed).OrderBy(trial => trial.Objectives[1]).ToArray();
        var all = completed.Select(trial => trial.Objectives[1]).Where(value => value > 0).ToArray();
        return new Figure("Pareto front", new Chart(
        [
            new PointLayer([.. completed.Except(front).Select(Of)]) { Name = "completed", Paint = Paint.Grey, Opacity = 0.5 },
            new LineLayer([.. front.Select(trial => (trial.Objectives[1], trial.Objectives[0]))]) { Paint = Paint.Series(0), Dash = "3 4" },
            new PointLayer([.. front.Select(Of)]) { Name = "not beaten", Paint = Paint.Series(0), Marker = Marker.Diamond, Radius = 4 },
        ])
        {
            X = new AxisSpec(names[1]) { IsLogarithmic = all.Length == completed.Length && all.Max() / all.Min() > 50 },
            Y = new AxisSpec(names[0]),
            Aspect = 0.4,
        })
        {
            Note = "Trials that no other beats in one objective without losing in another.",
        };
    }

    /// <summary>How much each option explains.</summary>
    public static Figure Importance(IReadOnlyList<ParameterImportance> all)
    {
        var bars = all.Where(one => one.Share > 0).OrderByDescending(one => one.Share).Take(MostBars).Select(one =>
        {
            var name = one.With is null ? one.Name : $"{one.Name} × {one.With}";
            return new RankedBar(name, one.Share, $"{name}: {Numbers.Percent(one.Share)}");
        });
        return BarFigures.Of("Importance", "share of the differences", [.. bars]) with
        {
            Width = BlockWidth.Full,
            Note = "How much of the differences between scores an option explains, or two beyond what each does alone (fANOVA).",
        };
    }

    /// <summary>Every trial as a line over its options and its score.</summary>
    public static Figure Parallel(StudySnapshot study, IReadOnlyList<OptionValues> options)
    {
        var number = (int)Math.Ceiling(study.Trials.Count(trial => trial.State == TrialState.Completed) * BestShare);
        var best = study.Ranking.Where(trial => trial.State == TrialState.Completed).Take(number).Select(trial => trial.Number).ToHashSet();
        var lines = study.Trials.Index().Where(item => item.Item.Score is not null).Select(item => new ParallelLine(
            item.Item.Number, [.. options.Select(option => option.Values[item.Index]), item.Item.Score!.Value],
            $"{Title(study, item.Item)}\n{string.Join("\n", options.Select(option => $"{option.Name} {option.Texts[item.Index]}"))}")
        {
            IsBest = best.Contains(item.Item.Number),
            Dash = item.Item.State == TrialState.Completed ? "" : "3 3",
        });
        return new Figure("Options and scores", new ParallelPlot(
            [.. options.Select(option => option.Axis), new AxisSpec(study.MetricName)], [.. lines.OrderBy(line => line.IsBest)]))
        {
            IsScrolled = true,
            Note = "The best tenth is drawn strong; dashed lines are of pruned trials.",
        };
    }

    /// <summary>One option against the scores.</summary>
    public static Figure Slice(StudySnapshot study, OptionValues option)
    {
        var index = study.Trials.Index().ToDictionary(item => item.Item.Number, item => item.Index);
        // Trials of one category are spread a little, by their numbers.
        double Spread(Trial trial) => option.Axis.Categories is null ? 0 : ((((trial.Number * 7) % 11) / 10.0) - 0.5) * 0.5;
        var layers = Looks.Select(look => (ChartLayer)Points(study, look, trial => option.Values[index[trial.Number]] + Spread(trial)));
        return new Figure(option.Name, new Chart([.. layers.Where(layer => layer.Extent.Any())])
        {
            X = option.Axis with { Name = "" },
            Y = Scores(study),
            Aspect = 0.75,
        })
        {
            Width = BlockWidth.Third,
        };
    }

    /// <summary>Which worker did what when.</summary>
    public static Figure Timeline(StudySnapshot study)
    {
        var begun = study.Trials.Where(trial => trial.StartedAt is not null).OrderBy(trial => trial.StartedAt).ToArray();
        var start = begun[0].StartedAt!.Value;
        var end = begun.Max(trial => trial.EndedAt ?? trial.StartedAt!.Value);
        var (unit, name) = (end - start).TotalMinutes switch
        {
            < 3 => (1.0, "seconds since the first trial"),
            < 180 => (60.0, "minutes since the first trial"),
            _ => (3600.0, "hours since the first trial"),
        };
        string[] workers = [.. begun.Select(trial => trial.Worker ?? "?").Distinct()];
        Bar Of(Trial trial)
        {
            var row = Array.IndexOf(workers, trial.Worker ?? "?");
            var time = (trial.EndedAt ?? end) - trial.StartedAt!.Value;
            var left = (trial.StartedAt.Value - start).TotalSeconds / unit;
            var right = left + (time.TotalSeconds / unit);
            return new Bar(left, row - 0.34, right, row + 0.34, $"{Title(study, trial)}, {Numbers.Time(time)}");
        }
        var layers = Looks.Select(look => new BarLayer([.. begun.Where(trial => trial.State == look.State).Select(Of)])
        {
            Name = look.Name,
            Paint = look.Paint,
            Opacity = look.State switch { TrialState.Completed => 0.8, TrialState.Pruned => 0.3, TrialState.Failed => 0.05, _ => 0.5 },
            IsOutlined = true,
            Gap = 0.5,
        }).Where(layer => layer.Bars.Count > 0);
        return new Figure("Timeline", new Chart([.. layers])
        {
            X = new AxisSpec(name) { IncludeZero = true },
            Y = new AxisSpec { Categories = [.. workers.Select((worker, i) => WorkerName(worker, i))] },
        })
        {
            Note = "Each bar is a trial's last attempt, in the row of its worker.",
        };
    }

    /// <summary>The score after each epoch, the mean of the folds that reached it.</summary>
    public static Figure Epochs(StudySnapshot study)
    {
        var shown = study.Ranking.Where(trial => trial.Epochs.Count > 0).Take(MostCurves).Reverse().ToArray();
        (double, double)[] Means(Trial trial) => [.. trial.Epochs.GroupBy(epoch => epoch.Epoch).OrderBy(group => group.Key)
            .Select(group => ((double)group.Key, group.Average(epoch => epoch.Value)))];
        var layers = shown.Select(trial => (ChartLayer)new LineLayer(Means(trial))
        {
            Name = trial == study.Best ? "best" : trial.State == TrialState.Pruned ? "pruned" : "other",
            Paint = trial == study.Best ? Paint.Series(0) : trial.State == TrialState.Pruned ? Paint.Series(4) : Paint.Grey,
            Dash = trial.State == TrialState.Pruned ? "3 3" : "",
            Width = trial == study.Best ? 2.6 : 1.1,
            Opacity = trial == study.Best ? 1 : 0.5,
            Title = Title(study, trial),
        });
        return new Figure("Scores by epoch", new Chart([.. layers]) { X = new AxisSpec("epoch") { IsWhole = true }, Y = Scores(study) })
        {
            Width = BlockWidth.Half,
            Note = $"{study.MetricName} on the rows not learnt from, mean of the folds; a pruned trial ends early.",
        };
    }

    /// <summary>The folds of the best trials.</summary>
    public static Figure Folds(StudySnapshot study) => BarFigures.Boxes("Folds of the best trials", study.MetricName,
    [
        .. study.Ranking.Where(trial => trial is { State: TrialState.Completed, Folds.Count: > 1 }).Take(MostBoxes).Select(trial =>
            ($"trial {trial.Number}", (IReadOnlyList<double>)[.. trial.Folds.Select(fold => fold.Values[study.Definition.Metric])])),
    ]);

    private static AxisSpec Scores(StudySnapshot study) => new(study.MetricName);

    private static PointLayer Points(
        StudySnapshot study, (TrialState State, string Name, Paint Paint, Marker Marker) look, Func<Trial, double> x) => new(
        [.. study.Trials.Where(trial => trial.State == look.State && trial.Score is not null)
            .Select(trial => new Mark(x(trial), trial.Score!.Value, Title(study, trial)))])
        {
            Name = look.Name,
            Paint = look.Paint,
            Marker = look.Marker,
            Opacity = 0.75,
        };

    private static string Title(StudySnapshot study, Trial trial) =>
        $"trial {trial.Number}, {trial.State.ToString().ToLowerInvariant()}: {study.MetricName} {Numbers.Show(trial.Score ?? double.NaN)}";

    // machine/process@ticks/slot: the machine and the slot tell most.
    private static string WorkerName(string worker, int number)
    {
        var parts = worker.Split('/');
        return parts.Length == 3 ? $"{parts[0]} {parts[1].Split('@')[0]} #{parts[2]}" : $"worker {number}";
    }
}
