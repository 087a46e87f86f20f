using MLNetDeep.Comparison;
using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>Makes the report of a comparison.</summary>
internal static class ComparisonReport
{
    private const double MebiByte = 1024 * 1024;

    public static HtmlReport Of(ComparisonResult result, ComparisonReportOptions options)
    {
        var best = result.Candidates[0];
        List<ReportSection> sections = [Verdict(result), Candidates(result), Folds(result)];
        if (result.Candidates.Any(candidate => candidate.LearningCurve.Count > 0))
            sections.Add(LearningCurves(result));
        sections.AddRange(Predictions(result, best, options));
        sections.Add(new ReportSection("environment", "Environment",
            [new Facts("Ran on", [.. PackageVersions.Current(options.Assemblies).Select(pair => (pair.Key, pair.Value))])]));
        var data = options.DataName is { } name ? $"{name} · " : "";
        return new HtmlReport("Comparison", options.Title ?? "Deep beside classical on the same folds", sections)
        {
            Subtitle = $"{data}{Numbers.Count(result.RowCount)} rows · {result.Validation}",
            Tiles =
            [
                new Tile("Best", best.Name, $"{result.Metrics[0].Name} {Numbers.Show(best.Mean(0))}"),
                .. result.Metrics.Skip(1).Take(2).Select((metric, i) => new Tile(metric.Name, Numbers.Show(best.Mean(i + 1)), best.Name)),
                new Tile("Candidates", Numbers.Count(result.Candidates.Count)),
                new Tile("Folds", Numbers.Count(result.FoldCount)),
            ],
        };
    }

    private static ReportSection Verdict(ComparisonResult result)
    {
        var verdict = result.Verdict;
        var (kind, tag) = verdict.Outlook switch
        {
            ComparisonOutlook.WorthIt => ("good", "✔ Worth it"),
            ComparisonOutlook.SmallGain => ("info", "● A small gain"),
            ComparisonOutlook.ClassicalWins or ComparisonOutlook.NoGain => ("warn", "▲ Not worth it"),
            ComparisonOutlook.NothingLearnt => ("bad", "✖ Nothing learnt"),
            _ => ("info", "● Open"),
        };
        return new ReportSection("verdict", "Verdict", [new Callout(kind, tag, verdict.Text)]);
    }

    private static ReportSection Candidates(ComparisonResult result)
    {
        Column[] columns =
        [
            new("candidate"), .. result.Metrics.Select(metric => new Column(metric.Name, true)), new("interval", true), new("fit", true),
            new("rows / s", true), new("size", true), new("memory", true),
        ];
        var rows = result.Candidates.Select((candidate, i) => Row(result, candidate, i == 0));
        var interval = $"The interval holds the true {result.Metrics[0].Name} with {Numbers.Percent(result.ConfidenceLevel)} confidence.";
        var table = new ReportTable(columns, [.. rows]) { IsSortable = true };
        return new ReportSection("candidates", "Candidates", [table, Differences(result)])
        {
            Lead = $"Means over {result.FoldCount} folds, the same for all. {interval}",
        };
    }

    private static Row Row(ComparisonResult result, CandidateOutcome candidate, bool isFirst)
    {
        var interval = result.Interval(candidate.Name);
        var none = new Cell(Numbers.None) { Sort = 0 };
        Cell Cost(double value, string text) => candidate.IsBaseline ? none : new Cell(text) { Sort = value };
        return new Row(
        [
            candidate.Name,
            .. result.Metrics.Select((_, i) => Cell.Of(candidate.Mean(i))),
            new Cell($"{Numbers.Show(interval.LowerBound)} … {Numbers.Show(interval.UpperBound)}") { Sort = interval.LowerBound },
            Cost(candidate.FitSeconds, Numbers.Time(TimeSpan.FromSeconds(candidate.FitSeconds))),
            Cost(candidate.RowsPerSecond, Numbers.Count((long)candidate.RowsPerSecond)),
            Cost(candidate.ModelByteCount, Numbers.Bytes(candidate.ModelByteCount)),
            candidate.Memory is { } memory
                ? new Cell($"{memory.PeakByteCount / MebiByte:N0} MiB") { Sort = memory.PeakByteCount } : none,
        ])
        {
            IsFirst = isFirst,
        };
    }

    private static ReportTable Differences(ComparisonResult result)
    {
        var best = result.Candidates[0].Name;
        var rows = result.CompareAll(best).Select(difference => new Row(
        [
            difference.Candidate,
            Cell.Of(difference.Mean),
            new Cell($"{Numbers.Show(difference.LowerBound)} … {Numbers.Show(difference.UpperBound)}") { Sort = difference.LowerBound },
            Cell.Of(difference.AdjustedPValue),
            Cell.Of(difference.AdjustedWilcoxonPValue),
        ]));
        return new ReportTable(
            [new("candidate"), new("difference", true), new("interval", true), new("p, t-test", true), new("p, Wilcoxon", true)], [.. rows])
        {
            Title = $"{result.Metrics[0].Name} against {best}: corrected resampled t-test and signed ranks, after Holm",
        };
    }

    private static ReportSection Folds(ComparisonResult result) => new("folds", "Folds",
    [
        .. result.Metrics.Select((metric, i) => BarFigures.Boxes(metric.Name, metric.Name,
            [.. Measured(result).Select(c => (c.Name, (IReadOnlyList<double>)[.. c.Folds.Select(fold => fold.Values[i])]))])),
    ]);

    // The constant prediction lies so far off that nothing else could be told apart beside it.
    private static IEnumerable<CandidateOutcome> Measured(ComparisonResult result) =>
        result.Candidates.Where(candidate => !candidate.IsBaseline || result.Candidates.Count == 1);

    private static ReportSection LearningCurves(ComparisonResult result)
    {
        var layers = new List<ChartLayer>();
        foreach (var (i, candidate) in result.Candidates.Where(candidate => candidate.LearningCurve.Count > 0).Index())
        {
            var paint = Paint.Series(i);
            (double, double)[] Values(Func<double[], double> value) => [.. candidate.LearningCurve.Select(point =>
                (point.TrainRowCount, value([.. point.Folds.Select(fold => fold.Values[0])])))];
            layers.Insert(0, new BandLayer(Values(values => values.Min()), Values(values => values.Max())) { Paint = paint });
            layers.Add(new LineLayer(Values(values => values.Average()))
            {
                Name = candidate.Name,
                Paint = paint,
                Dash = LineLayer.DashOf(i),
                Width = 2,
            });
            layers.Add(new PointLayer([.. candidate.LearningCurve.Select(point => new Mark(point.TrainRowCount, point.Mean(0),
                $"{candidate.Name}, {point.TrainRowCount:N0} rows: {Numbers.Show(point.Mean(0))}"))])
            { Paint = paint });
        }
        var chart = new Chart(layers) { X = new AxisSpec("rows learnt from"), Y = new AxisSpec(result.Metrics[0].Name) };
        var figure = new Figure("Learning curve", chart)
        {
            Note = "Mean over the folds; the band reaches from the worst fold to the best.",
        };
        return new ReportSection("learning", "Would more rows help?",
            [figure, .. result.LearningCurveFindings.Select(text => new Callout("info", "●", text))]);
    }

    private static IEnumerable<ReportSection> Predictions(ComparisonResult result, CandidateOutcome best, ComparisonReportOptions options)
    {
        if (best.IsBaseline || best.OutOfFoldScores(repetition: 1) is not { } scores)
            yield break;
        var hasClasses = best.Residuals is null;
        var others = result.Candidates.Where(candidate => !candidate.IsBaseline).ToArray();
        if (hasClasses && scores.Width == 1)
        {
            yield return new ReportSection("curves", "All candidates out of fold",
            [
                .. CurveFigures.Of([.. others.Select(c => ScoredSeries.OfBinary(c.Name, c.OutOfFoldScores(repetition: 1)!))]),
                .. CalibrationFigures.Of([.. others.Select(c => (c.Name, c.Calibration))]),
            ]);
        }
        var figures = PredictionFigures.Of(scores, hasClasses, options.ClassNames);
        yield return new ReportSection("best", $"{best.Name} out of fold", [.. figures])
        {
            Lead = "What the best candidate predicted for rows that it had not learnt from, each row once.",
        };
    }
}
