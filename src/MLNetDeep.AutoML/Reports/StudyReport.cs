using System.Globalization;
using MLNetDeep.Comparison;
using MLNetDeep.Reports;

namespace MLNetDeep.AutoML;

/// <summary>Makes the report of a study, finished or at work.</summary>
internal static class StudyReport
{
    private const int MostListed = 200;
    private const int MostOptions = 6;

    public static HtmlReport Of(StudySnapshot study)
    {
        var options = OptionValues.Of(study.Trials);
        List<ReportSection> sections = [Course(study)];
        if (study.Trials.Count > 0)
            sections.Add(Leaderboard(study, options));
        sections.AddRange(Options(study, options));
        if (study.Trials.Any(trial => trial.StartedAt is not null))
            sections.Add(Running(study));
        sections.AddRange(Best(study));
        sections.AddRange(Failures(study));
        sections.Add(Environment(study));
        return new HtmlReport("Study", study.Title ?? study.Definition.Name, sections)
        {
            Subtitle = $"{study.Definition.Validation} · by {study.MetricName}, {(study.HigherIsBetter ? "higher" : "lower")} is better",
            Tiles = [.. Tiles(study)],
        };
    }

    private static IEnumerable<Tile> Tiles(StudySnapshot study)
    {
        int Count(TrialState state) => study.Trials.Count(trial => trial.State == state);
        yield return study.Best is { } best
            ? new Tile($"Best {study.MetricName}", Numbers.Show(best.Score ?? double.NaN), $"trial {best.Number}")
            : new Tile($"Best {study.MetricName}", Numbers.None, "no trial is completed yet");
        yield return new Tile("Trials", Numbers.Count(study.Trials.Count), $"{Count(TrialState.Completed)} completed");
        yield return new Tile("Pruned", Numbers.Count(Count(TrialState.Pruned)), "ended early");
        yield return new Tile("Failed", Numbers.Count(Count(TrialState.Failed)));
        if (Count(TrialState.Running) + Count(TrialState.Waiting) is > 0 and var open)
            yield return new Tile("At work", Numbers.Count(Count(TrialState.Running)), $"{open - Count(TrialState.Running)} waiting");
        var times = study.Trials.Where(trial => trial is { StartedAt: not null, EndedAt: not null })
            .Select(trial => trial.EndedAt!.Value - trial.StartedAt!.Value).ToArray();
        if (times.Length > 0)
            yield return new Tile("Time in trials", Numbers.Time(TimeSpan.FromTicks(times.Sum(time => time.Ticks))));
    }

    private static ReportSection Course(StudySnapshot study)
    {
        List<ReportBlock> blocks = [];
        if (study.Trials.Any(trial => trial.Score is not null))
            blocks.Add(StudyFigures.Course(study));
        else
            blocks.Add(new Callout("info", "●", "No trial has a score yet."));
        if (study.Definition.ObjectiveNames.Count > 1 && StudyFigures.Front(study) is { } front)
            blocks.Add(front);
        return new ReportSection("course", "Course", blocks);
    }

    private static ReportSection Leaderboard(StudySnapshot study, IReadOnlyList<OptionValues> options)
    {
        var position = study.Trials.Index().ToDictionary(item => item.Item.Number, item => item.Index);
        var shown = study.Ranking.Take(MostListed).ToArray();
        Column[] columns =
        [
            new("trial", true), new("state"), new(study.MetricName, true), new("± sd", true), new("folds", true), new("fit", true),
            new("epochs", true), new("by"), .. options.Select(option => new Column(option.Name, option.Axis.Categories is null)),
        ];
        var rows = shown.Select(trial => new Row(
        [
            new Cell($"{trial.Number}") { Sort = trial.Number },
            State(trial),
            Cell.Of(trial.Score ?? double.NaN),
            Cell.Of(Spread(study, trial)),
            new Cell($"{trial.Folds.Count}") { Sort = trial.Folds.Count },
            FitTime(trial),
            Epochs(trial),
            trial.Origin,
            .. options.Select(option => new Cell(option.Texts[position[trial.Number]])
            {
                Sort = option.Axis.Categories is null ? option.Values[position[trial.Number]] : null,
            }),
        ])
        {
            IsFirst = trial == study.Best,
            Trial = trial.Number,
        });
        return new ReportSection("trials", "Trials", [new ReportTable(columns, [.. rows]) { IsSortable = true }])
        {
            Lead = (shown.Length < study.Trials.Count ? $"The {shown.Length} best of {study.Trials.Count} trials. " : "")
                + "A row that is pressed marks its line in the charts.",
        };
    }

    private static Cell State(Trial trial) => new(trial.State switch
    {
        TrialState.Completed => "✔ completed",
        TrialState.Pruned => "✂ pruned",
        TrialState.Failed => "✖ failed",
        TrialState.Running => "▶ running",
        _ => "◌ waiting",
    })
    {
        Class = trial.State switch
        {
            TrialState.Completed => "nowrap good",
            TrialState.Failed => "nowrap bad",
            TrialState.Pruned => "nowrap warn",
            _ => "nowrap dim",
        },
        Title = trial.Reason,
    };

    private static double Spread(StudySnapshot study, Trial trial) => trial.Folds.Count > 1
        ? Statistics.StandardDeviation([.. trial.Folds.Select(fold => fold.Values[study.Definition.Metric])])
        : double.NaN;

    private static Cell Epochs(Trial trial)
    {
        if (trial.Folds is not [{ BestEpoch: not null }, ..])
            return Cell.Of(double.NaN);
        var epochs = AutoML.Leaderboard.MedianEpoch(trial.Folds);
        return new Cell(Numbers.Count(epochs)) { Sort = epochs };
    }

    private static Cell FitTime(Trial trial)
    {
        if (trial.Folds.Count == 0)
            return Cell.Of(double.NaN);
        var seconds = trial.Folds.Average(fold => fold.FitTime.TotalSeconds);
        return new Cell(Numbers.Time(TimeSpan.FromSeconds(seconds))) { Sort = seconds };
    }

    private static IEnumerable<ReportSection> Options(StudySnapshot study, IReadOnlyList<OptionValues> options)
    {
        var scored = study.Trials.Count(trial => trial.Score is not null);
        if (options.Count == 0 || scored < 2)
            yield break;
        List<ReportBlock> blocks = [];
        var importance = study.Importance;
        if (importance.Count > 0)
            blocks.Add(StudyFigures.Importance(importance));
        string[] order = [.. importance.Where(one => one.With is null).Select(one => one.Name)];
        OptionValues[] sorted = [.. options.OrderBy(option => Array.IndexOf(order, option.Name) is >= 0 and var at ? at : int.MaxValue)];
        blocks.Add(StudyFigures.Parallel(study, [.. sorted.Take(MostOptions + 1)]));
        blocks.AddRange(sorted.Take(MostOptions).Select(option => StudyFigures.Slice(study, option)));
        yield return new ReportSection("options", "Options", blocks);
    }

    private static ReportSection Running(StudySnapshot study)
    {
        List<ReportBlock> blocks = [StudyFigures.Timeline(study)];
        if (study.Trials.Any(trial => trial.Epochs.Count > 0))
            blocks.Add(StudyFigures.Epochs(study));
        if (study.Ranking.Any(trial => trial.Folds.Count > 1))
            blocks.Add(StudyFigures.Folds(study));
        return new ReportSection("running", "Trials as they ran", blocks);
    }

    private static IEnumerable<ReportSection> Best(StudySnapshot study)
    {
        if (study.Best is not { } best)
            yield break;
        var values = OptionValues.Flatten(best.ParameterJson).Select(pair => (pair.Name, OptionValues.Show(pair.Value)));
        double Mean(int metric) => best.Folds.Select(fold => fold.Values[metric]).DefaultIfEmpty(double.NaN).Average();
        var means = study.Definition.MetricNames.Select((name, i) => (name, Numbers.Show(Mean(i))));
        List<ReportBlock> blocks =
        [
            new Facts("Means over the folds", [.. means]) { Width = BlockWidth.Half },
            new Facts("Setting", [.. values]) { Width = BlockWidth.Half },
        ];
        if (study.Code is { } code)
            blocks.Add(new Preformatted("As code", code));
        if (study.Predictions is { } scores)
            blocks.AddRange(PredictionFigures.Of(scores, study.HasClasses, study.ClassNames));
        yield return new ReportSection("best", $"Best: trial {best.Number}", blocks)
        {
            Lead = study.Predictions is null ? "" : "Charts are of what it predicted for rows that it had not learnt from.",
        };
    }

    private static IEnumerable<ReportSection> Failures(StudySnapshot study)
    {
        var failed = study.Trials.Where(trial => trial.State == TrialState.Failed).ToArray();
        if (failed.Length == 0)
            yield break;
        var groups = failed.GroupBy(trial => trial.Reason ?? "").OrderByDescending(group => group.Count()).Take(MostListed);
        var rows = groups.Select(group => new Row(
        [
            new Cell($"{group.Count()}") { Sort = group.Count() }, group.Key,
            string.Join(", ", group.Take(20).Select(trial => trial.Number)),
        ]));
        var table = new ReportTable([new("trials", true), new("reason"), new("numbers")], [.. rows]);
        yield return new ReportSection("failures", "Failures", [table]);
    }

    private static ReportSection Environment(StudySnapshot study) => new("environment", "Environment",
    [
        new Facts("Runs on",
        [
            ("Seed", study.Definition.Seed.ToString(CultureInfo.InvariantCulture)),
            .. study.Definition.Environment.Select(pair => (pair.Key, pair.Value)),
        ]),
    ]);
}
