using MLNetDeep.Comparison;

namespace MLNetDeep.Reports;

/// <summary>Everything that is drawn of one model's predictions beside the truth.</summary>
internal static class PredictionFigures
{
    private const int MostClassCurves = 6;

    /// <summary>Confusions, curves and calibration of classes; residuals of numbers.</summary>
    /// <param name="scores">What was predicted.</param>
    /// <param name="hasClasses">Whether labels are classes.</param>
    /// <param name="classNames">The classes' names; null for their numbers.</param>
    public static IEnumerable<ReportBlock> Of(FoldScores scores, bool hasClasses, IReadOnlyList<string>? classNames)
    {
        if (!hasClasses)
            return ResidualFigures.Of(scores);
        return
        [
            .. ConfusionFigures.Of(scores, classNames),
            .. CurveFigures.Of(Series(scores, classNames)),
            .. CalibrationFigures.Of([("model", CalibrationMeasures.Measure(scores))]),
        ];
    }

    // Of many classes those with most rows.
    private static ScoredSeries[] Series(FoldScores scores, IReadOnlyList<string>? classNames)
    {
        if (scores.Width == 1)
            return [ScoredSeries.OfBinary("model", scores)];
        string Name(int number) => classNames is null ? $"{number}" : classNames[number];
        return [.. Enumerable.Range(0, scores.Width).Select(number => ScoredSeries.OfClass(Name(number), scores, number))
            .OrderByDescending(one => one.Ranked.PositiveCount).Take(MostClassCurves)];
    }
}
